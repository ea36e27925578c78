/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RUN_HEAD_H
#define CORE_RUN_HEAD_H

/*
 * The head of a transcript: what a run states before it asks anything.
 *
 *   {"lanes", "order": [check names], "practice_because": [sentences], "protocol": 1,
 *    "run": {"id", "started"}, "schema": 1, "seed_sha256", "selected": [names] or null,
 *    "suite": {"digest", "version"}, "target": facts (bench_facts.h), "target_sha256"}
 */

#include "conformance/core/run_plan.h"

struct run_head {
	json_t *json; /* owned; the texts live in it */
	const char *suite, *version, *seed_sha256, *id, *started;
	const json_t *selected, *order, *practice_because;
	unsigned int lanes;
	struct bench_facts facts;
};

/* Strict; json is borrowed. RESULT_MALFORMED, RESULT_NOT_FOUND. Release. */
enum result run_head_read(json_t *json, struct run_head *ret_head, struct complaint *ret_why) MUST_CHECK;
void run_head_release(struct run_head *head);

/* Draws the plan of this head again and compares it. RESULT_REFUSED if the seed is not the committed one or the order differs. */
enum result run_head_plan(const struct run_head *head, const struct seed *seed, struct check_set set, struct run_plan *ret_plan,
			  struct complaint *ret_why) MUST_CHECK;

/*
 * May a killed run go on under this target.json and these reasons for being practice? RESULT_REFUSED
 * if the target is another, or a reason has come up that the head does not state.
 */
enum result run_head_still_holds(const struct run_head *head, const char *target_sha256, const json_t *practice_because,
				 struct complaint *ret_why) MUST_CHECK;

#endif
