/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_CAMPAIGN_H
#define CAMPAIGN_CAMPAIGN_H

/*
 * A campaign: every pair of surface and engine for its time, so many at once, and then what
 * they found. Silence proves nothing unless something was run: an engine that did not start,
 * a surface without seeds or a full disk is a problem, and never "nothing found".
 */

#include <time.h>

#include "harnesses/campaign/pair.h"
#include "harnesses/campaign/prepare.h"
#include "harnesses/campaign/triage.h"

enum { CAMPAIGN_PROBLEMS_MAX = 64, CAMPAIGN_NOTES_MAX = 64 };
enum campaign_exit { CAMPAIGN_CLEAN = 0, CAMPAIGN_FINDING = 1, CAMPAIGN_FAILED = 2, CAMPAIGN_USAGE = 64 };

struct campaign {
	const struct campaign_options *options;
	struct places places;
	uint64_t seed;
	unsigned int jobs;
	time_t began;
	char *found_surfaces[PLAN_SURFACES_MAX]; /* owned names */
	const char *surfaces[PLAN_SURFACES_MAX];
	struct prepared *prepared; /* owned, one for each surface */
	size_t surface_count;
	struct pair *pairs; /* owned */
	size_t pair_count;
	struct triage triage;
	bool interrupted;
	struct complaint problems[CAMPAIGN_PROBLEMS_MAX];
	size_t problem_count;
};

/* All of it, from the command line to the exit code. */
int campaign_program(int argc, char **argv);

/* Adds a sentence to the problems; one that comes twice is kept once. */
void campaign_problem(struct campaign *campaign, const char *format, ...) __attribute__((format(printf, 2, 3)));

enum campaign_exit campaign_exit_of(const struct campaign *campaign);

#endif
