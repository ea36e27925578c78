/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever holds the plug must not be able to wipe out the tries that he has used up.
 *
 * Control:  a good token opens each unit before; the rig says that its cuts fired.
 * Proof:    wrong tries are cut at their first operation, the second and so on (whole in one unit, in half a word in the
 *           other) until one comes through, which counts; that over and over: after 64 of those a good token is refused.
 * Blind to: operations behind the fourth of a try, cuts by time, and what the chip does without storage.
 * Defects:  token_tries_are_cleared_first, token_tries_are_settled_first, counter_reads_the_older_row,
 *           token_tries_are_not_counted.
 */
#include "conformance/check_cut.h"
#include "conformance/check_token.h"

/*
 * Between a cut that gives all tries back and the next at the same operation come only the other cuts of a round and the
 * try that counts: too few to lock a device of five tries, which would have nothing left to cut. One that locks early is
 * asked early, which saves restarts.
 */
enum { CUTS_A_ROUND = 4, FEW_ROUNDS = 12, ROUNDS = 64 };

struct guesser {
	struct bytes wrong;
	enum tear tear;
	unsigned int cuts;
};

/* False if no power went: then it was a try like any other, and it was refused. */
static bool cut_a_try(struct bench *b, struct guesser *g, uint64_t operation)
{
	struct reply reply;
	struct cut_seen cut;

	given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
	cut_power_at(b, operation, g->tear);
	reply = unlock(b, g->wrong, NULL).reply;
	cut = cut_seen(b);
	if (!decided(b) && cut.fired) {
		power(b, POWER_CYCLE);
		g->cuts++;
		return true;
	}
	must_be_so(b, !reply.given, "a wrong token opens nothing");
	given_that(b, reply.refused, "a try that is not cut is answered");
	return false;
}

static void try(struct bench *b, struct guesser *g)
{
	given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
	must_be_so(b, decided(b) || unlock(b, g->wrong, NULL).reply.refused, "a wrong token opens nothing");
}

static bool locks(struct bench *b, struct guesser *g, unsigned int rounds)
{
	for (unsigned int round = 0; round < rounds && !decided(b); round++) {
		uint64_t operation = 1;

		while (operation <= CUTS_A_ROUND && cut_a_try(b, g, operation))
			operation++;
		if (operation > CUTS_A_ROUND)
			try(b, g);
	}
	return !takes_good_token(b);
}

static void guess(struct bench *b, enum tear tear)
{
	struct guesser guesser = { .tear = tear };
	struct image runs = running(b);

	given_that(b, takes_good_token(b), "a good token opens the unit");
	guesser.wrong = given_token(b, TOKEN_SERVICE, KEY_ATTACKER);
	must_be_so(b, locks(b, &guesser, FEW_ROUNDS) || locks(b, &guesser, ROUNDS),
		   "tries that were used up do not come back by cutting the power");
	given_that(b, guesser.cuts > 0, "power was cut in the middle of a try");
	must_still_run(b, runs, "a unit that is locked still runs");
	note(b, "%u cuts", guesser.cuts);
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
