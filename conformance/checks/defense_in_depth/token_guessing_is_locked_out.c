/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guessing must stop being possible long before it succeeds, and no restart must start it anew.
 *
 * Control:  a good token opens each unit before the guessing.
 * Proof:    after at most 64 wrong ones a good token is refused, and still is after one more restart. In one unit all were
 *           signed by somebody else, with few restarts between, and a reset with power on does not open it either; in the
 *           other all answered a challenge that was over, and power went as soon as each was answered.
 * Blind to: how long the lock holds, and resets that nothing on the bench brings about.
 * Defects:  token_tries_are_not_counted, token_lock_ends_with_a_restart, stale_tokens_are_no_tries,
 *           token_tries_are_counted_later, token_lock_ends_with_a_warm_reset.
 */
#include "conformance/check_token.h"

/* A device that is locked early says so early, and most restarts are saved. */
enum { GUESSES = 64, FEW_GUESSES = 12, RARELY = 16 };

static bool locks(struct bench *b, struct bytes wrong, unsigned int guesses, unsigned int restart_every)
{
	for (unsigned int guess = 1; guess <= guesses && !decided(b); guess++) {
		given_that(b, unlock_challenge(b).reply.given, "the unit gives a challenge");
		must_be_so(b, decided(b) || unlock(b, wrong, NULL).reply.refused, "a wrong token opens nothing");
		if (guess % restart_every == 0)
			power(b, POWER_CYCLE);
	}
	return !takes_good_token(b);
}

/* One token is wrong for every challenge but its own, and somebody else's is wrong for that too. */
static void guess(struct bench *b, enum image_key key, unsigned int restart_every)
{
	struct image runs = running(b);
	struct bytes wrong;

	given_that(b, takes_good_token(b), "a good token opens the unit");
	wrong = given_token(b, TOKEN_SERVICE, key);
	must_be_so(b, locks(b, wrong, FEW_GUESSES, restart_every) || locks(b, wrong, GUESSES, restart_every),
		   "after many wrong tokens a good one is refused too: guessing is locked out");
	must_still_run(b, runs, "a unit that is locked still runs");
	must_be_so(b, !takes_good_token(b), "a restart does not give the tries back");
}

/* An image on trial that crashes is left by a reset; where only a power cycle helps there is no such reset. */
static bool resets_with_power_on(struct bench *b)
{
	struct image runs = running(b), crashes = kit_image(b, .security_version = newest(b), .script = SCRIPT_CRASH);
	struct seen seen;

	given_that(b, offer(b, crashes, PATH_NORMAL).given, "the device takes another image");
	seen = boot(b);
	return seen.kind == SEEN_IMAGE && seen.image.handle == runs.handle && seen.before.handle == crashes.handle;
}

static void reset_with_power_on(struct bench *b)
{
	if (resets_with_power_on(b))
		must_be_so(b, !takes_good_token(b), "a reset with power on does not give the tries back");
	else
		note(b, "no reset with power on was seen");
}

static void run(struct bench *b)
{
	given_runs(b, kit_image(b, .security_version = newest(b)), "an image of the suite runs");
	guess(b, KEY_ATTACKER, RARELY);
	if (!decided(b))
		reset_with_power_on(b);
	if (!decided(b))
		guess(other(b), KEY_TRUSTED, 1);
}

static const char *const NEEDS[] = { "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(token_guessing_is_locked_out) = {
	.requirement = "defense_in_depth/token_guessing_is_locked_out",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.units = 2,
	.run = run,
};
