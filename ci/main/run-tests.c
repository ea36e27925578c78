/* SPDX-License-Identifier: Apache-2.0 */
/* Runs test programs; the last line of its output is "N passed, N failed". */
#include <stdlib.h>

#include "ci/test_options.h"

int main(int argc, char **argv)
{
	struct test_plan plan;
	struct test_totals totals;
	enum test_options answer = test_options_read(argc, argv, &plan);
	enum result result;

	if (answer == TEST_OPTIONS_HELP)
		test_options_print_help(stdout);
	if (answer != TEST_OPTIONS_RUN)
		return answer == TEST_OPTIONS_HELP ? 0 : 64;
	/* Check's own limit of four seconds is for idle machines; the one of run-tests is for hangs. */
	setenv("CK_DEFAULT_TIMEOUT", "120", 0);
	result = test_run(&plan, &totals);
	if (result != RESULT_OK) {
		fprintf(stderr, "run-tests: tests can't be run: %s\n", result_sentence(result));
		return 2;
	}
	if (totals.interrupted)
		printf("interrupted: %zu programs were not run\n", totals.not_run);
	printf("%lu passed, %lu failed\n", totals.passed, totals.failed + totals.not_run);
	return totals.failed || totals.interrupted ? 1 : 0;
}
