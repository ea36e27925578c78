/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RUN_H
#define CORE_RUN_H

/*
 * The runner: asks a device all that the checks of its profile ask, and writes the transcript.
 *
 * What it reports while it goes is provisional; only the judge decides. A run that is interrupted
 * or out of time ends its transcript with complete = false; one that was killed leaves a transcript
 * without an end, which run_again() continues.
 */

#include <signal.h>

#include "conformance/core/run_lane.h"

/* Where a lane gets its device from. Opened and closed once for each lane. */
struct run_devices {
	void *context;
	enum result (*open)(void *context, unsigned int lane, struct link *ret_link, struct complaint *ret_why);
	void (*close)(void *context, unsigned int lane);
	/* After all lanes are open: sentences that make the run practice, added to the array. */
	void (*practice)(void *context, json_t *because);
};

struct run_order {
	struct run_devices devices;
	struct check_set set;
	const char *suite, *version;       /* digest of the suite */
	json_t *facts;                     /* bench_facts_json() */
	const char *target_sha256;
	struct seed seed;
	const json_t *selected;            /* array of names, or NULL */
	const json_t *practice_because;    /* array of sentences known before, or NULL */
	const char *id, *started;
	const char *transcript;            /* path of the file to write */
	unsigned int jobs;
	uint64_t check_limit_ms, run_limit_ms;
	const volatile sig_atomic_t *interrupted;
	void *context;                     /* of the progress below, which may be NULL; called by one lane at a time */
	void (*on_row)(void *context, const struct verdict_row *row, size_t done, size_t count);
};

struct run_result {
	bool complete;
	size_t checks;
	json_t *practice_because; /* a new reference: all that the head states */
};

enum { RUN_CHECK_LIMIT_MS = 60 * 60 * 1000, RUN_LIMIT_MS = 24 * 60 * 60 * 1000 };

/* Runs from the start. RESULT_IO and others fill *ret_why; what was written stays. */
enum result run_device(const struct run_order *order, struct run_result *ret_result, struct complaint *ret_why) MUST_CHECK;

/*
 * Continues the killed run whose transcript is there: order's seed must be the committed one. A
 * transcript that has its end is left as it is.
 */
enum result run_again(const struct run_order *order, struct run_result *ret_result, struct complaint *ret_why) MUST_CHECK;

#endif
