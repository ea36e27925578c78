/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JUDGE_VERDICTS_H
#define CORE_JUDGE_VERDICTS_H

/*
 * The judge's result as JSON, and what it must say about the units beside the verdicts:
 *
 *   {"checks": [{"evidence", "name", "notes": [texts], "records": [first, last], "repeats", "requirement", "says",
 *    "verdict"} sorted by name], "complete", "practice", "roots": [hex], "schema": 1, "seed", "spent": [sentences],
 *    "suite", "target": {"firmware": [hex], "name", "profile"}, "transcript": sha256}
 */

#include "conformance/core/run_head.h"
#include "conformance/core/run_lane.h"

struct judge_units {
	json_t *firmware; /* digests of lane 0's unit */
	json_t *roots;    /* SHA-256 of those that vouched for some unit's endorsement key */
	json_t *spent;    /* sentences */
};

void judge_units_add(struct judge_units *units, const struct lane_walk *walk);
void judge_units_release(struct judge_units *units);

struct judge_writing {
	const struct run_head *head;
	const struct run_plan *plan;
	const struct verdict_row *rows;
	const struct judge_units *units;
	const json_t *end;
	struct bytes transcript;
};

/* A new object; NULL if memory is out. */
json_t *judge_verdicts(const struct judge_writing *writing);

#endif
