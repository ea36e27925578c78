/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guessing must stop being possible long before it succeeds, and a restart must not start it anew.
 *
 * Control:  the right authorisation opens the object before the guessing.
 * Proof:    after at most 64 wrong ones the chip refuses the right one too; after a power cycle it still does.
 * Blind to: how long the lock holds.
 * Defects:  cheat never_locks_out, cheat lock_ends_with_a_restart.
 */
#include "conformance/check_credential.h"
#include "conformance/check_device.h"

enum { GUESSES = 64, SECRET_LEN = 16 };

static bool opens(struct bench *b, struct bytes secret)
{
	return unlock(b, secret, "locked").reply.given;
}

static void run(struct bench *b)
{
	struct bytes right = challenge(b, "authorisation", SECRET_LEN), wrong = challenge(b, "wrong guess", SECRET_LEN);
	unsigned int guesses = 0;

	given_that(b, key_create(b, "locked", right).reply.given, "the chip makes an object with an authorisation");
	given_that(b, opens(b, right), "the right authorisation opens the object");
	for (; guesses < GUESSES && !decided(b); guesses++)
		must_be_so(b, !opens(b, wrong), "a wrong authorisation does not open the object");
	note(b, "%u wrong authorisations were tried", guesses);
	must_be_so(b, !opens(b, right), "after many wrong guesses the right authorisation is refused too: guessing is locked out");
	power(b, POWER_CYCLE);
	must_be_so(b, !opens(b, right), "a restart does not give the guesses back");
}

static const char *const NEEDS[] = { "device.unlock", "device.key", NULL };

CHECK(guessing_is_locked_out) = {
	.requirement = "hardware_root_of_trust/guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
