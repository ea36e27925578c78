/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TEST_REASONS_H
#define CI_TEST_REASONS_H

/*
 * Why programs failed, in few lines for the end of the output: a build server shows only that.
 *
 * Call order: test_reasons_open(); test_reasons_add() for each program that failed, as it ends;
 * test_reasons_print() when all are through; test_reasons_close().
 */

#include <stdio.h>

#include "ci/test_child.h"
#include "ci/test_verdict.h"

enum { TEST_REASONS_LINES = 24 };

struct test_reasons {
	FILE *kept; /* memory: what was said so far */
	char *text;
	size_t len;
	unsigned lines;
	unsigned left_out; /* programs for which there was no room */
};

/* RESULT_IO if there is no memory for it. */
enum result test_reasons_open(struct test_reasons *reasons) MUST_CHECK;

/*
 * Takes down the program's name and how it ended, and of its output the cases that failed (Check's
 * ":F:" and ":E:", TAP's "not ok" with the lines of "# " behind it), else the last lines that it wrote.
 */
void test_reasons_add(struct test_reasons *reasons, const struct test_verdict *verdict, const struct test_child *child);

/* Nothing if no program failed. */
void test_reasons_print(struct test_reasons *reasons, FILE *out);

void test_reasons_close(struct test_reasons *reasons);

#endif
