/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RUN_PLAN_H
#define CORE_RUN_PLAN_H

/*
 * Which checks a run makes, in which order, in which lane: the same for run and judge.
 *
 * The checks of a profile are those whose requirement it contains. The seed draws their order,
 * within four groups: what needs the maker's firmware comes before the suite's images replace it,
 * pairs of units come later, and what uses a unit up comes last. A lane is one unit, or a pair.
 */

#include <jansson.h>

#include "conformance/core/bench_facts.h"
#include "conformance/core/seed.h"
#include "conformance/suite.h"

/* The checks to choose from; the suite's own are suite_checks(). */
struct check_set {
	const struct check_entry *at;
	size_t count;
};

struct check_set suite_checks(void);

struct planned_check {
	const struct check_entry *entry;
	unsigned int lane;
	bool selected;
};

struct run_plan {
	struct planned_check *checks; /* in their order */
	size_t count;
	unsigned int lanes;
};

struct run_plan_order {
	struct check_set set;
	const struct bench_facts *facts;
	const struct seed *seed;
	const json_t *selected; /* array of names; NULL or null: all */
	unsigned int jobs;      /* lanes that are wanted; at least 1 */
};

/* RESULT_NOT_FOUND for a selected name that the profile has no check for. Release. */
enum result run_plan_make(const struct run_plan_order *order, struct run_plan *ret_plan, struct complaint *ret_why) MUST_CHECK;
void run_plan_release(struct run_plan *plan);

/* The names in their order, as a new array. */
json_t *run_plan_names(const struct run_plan *plan);

/* The units of a lane: its own, and the second one of a pair or -1. */
unsigned int run_plan_unit(unsigned int lane);
int run_plan_second_unit(const struct run_plan *plan, const struct bench_facts *facts, unsigned int lane);

#endif
