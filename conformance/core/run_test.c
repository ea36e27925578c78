/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that do not go straight through: killed, interrupted, out of time, in pairs, in lanes. */

#include "conformance/core/run.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/judge_fixture.h"

/* The first run dies after some questions; the second goes on where it was, and the judge agrees. */
START_TEST(a_killed_run_is_continued)
{
	struct fake fake;
	struct run_order order;
	struct run_result result;
	struct complaint why = { "" };
	json_t *verdicts;
	pid_t child;
	int status;

	fake_init(&fake, FAKE_GOOD);
	fake.die_after = (uint64_t)_i;
	child = fork();
	if (child == 0)
		run_fake(&fake, NULL);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(WEXITSTATUS(status), 9);
	fake.die_after = 0;
	order = fake_order(&fake, NULL);
	ck_assert_msg(run_again(&order, &result, &why) == RESULT_OK, "%s", why.text);
	ck_assert(result.complete);
	json_decref(result.practice_because);
	verdicts = judge_file();
	expect(verdicts, "good", "pass", "");
	expect(verdicts, "older", "pass", "");
	expect(verdicts, "cuts", "pass", "");
	json_decref(verdicts);
	json_decref(order.facts);
}
END_TEST

/* Its head is written: neither target nor walls may be others in its second half. */
START_TEST(a_killed_run_is_not_continued_otherwise)
{
	static const char other[] = "1111111111111111111111111111111111111111111111111111111111111111";
	struct fake fake;
	struct run_order order;
	struct run_result result;
	struct complaint why = { "" };
	json_t *because = json_pack("[s]", "a wall is missing");
	const char *began_with;
	pid_t child;

	fake_init(&fake, FAKE_GOOD);
	fake.die_after = 30;
	child = fork();
	if (child == 0)
		run_fake(&fake, NULL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	fake.die_after = 0;
	order = fake_order(&fake, NULL);
	began_with = order.target_sha256;
	order.target_sha256 = other;
	ck_assert_int_eq(run_again(&order, &result, &why), RESULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(why.text, "target.json"));
	order.target_sha256 = began_with;
	order.practice_because = because;
	ck_assert_int_eq(run_again(&order, &result, &why), RESULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(why.text, "a wall is missing"));
	json_decref(because);
	json_decref(order.facts);
}
END_TEST

static volatile sig_atomic_t interrupted;

static void interrupt_after_two(void *context, const struct verdict_row *row, size_t done, size_t count)
{
	(void)context;
	(void)row;
	(void)count;
	interrupted = done >= 2;
}

START_TEST(an_interrupted_run_says_so)
{
	struct fake fake;
	struct run_order order;
	struct run_result result;
	struct complaint why = { "" };
	json_t *verdicts;

	fake_init(&fake, FAKE_GOOD);
	order = fake_order(&fake, NULL);
	order.interrupted = &interrupted;
	order.on_row = interrupt_after_two;
	ck_assert_int_eq(run_device(&order, &result, &why), RESULT_OK);
	ck_assert(!result.complete);
	json_decref(result.practice_because);
	verdicts = judge_file();
	ck_assert(json_is_false(json_object_get(verdicts, "complete")));
	json_decref(verdicts);
	json_decref(order.facts);
}
END_TEST

/* Runs by this order, which is released; the verdicts are the judge's. */
static json_t *judged_by(struct run_order *order, bool complete)
{
	struct run_result result;
	struct complaint why = { "" };

	ck_assert_msg(run_device(order, &result, &why) == RESULT_OK, "%s", why.text);
	ck_assert_int_eq(result.complete, complete);
	json_decref(result.practice_because);
	json_decref(order->facts);
	return judge_file();
}

START_TEST(a_check_that_takes_too_long_is_not_run)
{
	struct fake fake;
	struct run_order order;
	json_t *verdicts;

	fake_init(&fake, FAKE_SLOW);
	order = fake_order(&fake, NULL);
	order.check_limit_ms = 20;
	verdicts = judged_by(&order, true);
	expect(verdicts, "cuts", "not-run", "out of time");
	expect(verdicts, "altered", "not-run", "out of time");
	json_decref(verdicts);
}
END_TEST

START_TEST(a_run_that_takes_too_long_is_stopped)
{
	struct fake fake;
	struct run_order order;
	json_t *verdicts;

	fake_init(&fake, FAKE_SLOW);
	order = fake_order(&fake, NULL);
	order.run_limit_ms = 20;
	verdicts = judged_by(&order, false);
	expect(verdicts, "pair", "not-run", "");
	expect(verdicts, "cuts", "not-run", "the run was out of time");
	json_decref(verdicts);
}
END_TEST

/* Two units: a pair is a lane, and two jobs make one lane and the pair's second unit. */
START_TEST(a_pair_of_units_runs_what_needs_two)
{
	struct fake fakes[2];
	struct run_order order;
	json_t *verdicts;

	fake_init(&fakes[0], FAKE_GOOD);
	fakes[1] = fakes[0];
	order = fake_order(fakes, NULL);
	(void)json_object_set_new(order.facts, "units", json_integer(2));
	order.devices = fake_devices_apart(fakes);
	order.jobs = 2;
	verdicts = judged_by(&order, true);
	expect(verdicts, "pair", "pass", "");
	expect(verdicts, "good", "pass", "");
	json_decref(verdicts);
}
END_TEST

START_TEST(lanes_run_side_by_side)
{
	struct fake fakes[3];
	struct run_order order;
	json_t *verdicts;

	fake_init(&fakes[0], FAKE_GOOD);
	fakes[1] = fakes[2] = fakes[0];
	order = fake_order(fakes, NULL);
	(void)json_object_set_new(order.facts, "units", json_integer(3));
	order.jobs = 2;
	order.devices = fake_devices_apart(fakes);
	verdicts = judged_by(&order, true);
	expect(verdicts, "good", "pass", "");
	expect(verdicts, "older", "pass", "");
	expect(verdicts, "cuts", "pass", "");
	json_decref(verdicts);
}
END_TEST

/* Somebody makes room when the run has failed already. */
static void lift_limit(void *context, const struct verdict_row *row, size_t done, size_t count)
{
	(void)done;
	(void)count;
	if (strstr(row->says, "cannot be written") != NULL)
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, context), 0);
}

/* A full disk, played by the limit on a file's size: what was recorded is judged, the rest was not run. */
START_TEST(a_full_disk_makes_the_run_incomplete)
{
	struct rlimit was;
	struct fake fake;
	struct run_order order;
	json_t *verdicts;

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &was), 0);
	fake_init(&fake, FAKE_GOOD);
	order = fake_order(&fake, NULL);
	order.context = &was;
	order.on_row = lift_limit;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 100000, was.rlim_max }), 0);
	verdicts = judged_by(&order, false);
	expect(verdicts, "pair", "not-run", "");
	json_decref(verdicts);
}
END_TEST

START_TEST(a_name_that_is_no_check_is_refused)
{
	json_t *selected = json_pack("[s]", "no_such_check");
	struct fake fake;
	struct run_order order;
	struct run_result result;
	struct complaint why = { "" };

	fake_init(&fake, FAKE_GOOD);
	order = fake_order(&fake, selected);
	ck_assert_int_eq(run_device(&order, &result, &why), RESULT_NOT_FOUND);
	ck_assert_ptr_nonnull(strstr(why.text, "no_such_check"));
	json_decref(order.facts);
	json_decref(selected);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("run");
	TCase *tests = tcase_create("run");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, in_a_folder_of_its_own, leave_the_folder);
	tcase_add_loop_test(tests, a_killed_run_is_continued, 1, 60);
	tcase_add_test(tests, a_killed_run_is_not_continued_otherwise);
	tcase_add_test(tests, an_interrupted_run_says_so);
	tcase_add_test(tests, a_check_that_takes_too_long_is_not_run);
	tcase_add_test(tests, a_run_that_takes_too_long_is_stopped);
	tcase_add_test(tests, a_pair_of_units_runs_what_needs_two);
	tcase_add_test(tests, lanes_run_side_by_side);
	tcase_add_test(tests, a_full_disk_makes_the_run_incomplete);
	tcase_add_test(tests, a_name_that_is_no_check_is_refused);
	tcase_set_timeout(tests, 300);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
