/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock that some command lifts, or that leaves another door open, is no lock.
 *
 * Control:  a good token opens the unit before the guessing; the unit answers raw messages.
 * Proof:    after at most 64 wrong tokens a good one is refused; then every command number, at each entry for raw messages
 *           (target.json settings "raw_entries"), with bodies of several lengths, lets none open it, and the debug port is closed all the while.
 * Blind to: commands whose body is not zeros.
 * Defects:  closing_a_session_gives_tries_back, challenge_behind_a_session_gives_tries_back, debug_port_opens_when_locked.
 */
#include "conformance/check_debug.h"
#include "conformance/check_device.h"
#include "conformance/check_token.h"

enum { GUESSES = 64, FEW_GUESSES = 12, COMMANDS = 256, BODY_MAX = 32 };

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
	static const uint8_t zeros[BODY_MAX];
	unsigned int answered = 0;

	for (unsigned int command = 0; command < COMMANDS && !decided(b); command++)
		for (size_t i = 0; i < sizeof(LENGTHS) / sizeof(LENGTHS[0]); i++)
			answered += raw_message(b, name, command, bytes_from(zeros, LENGTHS[i])).reply.given;
	given_that(b, answered > 0, "the unit answers raw messages");
}

/* Asked once: a door that opens once is open. */
static void must_stay_locked(struct bench *b, const char *name)
{
	bool opened = takes_good_token(b);

	if (opened)
		note(b, "behind the messages of %s", name);
	must_be_so(b, !opened, "no command gives the tries back");
}

static void run(struct bench *b)
{
	struct image runs = running(b);
	struct bytes wrong;
	const char *name;

	given_that(b, raw_entry(b, 0) != NULL, "target.json names an entry for raw messages");
	/* Power stays on: what this one leaves behind must not help either. */
	given_that(b, takes_good_token(b), "a good token opens the unit");
	wrong = given_token(b, TOKEN_SERVICE, KEY_ATTACKER);
	given_that(b, locks(b, wrong, FEW_GUESSES) || locks(b, wrong, GUESSES), "after many wrong tokens a good one is refused");
	must_be_closed_to_probes(b, "the debug port is closed while the unit is locked");
	for (unsigned int i = 0; !decided(b) && (name = raw_entry(b, i)) != NULL; i++) {
		ask_everything(b, name);
		must_stay_locked(b, name);
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
