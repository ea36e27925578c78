/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever could open a unit while it was being made must not have it open when it is sold.
 *
 * Control:  in each state before the one in which units are sold the maker's token for that state opens the unit, and the debug
 *           port attaches then; in the last state a token of that state does so too.
 * Proof:    in each of them the port refuses without a token; the next step of the unit's life closes what was open; a token
 *           over a challenge of the state before opens nothing; evidence goes on saying that the unit was opened until its
 *           power was off, and then no more.
 * Blind to: other pins than those the rig is connected to.
 * Defects:  debug_port_trusts_the_factory, session_outlives_its_state, step_forgets_that_somebody_debugged.
 */
#include "conformance/check_appraisal.h"
#include "conformance/check_debug.h"
#include "conformance/check_device.h"
#include "conformance/check_token.h"

enum { CHALLENGE_LEN = 32 };

/* Attached to alone: the unit has a step to take, and where its maker's firmware can be read is not known. */
static void given_opens(struct bench *b)
{
	given_that(b, unlock(b, given_token(b, TOKEN_DEBUG, KEY_TRUSTED), NULL).reply.given, "a token for the unit's state opens it");
	given_that(b, debug_attach(b).reply.given, "with the maker's token the debug port attaches");
}

static bool says_secured(struct bench *b, const char *use)
{
	struct attester attester;

	return !decided(b) && attester_find(b, &attester) &&
	       must_attest(b, &attester, challenge(b, use, CHALLENGE_LEN)).token.claims.lifecycle >> 8 == EAT_LIFECYCLE_SECURED;
}

static void look_behind(struct bench *b, const char *state, const char *next, bool is_last)
{
	struct bytes kept;

	given_unit_in(b, state);
	must_be_closed_to_probes(b, "the debug port is closed in earlier states too, without a token");
	given_opens(b);
	kept = given_token(b, TOKEN_DEBUG, KEY_TRUSTED);
	given_that(b, lifecycle_advance(b, next).reply.given, "a unit takes the next step of its life");
	must_be_closed_to_probes(b, "the debug port closes with the state that it was opened in");
	must_be_so(b, unlock(b, kept, NULL).reply.refused, "a token of the state before opens nothing");
	must_be_closed_to_probes(b, "the debug port is closed behind a refused token");
	must_be_so(b, decided(b) || !says_secured(b, state), "evidence says that the unit was opened, beyond the step");
	given_that(b, boot(b).kind == SEEN_FIRMWARE, "the unit starts after a power cycle");
	must_be_closed_to_probes(b, "the debug port is closed after a power cycle");
	must_be_so(b, decided(b) || says_secured(b, next) == is_last, "evidence of a unit as it is sold says that it is secured");
	given_opens(b);
}

static void run(struct bench *b)
{
	const char *first = device_setting(b, "first_lifecycle"), *earlier = device_setting(b, "earlier_lifecycle");
	struct state_answer last = lifecycle_state(b);

	given_that(b, first && earlier && last.reply.given, "target.json names two states before the one in which units are sold");
	if (decided(b))
		return;
	look_behind(b, first, earlier, false);
	look_behind(b, earlier, last.state, true);
}

static const char *const NEEDS[] = { "rig.debug", "rig.fresh", "device.attest", "device.challenge",
				     "device.lifecycle", "device.unlock", "kit.token", NULL };

CHECK(debugging_ends_with_the_state) = {
	.requirement = "defense_in_depth/debug_port_is_closed",
	.needs = NEEDS,
	.spends = SPENDS_LIFECYCLE | SPENDS_UNIT,
	.run = run,
};
