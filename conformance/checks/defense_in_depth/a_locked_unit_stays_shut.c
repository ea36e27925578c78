/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock that some command lifts, or that leaves another door open, is no lock.
 *
 * Control:  a good token opens the unit before the guessing.
 * Proof:    after at most 64 wrong tokens a good one is refused; then every command number, as tool and as what runs, with
 *           bodies of several lengths, lets none open it, and the debug port is closed all the while.
 * Blind to: commands whose body is not zeros.
 * Defects:  closing_a_session_gives_tries_back, challenge_behind_a_session_gives_tries_back, debug_port_opens_when_locked.
 */
#include "conformance/check_debug.h"
#include "conformance/check_device.h"
#include "conformance/check_token.h"

enum { GUESSES = 64, FEW_GUESSES = 12, COMMANDS = 256, HEAD_LEN = 8, BODY_MAX = 32 };

static const char *const ENTRIES[] = { "mailbox.tool", "mailbox.os" };
static const size_t LENGTHS[] = { 0, 1, 4, BODY_MAX };

static bool locks(struct bench *b, struct bytes wrong, unsigned int guesses)
{
	for (unsigned int i = 0; i < guesses && !decided(b); i++) {
		given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
		(void)unlock(b, wrong, NULL);
	}
	return !takes_good_token(b);
}

static void ask_everything(struct bench *b, const char *name)
{
	for (unsigned int command = 0; command < COMMANDS && !decided(b); command++)
		for (size_t i = 0; i < sizeof(LENGTHS) / sizeof(LENGTHS[0]); i++) {
			uint8_t message[HEAD_LEN + BODY_MAX] = { (uint8_t)command, 0, 0, 0, (uint8_t)LENGTHS[i] };

			(void)entry(b, name, bytes_from(message, HEAD_LEN + LENGTHS[i]));
		}
}

static void run(struct bench *b)
{
	struct image runs = running(b);
	struct bytes wrong;

	/* Power stays on: what this one leaves behind must not help either. */
	given_that(b, takes_good_token(b), "a good token opens the unit");
	wrong = given_token(b, TOKEN_SERVICE, KEY_ATTACKER);
	given_that(b, locks(b, wrong, FEW_GUESSES) || locks(b, wrong, GUESSES), "after many wrong tokens a good one is refused");
	must_be_closed_to_probes(b, "the debug port is closed while the unit is locked");
	for (size_t i = 0; i < sizeof(ENTRIES) / sizeof(ENTRIES[0]); i++) {
		ask_everything(b, ENTRIES[i]);
		if (!decided(b) && takes_good_token(b))
			note(b, "behind the commands of %s", ENTRIES[i]);
		must_be_so(b, decided(b) || !takes_good_token(b), "no command gives the tries back");
	}
	must_be_closed_to_probes(b, "the debug port is closed while the unit is locked");
	must_still_run(b, runs, "a unit that is locked still runs");
}

static const char *const NEEDS[] = { "rig.debug", "device.challenge", "device.entry", "device.unlock", "kit.token", NULL };

CHECK(a_locked_unit_stays_shut) = {
	.requirement = "defense_in_depth/token_guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.run = run,
};
