/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_TRIAGE_H
#define CAMPAIGN_TRIAGE_H

/*
 * From the inputs that engines left behind to findings: one for each thing that went wrong on
 * a surface, with its smallest input, how often that shows it again, and the command to see it.
 *
 * Call order: triage_add_folder() for every folder of artifacts, then triage_finish() once.
 */

#include "harnesses/campaign/failure.h"
#include "harnesses/campaign/places.h"

enum { TRIAGE_FINDINGS_MAX = 256, TRIAGE_INPUTS_MAX = 64, TRIAGE_TIMES = 3, TRIAGE_ENGINES_LEN = 32, TRIAGE_COMMAND_LEN = 2 * PLACES_PATH_LEN + 8 };

struct triage_finding {
	char surface[PLAN_NAME_LEN];
	struct failure failure;
	unsigned int inputs;                 /* that show it */
	bool by_engine[PLAN_ENGINES], by_stored;
	char file[PLACES_PATH_LEN];          /* the smallest of them, in the end below <out>/findings/ */
	uint64_t size;
	unsigned int reproduced;             /* of TRIAGE_TIMES */
	bool minimised;
	char command[TRIAGE_COMMAND_LEN];
};

struct triage {
	const struct places *places;
	char log[PLACES_PATH_LEN];
	struct triage_finding *findings; /* owned, TRIAGE_FINDINGS_MAX */
	size_t count;
	unsigned int unexamined; /* inputs beyond the limits: they lie where the engine put them */
	unsigned int slow;       /* hangs and timeouts that did not happen again: a busy machine */
	const volatile int *signals; /* how many came: from the second on nothing is made small */
	struct complaint problem;    /* "": none */
};

struct triage_source {
	const char *surface;
	const char *folder;
	int engine; /* enum plan_engine, or -1: a stored input */
};

/* RESULT_IO if there is no memory. */
enum result triage_init(struct triage *triage, const struct places *places) MUST_CHECK;
void triage_release(struct triage *triage);

/* Runs every input in the folder (a missing one is empty) and joins it to a finding. */
void triage_add_folder(struct triage *triage, const struct triage_source *source);

/* Makes each finding small, reproduces it and stores it. */
void triage_finish(struct triage *triage);

#endif
