/* SPDX-License-Identifier: Apache-2.0 */
/* The stopwatch runs both jobs in turns and stops at the first that fails; how long is not asserted. */

#include <check.h>

#include "reference-impl/tools/stopwatch.h"

struct counted {
	int runs;
	int fails_at; /* 0: never */
};

static enum result count(void *context)
{
	struct counted *counted = context;

	return ++counted->runs == counted->fails_at ? RESULT_IO : RESULT_OK;
}

START_TEST(both_run_in_every_round_and_once_before)
{
	struct counted a = { 0 }, b = { 0 };
	struct stopwatch_times times;

	ck_assert_int_eq(stopwatch_compare((struct stopwatch_job){ count, &a }, (struct stopwatch_job){ count, &b }, 5, &times), RESULT_OK);
	ck_assert_int_eq(a.runs, 6);
	ck_assert_int_eq(b.runs, 6);
}
END_TEST

START_TEST(a_job_that_fails_ends_it)
{
	struct counted a = { 0 }, b = { .fails_at = 3 };
	struct stopwatch_times times = { 1, 2, 3 };

	ck_assert_int_eq(stopwatch_compare((struct stopwatch_job){ count, &a }, (struct stopwatch_job){ count, &b }, 5, &times), RESULT_IO);
	ck_assert_int_eq(a.runs, 3);
	ck_assert_int_eq((int)times.ratio, 3);
}
END_TEST

START_TEST(rounds_without_a_middle_are_refused)
{
	struct counted a = { 0 };
	struct stopwatch_job job = { count, &a };
	struct stopwatch_times times;

	ck_assert_int_eq(stopwatch_compare(job, job, 0, &times), RESULT_MALFORMED);
	ck_assert_int_eq(stopwatch_compare(job, job, 2, &times), RESULT_MALFORMED);
	ck_assert_int_eq(stopwatch_compare(job, job, STOPWATCH_MAX_ROUNDS + 2, &times), RESULT_MALFORMED);
	ck_assert_int_eq(a.runs, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stopwatch");
	TCase *tests = tcase_create("turns");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, both_run_in_every_round_and_once_before);
	tcase_add_test(tests, a_job_that_fails_ends_it);
	tcase_add_test(tests, rounds_without_a_middle_are_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
