/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TEST_OUTPUT_H
#define CI_TEST_OUTPUT_H

/*
 * What a test program says about itself, read from its output.
 *
 * Two ways of saying it are understood: the closing line of the Check library
 * ("100%: Checks: 3, Failures: 0, Errors: 0", more than one are added up) and TAP
 * ("ok", "not ok" and a plan "1..N"), but not both at once. Silence is not success: who tells no count,
 * runs no test, breaks its plan or skips a test has failed.
 */

#include "reference-impl/base/bytes.h"

struct test_output {
	unsigned long passed;
	unsigned long failed;
	const char *complaint; /* why the output is no clean report, as a sentence; NULL if it is */
};

/* Reads all that a program wrote. A complaint is not counted in `failed`. */
struct test_output test_output_read(struct bytes text);

#endif
