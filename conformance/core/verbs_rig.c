/* SPDX-License-Identifier: Apache-2.0 */
/* The rig's words for power cuts. */

#include "conformance/core/bench_ask.h"
#include "conformance/core/cuts.h"

static void arm(struct bench *b, const struct rig_cut_takes *takes)
{
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return;
	(void)call_rig_cut(&b->witness->link, b->number, BENCH_ASK_MS, takes, &answer);
	b->cut_armed = bench_settle(b, "rig.cut", &answer) == RESULT_OK;
	answer_release(&answer);
}

static enum rig_cut_tear tear_of(enum tear tear)
{
	return (enum rig_cut_tear)((int)tear + RIG_CUT_TEAR_NONE);
}

void arm_cut(struct bench *b, uint64_t n, enum tear tear)
{
	struct rig_cut_takes takes = { .has_after_operations = true, .after_operations = n, .tear = tear_of(tear) };

	arm(b, &takes);
}

void arm_cut_in_time(struct bench *b, uint64_t ms, enum tear tear)
{
	struct rig_cut_takes takes = { .has_after_ms = true, .after_ms = ms, .tear = tear_of(tear) };

	arm(b, &takes);
}

struct cut_status cut_status(struct bench *b)
{
	struct rig_cut_status_gives gives = { 0 };
	struct answer answer = { 0 };
	struct cut_status status = { 0 };

	if (bench_is_silent(b))
		return status;
	(void)call_rig_cut_status(&b->witness->link, b->number, BENCH_ASK_MS, &gives, &answer);
	if (bench_settle(b, "rig.cut_status", &answer) == RESULT_OK)
		status = (struct cut_status){ gives.operations, gives.fired };
	answer_release(&answer);
	return status;
}

/* A cut that is never reached: arming it counts from zero and takes an earlier one back. */
void disarm_cut(struct bench *b)
{
	arm_cut(b, CUTS_NEVER, TEAR_NONE);
	b->cut_armed = false;
}

void cut_power_at(struct bench *b, uint64_t n, enum tear tear)
{
	arm_cut(b, n, tear);
}

struct cut_seen cut_seen(struct bench *b)
{
	struct cut_status status = cut_status(b);

	if (status.fired)
		b->cut_armed = false;
	else
		disarm_cut(b);
	return (struct cut_seen){ status.operations, status.fired };
}
