/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever cuts the power as soon as the unit writes a failure down must not find the right token by what happens then.
 *
 * Control:  a good token opens the unit before and after; a cut of a wrong try fires.
 * Proof:    a good token is offered with power to go at the same operation as in a wrong try, for each of its first four:
 *           it opens nothing; or it is refused after 64 wrong ones that were cut there.
 * Blind to: what shows by time, by power drawn or by the number of operations.
 * Defects:  right_tries_are_not_counted.
 */
#include "conformance/check_cut.h"
#include "conformance/check_token.h"

enum { OPERATIONS = 4, GUESSES = 64 };

struct cut_try {
	bool given, fired;
};

static struct cut_try cut_a_try(struct bench *b, struct bytes token, uint64_t operation)
{
	struct cut_try seen;

	cut_power_at(b, operation, TEAR_NONE);
	seen.given = unlock(b, token, NULL).reply.given;
	seen.fired = cut_seen(b).fired;
	if (seen.fired)
		power(b, POWER_CYCLE);
	return seen;
}

static bool opens_under_a_cut(struct bench *b, uint64_t operation)
{
	struct bytes token = given_token(b, TOKEN_SERVICE, KEY_TRUSTED);

	return cut_a_try(b, token, operation).given;
}

static struct cut_try guess(struct bench *b, struct bytes wrong, uint64_t operation)
{
	struct cut_try seen;

	given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
	seen = cut_a_try(b, wrong, operation);
	must_be_so(b, !seen.given, "a wrong token opens nothing");
	return seen;
}

/* What shows one good token is a fault only if it shows it among many: they may be counted by another way. */
static bool is_found(struct bench *b, struct bytes wrong, uint64_t operation)
{
	if (!opens_under_a_cut(b, operation))
		return false;
	for (unsigned int guesses = 0; guesses < GUESSES && !decided(b); guesses++)
		guess(b, wrong, operation);
	return opens_under_a_cut(b, operation);
}

static void run(struct bench *b)
{
	struct bytes wrong = given_token(b, TOKEN_SERVICE, KEY_ATTACKER);
	uint64_t operation = 1;
	bool found = false;

	given_that(b, takes_good_token(b), "a good token opens the unit");
	for (; operation <= OPERATIONS && !found && guess(b, wrong, operation).fired; operation++) {
		found = is_found(b, wrong, operation);
		given_that(b, found || takes_good_token(b), "a good token opens the unit again");
	}
	given_that(b, operation > 1, "power was cut in the middle of a try");
	must_be_so(b, !found, "who cuts the power where a wrong try is written down does not find the right token so");
}

static const char *const NEEDS[] = { "rig.cut", "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(tries_are_counted_before_the_verdict) = {
	.requirement = "defense_in_depth/token_guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.run = run,
};
