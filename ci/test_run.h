/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TEST_RUN_H
#define CI_TEST_RUN_H

/*
 * Runs test programs side by side and tells how many tests passed.
 *
 * A program fails if one of its tests does, and also if it tells no count, runs no
 * test, crashes, exits with another status than 0 or is still there after the time
 * limit; then what it wrote is shown, and why it failed once more when all are through. Lines
 * that start with "vectors:" are always shown.
 */

#include <stdio.h>

#include "reference-impl/base/bytes.h"

struct test_plan {
	const char *const *programs;
	size_t count;
	unsigned jobs;     /* programs at the same time, 1 to TEST_RUN_MAX_JOBS */
	unsigned limit_s;  /* seconds each may take */
	const char *under; /* words put before each program ("valgrind -q"), or NULL */
	bool live;         /* keep a line with what runs now at the end of the output */
	FILE *out;
};

enum { TEST_RUN_MAX_JOBS = 64 };

struct test_totals {
	unsigned long passed, failed; /* tests; a program that fails without a failing test counts as one */
	bool interrupted;             /* by SIGINT or SIGTERM */
	size_t not_run;               /* programs that were not started because of that */
};

/*
 * Runs all of the plan; when it returns, the calling process has no children any more,
 * also none that it had before. RESULT_IO if the signals can't be taken over or a program can't
 * be started; RESULT_TOO_LARGE if `under` has too many words.
 */
enum result test_run(const struct test_plan *plan, struct test_totals *ret_totals) MUST_CHECK;

#endif
