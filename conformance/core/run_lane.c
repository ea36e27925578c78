/* SPDX-License-Identifier: Apache-2.0 */
/* One check after the other; one that a kill cut off is begun again. */

#include "conformance/core/run_lane.h"

#include <stdio.h>
#include <string.h>

static void set_up_units(struct lane_walk *walk)
{
	int second = run_plan_second_unit(walk->plan, walk->facts, walk->lane);

	bench_init(&walk->units[0], walk->facts, walk->seed, run_plan_unit(walk->lane));
	if (second < 0)
		return;
	bench_init(&walk->units[1], walk->facts, walk->seed, (unsigned int)second);
	walk->units[0].other = &walk->units[1];
	walk->units[1].other = &walk->units[0];
}

static void go_on_after_kill(struct lane_walk *walk)
{
	if (walk->on_resumed != NULL)
		walk->witness = walk->on_resumed(walk->context);
	bench_forget_state(&walk->units[0]);
	bench_forget_state(&walk->units[1]);
}

static void run_check(struct lane_walk *walk, struct verdict_row *row)
{
	struct bench *b = &walk->units[0];
	struct bench_case now;
	struct bench_outcome outcome;

	for (unsigned int attempt = 0;; attempt++) {
		b->witness = walk->witness;
		bench_begin_check(b, &now, row->entry, attempt);
		if (!decided(b))
			row->entry->check->run(b);
		outcome = bench_end_check(b);
		row->verdict = outcome.verdict;
		row->evidence = outcome.evidence;
		row->repeats = attempt;
		row->first = walk->witness->first;
		row->last = walk->witness->last;
		(void)snprintf(row->says, sizeof(row->says), "%s", outcome.says);
		memcpy(row->notes, now.notes, sizeof(row->notes));
		row->note_count = now.note_count;
		bench_case_release(&now);
		if (walk->witness->ended != WITNESS_RESUMED)
			return;
		go_on_after_kill(walk);
	}
}

static void not_run(struct verdict_row *row, const char *why)
{
	const struct check *check = row->entry->check;

	row->verdict = VERDICT_NOT_RUN;
	row->evidence = check->declared ? EVIDENCE_DECLARED : check->examined ? EVIDENCE_EXAMINED : EVIDENCE_MEASURED;
	(void)snprintf(row->says, sizeof(row->says), "%s", why);
}

void lane_walk(struct lane_walk *walk)
{
	set_up_units(walk);
	for (size_t i = 0; i < walk->plan->count; i++) {
		const struct planned_check *planned = &walk->plan->checks[i];
		struct verdict_row *row = &walk->rows[i];

		if (planned->lane != walk->lane)
			continue;
		*row = (struct verdict_row){ .entry = planned->entry };
		if (!planned->selected)
			not_run(row, "deselected");
		else if (walk->witness->ended == WITNESS_STOPPED || walk->witness->ended == WITNESS_INVALID)
			not_run(row, walk->witness->why);
		else
			run_check(walk, row);
		if (walk->on_row != NULL)
			walk->on_row(walk->context, i, row);
	}
	walk->ended = walk->witness->ended;
	memcpy(walk->why, walk->witness->why, sizeof(walk->why));
}
