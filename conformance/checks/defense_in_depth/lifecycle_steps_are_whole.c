/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step of a unit's life that can be torn, taken back or told wrong leaves a unit that looks finished and is open.
 *
 * Control:  the lab has units in both states before the one in which they are sold; each boots, says its state, and takes the
 *           next step when nothing disturbs it.
 * Proof:    with power cut at each storage operation of each step, whole and torn, the unit comes back in the state before or
 *           the one after, and the same one after another power cycle; it takes the step then, and no way back from it; its
 *           evidence says "secured" in the last state, and in none before.
 * Blind to: what a step asks for before it is taken.
 * Defects:  evidence_of_a_module_says_secured, last_step_is_kept_in_memory, torn_step_is_no_state.
 */
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_cut.h"
#include "conformance/check_device.h"

enum { CHALLENGE_LEN = 32, BEYOND = 100000, TEARS = TEAR_WORD + 1 };

/* The states of a unit's life in their order; the last is the one in which units are sold. */
struct life {
	const char *states[3];
};
enum { LAST = 2 };

static bool is_in(struct bench *b, const char *state)
{
	struct state_answer now = lifecycle_state(b);

	return now.reply.given && strcmp(now.state, state) == 0;
}

static void must_tell(struct bench *b, const struct life *life, size_t at)
{
	struct attester attester;
	bool secured;

	if (decided(b) || !attester_find(b, &attester))
		return;
	secured = must_attest(b, &attester, challenge(b, life->states[at], CHALLENGE_LEN)).token.claims.lifecycle >> 8 == EAT_LIFECYCLE_SECURED;
	must_be_so(b, secured == (at == LAST), "evidence says \"secured\" in the state in which units are sold, and in none before");
}

static void must_stay(struct bench *b, const struct life *life, size_t at)
{
	for (size_t before = 0; before < at; before++)
		must_be_so(b, !lifecycle_advance(b, life->states[before]).reply.given, "no step back is taken");
	must_be_so(b, boot(b).kind == SEEN_FIRMWARE && is_in(b, life->states[at]), "a state that was reached stays, over a power cycle");
	must_tell(b, life, at);
}

/* The step that nothing disturbs; gives the number of its storage operations. */
static uint64_t step(struct bench *b, const struct life *life, size_t to)
{
	uint64_t operations;

	cut_power_at(b, BEYOND, TEAR_NONE);
	given_that(b, lifecycle_advance(b, life->states[to]).reply.given, "a unit takes the next step of its life");
	operations = cut_seen(b).operations;
	must_stay(b, life, to);
	given_that(b, operations > 0 && operations < BEYOND, "a step that stays is a matter of storage");
	return operations;
}

static void cut_step(struct bench *b, const struct life *life, size_t to, uint64_t n, enum tear tear)
{
	const char *before = life->states[to - 1], *after = life->states[to];
	bool taken;

	given_unit_in(b, before);
	cut_power_at(b, n, tear);
	(void)lifecycle_advance(b, after);
	given_that(b, cut_seen(b).fired, "power was cut in the middle of a step");
	must_be_so(b, boot(b).kind == SEEN_FIRMWARE, "a unit whose step was cut still starts");
	taken = is_in(b, after);
	must_be_so(b, taken || is_in(b, before), "a step that was cut is taken, or it is not");
	must_be_so(b, boot(b).kind == SEEN_FIRMWARE && is_in(b, taken ? after : before), "a step that was cut does not change its mind");
	must_be_so(b, taken || lifecycle_advance(b, after).reply.given, "a step that was cut can be taken again");
	must_stay(b, life, to);
}

static void run(struct bench *b)
{
	struct life life = { { device_setting(b, "first_lifecycle"), device_setting(b, "earlier_lifecycle"), lifecycle_state(b).state } };
	uint64_t operations[LAST + 1] = { 0 }, cuts = 0;

	given_that(b, life.states[LAST][0] != '\0', "the unit says its state");
	given_that(b, life.states[0] && life.states[1], "target.json names two states before the one in which units are sold");
	if (decided(b))
		return;
	given_unit_in(b, life.states[0]);
	must_tell(b, &life, 0);
	for (size_t to = 1; to <= LAST; to++)
		operations[to] = step(b, &life, to);
	for (size_t to = 1; to <= LAST; to++)
		for (uint64_t n = 1; n <= operations[to]; n++)
			for (unsigned int tear = TEAR_NONE; tear < TEARS && !decided(b); tear++, cuts++)
				cut_step(b, &life, to, n, (enum tear)tear);
	note(b, "%llu cuts", (unsigned long long)cuts);
}

static const char *const NEEDS[] = { "rig.cut", "rig.fresh", "device.attest", "device.lifecycle", NULL };

CHECK(lifecycle_steps_are_whole) = {
	.requirement = "defense_in_depth/state_is_told_truly",
	.needs = NEEDS,
	.spends = SPENDS_LIFECYCLE | SPENDS_UNIT,
	.run = run,
};
