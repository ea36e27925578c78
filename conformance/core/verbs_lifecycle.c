/* SPDX-License-Identifier: Apache-2.0 */
/* The states of a unit's life: which it is in, the step to the next, and units in an earlier one. */

#include "conformance/check_device.h"

#include <string.h>

#include "conformance/core/bench_ask.h"
#include "conformance/core/bench_fresh.h"

enum { LIFECYCLE_ASK_MS = 30000 };

static struct state_answer ask_lifecycle(struct bench *b, enum device_lifecycle_act act, const char *to)
{
	struct device_lifecycle_takes takes = { act, to };
	struct state_answer state = { .reply = { .reason = "" }, .state = "" };
	struct device_lifecycle_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return state;
	(void)call_device_lifecycle(&b->witness->link, b->number, LIFECYCLE_ASK_MS, &takes, &gives, &answer);
	state.reply = bench_reply(b, bench_settle(b, "device.lifecycle", &answer), &answer);
	if (state.reply.given)
		state.state = bench_keep_text(b, gives.state);
	answer_release(&answer);
	return state;
}

struct state_answer lifecycle_state(struct bench *b)
{
	return ask_lifecycle(b, DEVICE_LIFECYCLE_ACT_STATE, NULL);
}

struct state_answer lifecycle_advance(struct bench *b, const char *to)
{
	return ask_lifecycle(b, DEVICE_LIFECYCLE_ACT_ADVANCE, to);
}

void given_unit_in(struct bench *b, const char *lifecycle)
{
	struct state_answer now;

	given_that(b, bench_take_fresh(b, lifecycle) == RESULT_OK, "the lab has a unit in each earlier state");
	given_that(b, boot(b).kind == SEEN_FIRMWARE, "a unit in an earlier state runs its maker's firmware");
	now = lifecycle_state(b);
	given_that(b, now.reply.given && strcmp(now.state, lifecycle) == 0, "a unit in an earlier state says so");
}
