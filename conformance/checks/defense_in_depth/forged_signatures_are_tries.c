/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who guesses signatures names the maker's own key and answers the challenge: nothing but the signature is wrong. A try like that
 * must count like any other.
 *
 * Control:  a good token opens each unit before the guessing.
 * Proof:    after at most 64 tokens over fresh challenges, signed by the maker's key and then changed in their last byte, a good
 *           token is refused, and still is after a restart; in one unit with few restarts between, in the other with power gone
 *           as soon as each was answered.
 * Blind to: tokens whose last byte is not their signature's, which count as any wrong token; tokens that are none by their form.
 * Defects:  forged_signatures_are_no_tries.
 */
#include <string.h>

#include "conformance/check_token.h"

/* A device that is locked early says so early, and most restarts are saved. */
enum { GUESSES = 64, FEW_GUESSES = 12, RARELY = 16, TOKEN_MAX = 4096 };

/* Each over a challenge of its own, with another end. */
static void guess(struct bench *b, unsigned int number)
{
	struct bytes token = given_token(b, TOKEN_SERVICE, KEY_TRUSTED);
	uint8_t forged[TOKEN_MAX];

	given_that(b, token.len > 0 && token.len <= sizeof(forged), "the token is of a length that is known");
	if (decided(b))
		return;
	memcpy(forged, token.at, token.len);
	forged[token.len - 1] ^= (uint8_t)number;
	must_be_so(b, unlock(b, bytes_from(forged, token.len), NULL).reply.refused, "a forged token opens nothing");
}

static bool locks(struct bench *b, unsigned int guesses, unsigned int restart_every)
{
	for (unsigned int number = 1; number <= guesses && !decided(b); number++) {
		guess(b, number);
		if (number % restart_every == 0)
			power(b, POWER_CYCLE);
	}
	return !takes_good_token(b);
}

static void must_lock(struct bench *b, unsigned int restart_every)
{
	struct image runs = running(b);

	given_that(b, takes_good_token(b), "a good token opens the unit");
	must_be_so(b, locks(b, FEW_GUESSES, restart_every) || locks(b, GUESSES, restart_every),
		   "after many forged tokens a good one is refused too: guessing signatures is locked out");
	must_still_run(b, runs, "a unit that is locked still runs");
	must_be_so(b, !takes_good_token(b), "a restart does not give the tries back");
}

static void run(struct bench *b)
{
	must_lock(b, RARELY);
	if (!decided(b))
		must_lock(other(b), 1);
}

static const char *const NEEDS[] = { "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(forged_signatures_are_tries) = {
	.requirement = "defense_in_depth/token_guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.units = 2,
	.run = run,
};
