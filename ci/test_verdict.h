/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TEST_VERDICT_H
#define CI_TEST_VERDICT_H

/*
 * What became of one test program, from what it said and from how it ended, and the
 * lines that are printed about it.
 */

#include <stdio.h>

#include "ci/test_child.h"

enum { TEST_VERDICT_REASON_LEN = 96 };

struct test_verdict {
	unsigned long passed, failed;
	char reason[TEST_VERDICT_REASON_LEN]; /* why it failed beyond its tests; "" if it did not */
};

/* How the program came to its end, as the runner saw it. */
enum test_ending { TEST_ENDED_ITSELF, TEST_ENDED_BY_LIMIT, TEST_ENDED_BY_INTERRUPT };

/* Judges a finished child: `failed` is 0 exactly if all is well. */
struct test_verdict test_verdict_of(const struct test_child *child, enum test_ending ending);

/* One line with the verdict, the vector counts, and all of the output of one that failed. */
void test_verdict_print(const struct test_verdict *verdict, const struct test_child *child, double seconds,
			FILE *out);

#endif
