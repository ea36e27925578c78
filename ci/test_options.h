/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TEST_OPTIONS_H
#define CI_TEST_OPTIONS_H

/*
 * The command line of run-tests.
 */

#include "ci/test_run.h"

enum test_options { TEST_OPTIONS_RUN, TEST_OPTIONS_HELP, TEST_OPTIONS_WRONG };

/*
 * Fills the plan from the arguments, which must live as long as it does; `out` is
 * standard output. When wrong, one line on standard error says what and how to do it.
 */
enum test_options test_options_read(int argc, char **argv, struct test_plan *ret_plan);

void test_options_print_help(FILE *out);

#endif
