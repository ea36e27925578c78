/* SPDX-License-Identifier: Apache-2.0 */
/* Outputs as programs write them, and what must be understood. */
#include <check.h>
#include <stdlib.h>

#include "ci/test_output.h"

static const struct {
	const char *text;
	unsigned long passed, failed;
	bool clean;
} says[] = {
	{ "Running suite(s): a\n100%: Checks: 3, Failures: 0, Errors: 0\n", 3, 0, true },
	{ "66%: Checks: 3, Failures: 1, Errors: 0\na_test.c:9:F:a:b:0: no\n", 2, 1, true },
	{ "0%: Checks: 2, Failures: 1, Errors: 1\n", 0, 2, true },
	{ "100%: Checks: 3, Failures: 0, Errors: 0\n100%: Checks: 4, Failures: 0, Errors: 0\n", 7, 0, true },
	{ "100%: Checks: 0, Failures: 0, Errors: 0\n", 0, 0, false },
	{ "100%: Checks: 2, Failures: 5, Errors: 0\n", 0, 5, false },
	{ "100%: Checks: 3, Failures: 0, Errors: 0 or so\n", 0, 0, false },
	{ "1..2\nok 1 - it starts\nok 2\n", 2, 0, true },
	{ "ok\nnot ok - it stops\n# ok so far\n1..2", 1, 1, true },
	{ "ok 1\n", 1, 0, false },
	{ "1..3\nok 1\nok 2\n", 2, 0, false },
	{ "1..1\n1..1\nok 1\n", 1, 0, false },
	{ "1..0 # SKIP no kernel\n", 0, 0, false },
	{ "1..2\nok 1\nok 2 # SKIP no swtpm\n", 1, 1, false },
	{ "1..1\nok 1\nBail out! the disk is full\n", 1, 0, false },
	{ "okay\nnot okay\n", 0, 0, false },
	{ "99999999999999999999%: Checks: 1, Failures: 0, Errors: 0\n", 0, 0, false },
	{ "ok\n100%: Checks: 3, Failures: 0, Errors: 0\n", 3, 0, true },
	{ "1..1\nok\n100%: Checks: 3, Failures: 0, Errors: 0\n", 3, 0, false },
	{ "all is well\n", 0, 0, false },
	{ "", 0, 0, false },
};

START_TEST(understands_what_a_program_says)
{
	struct test_output out = test_output_read(bytes_of_text(says[_i].text));

	ck_assert_uint_eq(out.passed, says[_i].passed);
	ck_assert_uint_eq(out.failed, says[_i].failed);
	ck_assert_int_eq(out.complaint == NULL, says[_i].clean);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("test_output");
	TCase *tcase = tcase_create("reading");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, understands_what_a_program_says, 0, sizeof(says) / sizeof(says[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
