/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RUN_LANE_H
#define CORE_RUN_LANE_H

/*
 * Walks the checks of one lane over a witness: the one loop that run and judge share, so that
 * nothing but the witness can make a difference.
 */

#include "conformance/core/bench.h"
#include "conformance/core/run_plan.h"

/* How one check of the plan came out. */
struct verdict_row {
	const struct check_entry *entry;
	enum verdict verdict;
	enum evidence evidence;
	char says[BENCH_SAYS_LEN];
	char notes[BENCH_NOTES_MAX][BENCH_NOTE_LEN]; /* beside the verdict, since they may differ from run to run */
	unsigned int note_count;
	uint64_t first, last; /* numbers of its records; 0, 0: it has none */
	unsigned int repeats; /* times that it was cut off by a kill and run again */
};

struct lane_walk {
	const struct run_plan *plan;
	const struct bench_facts *facts;
	const struct seed *seed;
	unsigned int lane;
	struct witness *witness;
	struct verdict_row *rows; /* one for each check of the plan; those of the lane are written */
	void *context;            /* of the two below, which may be NULL */
	void (*on_row)(void *context, size_t index, const struct verdict_row *row);
	/* The killed run's records end here: gives the witness to go on with. */
	struct witness *(*on_resumed)(void *context);
	struct bench units[2]; /* the lane's, afterwards: what they learned */
	enum witness_end ended;
	char why[WITNESS_WHY_LEN];
};

void lane_walk(struct lane_walk *walk);

#endif
