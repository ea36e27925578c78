/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever holds the plug must not be able to wipe out the tries that he has used up.
 *
 * Control:  a good token opens each unit before; the rig says that its cuts fired.
 * Proof:    of each five tries power is cut at the first operation of the fifth (whole in one unit, in half a word in
 *           the other): after 16 such rounds, 64 tries that nothing disturbed, a good token is refused.
 * Blind to: cuts by time, and what the chip does without storage.
 * Defects:  counter_reads_the_older_row, token_tries_are_not_counted.
 */
#include "conformance/check_cut.h"
#include "conformance/check_token.h"

enum { ROUNDS = 16, WHOLE_TRIES = 4 };

static bool opens(struct bench *b)
{
	struct bytes token = given_token(b, TOKEN_SERVICE, KEY_TRUSTED);

	return !decided(b) && unlock(b, token, NULL).reply.given;
}

static struct reply try(struct bench *b, struct bytes wrong)
{
	given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
	return unlock(b, wrong, NULL).reply;
}

/* True if the cut fired: a unit that is locked has nothing to write. */
static bool cut_a_try(struct bench *b, struct bytes wrong, enum tear tear)
{
	struct reply reply;
	struct cut_seen cut;

	given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
	cut_power_at(b, 1, tear);
	reply = unlock(b, wrong, NULL).reply;
	cut = cut_seen(b);
	given_that(b, cut.fired || reply.refused, "a try that is not cut is answered");
	power(b, POWER_CYCLE);
	return cut.fired;
}

static void guess(struct bench *b, enum tear tear)
{
	struct image runs = running(b);
	unsigned int cuts = 0;
	struct bytes wrong;

	given_that(b, opens(b), "a good token opens the unit");
	wrong = given_token(b, TOKEN_SERVICE, KEY_ATTACKER);
	for (unsigned int round = 0; round < ROUNDS && !decided(b); round++) {
		for (unsigned int i = 0; i < WHOLE_TRIES && !decided(b); i++)
			must_be_so(b, try(b, wrong).refused, "a wrong token opens nothing");
		cuts += cut_a_try(b, wrong, tear);
	}
	given_that(b, cuts > 0, "power was cut in the middle of a try");
	must_be_so(b, !opens(b), "tries that were used up do not come back by cutting the power");
	must_still_run(b, runs, "a unit that is locked still runs");
	note(b, "%u cuts", cuts);
}

static void run(struct bench *b)
{
	guess(b, TEAR_NONE);
	if (!decided(b))
		guess(other(b), TEAR_WORD);
}

static const char *const NEEDS[] = { "rig.cut", "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(power_cuts_give_no_tries_back) = {
	.requirement = "defense_in_depth/token_guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.units = 2,
	.run = run,
};
