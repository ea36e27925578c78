/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guessing must stop being possible long before it succeeds, and a restart must not start it anew.
 *
 * Control:  a good token opens each unit before the guessing.
 * Proof:    after at most 64 wrong ones, with restarts between, a good token is refused, and after one more restart it
 *           still is; in one unit all were signed by somebody else, in the other all answered a challenge that was over.
 * Blind to: how long the lock holds.
 * Defects:  token_tries_are_not_counted, token_lock_ends_with_a_restart, stale_tokens_are_no_tries.
 */
#include "conformance/check_token.h"

enum { GUESSES = 64, RESTART_EVERY = 16 };

static bool opens(struct bench *b)
{
	struct bytes token = given_token(b, TOKEN_SERVICE, KEY_TRUSTED);

	return !decided(b) && unlock(b, token, NULL).reply.given;
}

/* One token is wrong for every challenge but its own, and somebody else's is wrong for that too. */
static void guess(struct bench *b, enum image_key key)
{
	struct image runs = running(b);
	struct bytes wrong;

	given_that(b, opens(b), "a good token opens the unit");
	wrong = given_token(b, TOKEN_SERVICE, key);
	for (unsigned int guesses = 0; guesses < GUESSES && !decided(b); guesses++) {
		given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
		must_be_so(b, decided(b) || unlock(b, wrong, NULL).reply.refused, "a wrong token opens nothing");
		if (guesses % RESTART_EVERY == RESTART_EVERY - 1)
			power(b, POWER_CYCLE);
	}
	must_be_so(b, !opens(b), "after many wrong tokens a good one is refused too: guessing is locked out");
	must_still_run(b, runs, "a unit that is locked still runs");
	must_be_so(b, !opens(b), "a restart does not give the tries back");
}

static void run(struct bench *b)
{
	guess(b, KEY_ATTACKER);
	if (!decided(b))
		guess(other(b), KEY_TRUSTED);
}

static const char *const NEEDS[] = { "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(token_guessing_is_locked_out) = {
	.requirement = "defense_in_depth/token_guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.units = 2,
	.run = run,
};
