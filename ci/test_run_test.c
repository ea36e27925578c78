/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programs that pass, fail, crash, hang, leave processes behind or say nothing, written
 * as small scripts into a folder of their own, and what the runner makes of them.
 */
#include <check.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ci/test_reasons.h"
#include "ci/test_run.h"

static char folder[64];
static char paths[8][128];
static const char *programs[40];
static size_t count;
static char *shown;

static void open_folder(void)
{
	strcpy(folder, "/tmp/test_run_test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	count = 0;
	shown = NULL;
}

static void close_folder(void)
{
	for (size_t i = 0; i < count; i++)
		unlink(paths[i]);
	ck_assert_int_eq(rmdir(folder), 0);
	free(shown);
}

static void given_program(const char *script)
{
	FILE *f;

	snprintf(paths[count], sizeof(paths[count]), "%s/p%zu", folder, count);
	f = fopen(paths[count], "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(chmod(paths[count], 0755), 0);
	programs[count] = paths[count];
	count++;
}

static struct test_totals run_all(unsigned jobs, unsigned limit_s, const char *under)
{
	size_t len;
	FILE *out = open_memstream(&shown, &len);
	struct test_plan plan = { .programs = programs, .count = count, .jobs = jobs, .limit_s = limit_s,
				  .under = under, .out = out };
	struct test_totals totals;

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(test_run(&plan, &totals), RESULT_OK);
	ck_assert_int_eq(fclose(out), 0);
	return totals;
}

static void must_total(struct test_totals totals, unsigned long passed, unsigned long failed)
{
	ck_assert_msg(totals.passed == passed && totals.failed == failed, "%lu passed, %lu failed:\n%s",
		      totals.passed, totals.failed, shown);
}

#define GOOD "echo '100%: Checks: 2, Failures: 0, Errors: 0'"

START_TEST(adds_up_what_programs_say)
{
	given_program("echo hidden; echo vectors: 12 of wycheproof; " GOOD);
	given_program("echo 1..1; echo ok 1");
	given_program(GOOD);
	must_total(run_all(2, 60, NULL), 5, 0);
	ck_assert_ptr_nonnull(strstr(shown, "vectors: 12 of wycheproof\n"));
	ck_assert_ptr_null(strstr(shown, "hidden"));
	ck_assert_ptr_null(strstr(shown, "failed, "));
}
END_TEST

static const struct {
	const char *script;
	unsigned long passed, failed;
	const char *reason;
} bad[] = {
	{ "echo '50%: Checks: 2, Failures: 1, Errors: 0'; echo why it failed; exit 1", 1, 1, "why it failed" },
	{ GOOD "; kill -SEGV $$", 2, 1, "signal 11" },
	{ GOOD "; exit 3", 2, 1, "exit status is 3" },
	{ "echo '50%: Checks: 2, Failures: 1, Errors: 0'", 1, 1, "exit status is 0" },
	{ "true", 0, 1, "no count" },
	{ "echo '100%: Checks: 0, Failures: 0, Errors: 0'", 0, 1, "ran no test" },
	{ GOOD "; head -c 5000000 /dev/zero", 2, 1, "wrote more than" },
};

START_TEST(a_bad_end_is_a_failure)
{
	given_program(bad[_i].script);
	must_total(run_all(1, 60, NULL), bad[_i].passed, bad[_i].failed);
	ck_assert_msg(strstr(shown, bad[_i].reason) != NULL, "%s", shown);
}
END_TEST

static const struct {
	const char *script, *closing;
} closings[] = {
	{ "echo a.c:7:P:x:y:0: Passed; echo a.c:9:F:core:adds:0: 1 is not 2; echo '50%: Checks: 2, Failures: 1, Errors: 0'; exit 1",
	  ": 1 failed\n    a.c:9:F:core:adds:0: 1 is not 2\n" },
	{ "echo ok 1; echo not ok 2 - it adds; echo '# 1 is not 2'; echo 1..2; exit 1", ": 1 failed\n    not ok 2 - it adds\n    # 1 is not 2\n" },
	{ "echo not ok 1; seq -f '# %g' 9; echo 1..1; exit 1", ": 1 failed\n    not ok 1\n    # 1\n    # 2\n    # 3\n" },
	{ "seq 9; kill -SEGV $$", ": 1 failed; it was ended by signal 11 (Segmentation fault)\n    7\n    8\n    9\n" },
	{ "seq -f 'not ok %g' 99; echo 1..99; exit 1", ": 99 failed\n    not ok 1\n    not ok 2\n    not ok 3\n    not ok 4\n    not ok 5\n    not ok 6\n" },
};

/* The end of the output is all that is seen on a build server. */
START_TEST(the_last_lines_say_why)
{
	char *closing;
	size_t name;

	given_program(closings[_i].script);
	given_program(GOOD);
	(void)run_all(2, 60, NULL);
	closing = strstr(shown, "failed, with all they wrote above:\n  ");
	ck_assert_msg(closing != NULL, "%s", shown);
	closing = strchr(closing, '\n') + 3;
	name = strlen(paths[0]);
	ck_assert_msg(strncmp(closing, paths[0], name) == 0 && strcmp(closing + name, closings[_i].closing) == 0, "%s", shown);
}
END_TEST

START_TEST(the_last_lines_are_few)
{
	size_t lines = 0;
	char *closing;

	for (int i = 0; i < 8; i++)
		given_program("seq -f 'not ok %g' 99; echo 1..99; exit 1");
	for (size_t i = 8; i < 40; i++)
		programs[count++] = paths[i % 8];
	(void)run_all(2, 60, NULL);
	count = 8;
	closing = strstr(shown, "failed, with all they wrote above:\n");
	ck_assert_ptr_nonnull(closing);
	ck_assert_ptr_nonnull(strstr(closing, " programs more\n"));
	for (char *c = closing; (c = strchr(c, '\n')) != NULL; c++)
		lines++;
	ck_assert_uint_le(lines, TEST_REASONS_LINES + 2);
}
END_TEST

START_TEST(what_can_not_be_run_is_a_failure)
{
	programs[count++] = "/nowhere/at_all";
	must_total(run_all(1, 60, NULL), 0, 1);
	ck_assert_ptr_nonnull(strstr(shown, "can't be run"));
	count = 0;
}
END_TEST

START_TEST(a_program_that_hangs_is_ended)
{
	given_program(GOOD "; exec sleep 1000");
	given_program(GOOD "; while :; do echo more; done");
	given_program(GOOD);
	must_total(run_all(2, 3, NULL), 6, 2);
	ck_assert_ptr_nonnull(strstr(shown, "time limit"));
}
END_TEST

/* The number that the script wrote into the file `left` beside it. */
static pid_t pid_left_behind(void)
{
	char path[128];
	int pid = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/left", folder);
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fscanf(f, "%d", &pid), 1);
	fclose(f);
	unlink(path);
	return pid;
}

START_TEST(what_is_left_behind_is_ended)
{
	given_program("sleep 1000 & echo $! > $(dirname $0)/left; " GOOD);
	must_total(run_all(1, 60, NULL), 2, 0);
	ck_assert_int_ne(kill(pid_left_behind(), 0), 0);
}
END_TEST

START_TEST(what_left_its_group_is_ended_too)
{
	given_program("setsid sh -c 'echo $$ > $(dirname $0)/left; exec sleep 1000' $0 &\n"
		      "while ! test -s $(dirname $0)/left; do sleep 0.05; done; " GOOD);
	must_total(run_all(1, 60, NULL), 2, 0);
	ck_assert_int_ne(kill(pid_left_behind(), 0), 0);
	ck_assert_ptr_nonnull(strstr(shown, "outlived"));
}
END_TEST

START_TEST(an_interrupt_ends_all_and_tells_what_is_known)
{
	struct test_totals totals;

	given_program(GOOD);
	given_program("kill -INT $PPID; sleep 1000");
	given_program(GOOD);
	totals = run_all(1, 60, NULL);
	ck_assert(totals.interrupted);
	ck_assert_uint_eq(totals.not_run, 1);
	must_total(totals, 2, 1);
}
END_TEST

START_TEST(programs_can_run_under_another)
{
	given_program("echo 1..1; test \"$MARK\" = seen && echo ok 1");
	must_total(run_all(1, 60, "env  MARK=seen"), 1, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("test_run");
	TCase *tcase = tcase_create("running");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, open_folder, close_folder);
	tcase_add_test(tcase, adds_up_what_programs_say);
	tcase_add_loop_test(tcase, a_bad_end_is_a_failure, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_loop_test(tcase, the_last_lines_say_why, 0, sizeof(closings) / sizeof(closings[0]));
	tcase_add_test(tcase, the_last_lines_are_few);
	tcase_add_test(tcase, what_can_not_be_run_is_a_failure);
	tcase_add_test(tcase, a_program_that_hangs_is_ended);
	tcase_add_test(tcase, what_is_left_behind_is_ended);
	tcase_add_test(tcase, what_left_its_group_is_ended_too);
	tcase_add_test(tcase, an_interrupt_ends_all_and_tells_what_is_known);
	tcase_add_test(tcase, programs_can_run_under_another);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
