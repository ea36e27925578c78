/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_STOPWATCH_H
#define TOOLS_STOPWATCH_H

/*
 * Compares how long two jobs take, fairly on a machine that others use too.
 *
 * The jobs take turns within one run, so that whatever slows the machine slows both, and
 * medians are told, so that a round that was interrupted does not count.
 */

#include <stddef.h>

#include "reference-impl/base/result.h"

enum { STOPWATCH_MAX_ROUNDS = 1001 };

struct stopwatch_job {
	enum result (*run)(void *context);
	void *context;
};

struct stopwatch_times {
	double first_us, second_us; /* medians of one run, in microseconds */
	double ratio;               /* of first to second, median over the rounds */
};

/*
 * Runs both jobs `rounds` times after one turn to warm up. RESULT_MALFORMED unless rounds is
 * odd and at most STOPWATCH_MAX_ROUNDS; the result of a job that fails, at once.
 */
enum result stopwatch_compare(struct stopwatch_job first, struct stopwatch_job second, size_t rounds,
			      struct stopwatch_times *ret_times) MUST_CHECK;

#endif
