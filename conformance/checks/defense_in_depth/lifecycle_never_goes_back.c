/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit that can be talked back into the state in which it was made is open to whoever asks.
 *
 * Control:  the unit says its state, and evidence says that a unit in it is secured.
 * Proof:    no step to a state before, to its own or to one that there is not is taken, also with power cut at its first
 *           storage operation; the state and evidence stay what they were, after power cycles too.
 * Blind to: the steps up to the state in which units are sold, and fuses that somebody else burns.
 * Defects:  lifecycle_is_what_was_asked_for, lifecycle_steps_back_by_one.
 */
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_cut.h"
#include "conformance/check_device.h"

enum { CHALLENGE_LEN = 32 };

static void must_be_secured(struct bench *b, const char *state, const char *use)
{
	struct state_answer now = lifecycle_state(b);
	struct attester attester;

	must_be_so(b, now.reply.given && strcmp(now.state, state) == 0, "the unit's state does not change");
	if (decided(b) || !attester_find(b, &attester))
		return;
	must_be_so(b, must_attest(b, &attester, challenge(b, use, CHALLENGE_LEN)).token.claims.lifecycle >> 8 == EAT_LIFECYCLE_SECURED,
		   "evidence of a unit as it is sold says that it is secured");
}

static void try_step(struct bench *b, const char *to, const char *state)
{
	struct cut_seen cut;

	must_be_so(b, !lifecycle_advance(b, to).reply.given, "no step back is taken");
	must_be_secured(b, state, to);
	cut_power_at(b, 1, TEAR_NONE);
	(void)lifecycle_advance(b, to);
	cut = cut_seen(b);
	if (cut.fired)
		note(b, "a step to %s that is refused writes to storage", to);
	must_still_run(b, running(b), "the unit still runs");
	must_be_secured(b, state, "after a cut");
}

static void run(struct bench *b)
{
	struct state_answer first = lifecycle_state(b);
	const char *const states[] = { device_setting(b, "first_lifecycle"), device_setting(b, "earlier_lifecycle"), first.state };

	given_that(b, first.reply.given && first.state[0] != '\0', "the unit says its state");
	given_that(b, states[0] && states[1], "target.json names two states before the one in which units are sold");
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]) && !decided(b); i++)
		try_step(b, states[i], first.state);
}

static const char *const NEEDS[] = { "rig.cut", "device.attest", "device.lifecycle", NULL };

CHECK(lifecycle_never_goes_back) = {
	.requirement = "defense_in_depth/state_is_told_truly",
	.needs = NEEDS,
	.spends = SPENDS_LIFECYCLE,
	.run = run,
};
