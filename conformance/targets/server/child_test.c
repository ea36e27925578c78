/* SPDX-License-Identifier: Apache-2.0 */
/* Promises of child.h, unix_socket.h and folder.h: what a started program leaves behind, and what is said of it. */

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/targets/server/child.h"
#include "conformance/targets/server/folder.h"
#include "conformance/targets/server/unix_socket.h"

static enum result run_script(const char *script, struct complaint *ret_why)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };

	return child_run(argv, ret_why);
}

static pid_t start_script(const char *script)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct complaint why;
	pid_t pid;

	ck_assert_int_eq(child_start(argv, &pid, &why), RESULT_OK);
	return pid;
}

static void must_fail_with(const char *script, const char *said)
{
	struct complaint why = { "" };

	ck_assert_int_eq(run_script(script, &why), RESULT_REFUSED);
	ck_assert_str_eq(why.text, said);
}

START_TEST(a_good_program_is_run_to_its_end)
{
	struct complaint why = { "untouched" };

	ck_assert_int_eq(run_script("echo loud; exit 0", &why), RESULT_OK);
	ck_assert_str_eq(why.text, "untouched");
}
END_TEST

START_TEST(the_last_line_says_why_a_program_failed)
{
	must_fail_with("exit 3", "sh failed: ");
	must_fail_with("echo one; echo two >&2; exit 1", "sh failed: two");
	must_fail_with("printf 'one\\n\\ntwo\\n\\n'; exit 1", "sh failed: two");
	must_fail_with("echo gone; kill -KILL $$", "sh failed: gone");
	must_fail_with("i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i + 1)); done; exit 1", "sh failed: line 2999");
}
END_TEST

START_TEST(a_program_that_is_not_there_is_told)
{
	const char *const argv[] = { "/nowhere/tool", NULL };
	struct complaint why;

	ck_assert_int_eq(child_run(argv, &why), RESULT_REFUSED);
	ck_assert_str_eq(why.text, "tool failed: /nowhere/tool: No such file or directory");
}
END_TEST

START_TEST(a_program_has_no_hold_on_the_streams_of_the_protocol)
{
	struct complaint why;

	ck_assert_int_eq(run_script("[ \"$(readlink /proc/self/fd/0)\" = /dev/null ]", &why), RESULT_OK);
}
END_TEST

START_TEST(a_started_program_goes_on_until_it_is_stopped)
{
	pid_t pid = start_script("exec sleep 60");

	ck_assert(!child_has_ended(pid));
	child_stop(pid);
	ck_assert_int_eq(kill(pid, 0), -1);
	ck_assert_int_eq(errno, ESRCH);
}
END_TEST

START_TEST(waiting_for_a_socket_ends_with_the_program)
{
	struct complaint why = { "" };
	int connected;

	ck_assert_int_eq(unix_socket_await("/tmp/no-such-socket", SOCK_STREAM, start_script("exit 1"), &connected, &why), RESULT_IO);
	ck_assert(strstr(why.text, "/tmp/no-such-socket") != NULL);
}
END_TEST

START_TEST(a_path_that_no_socket_has_is_told_at_once)
{
	char path[200];
	struct complaint why;
	pid_t pid = start_script("exec sleep 60");
	int connected;

	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	ck_assert_int_eq(unix_socket_connect(path, SOCK_STREAM), -1);
	ck_assert_int_eq(errno, ENAMETOOLONG);
	ck_assert_int_eq(unix_socket_await(path, SOCK_STREAM, pid, &connected, &why), RESULT_TIMEOUT);
	ck_assert_int_eq(kill(pid, 0), -1);
}
END_TEST

START_TEST(a_folder_is_removed_whole_but_not_what_it_points_to)
{
	char folder[] = "/tmp/child_test-XXXXXX", inside[64], kept[] = "/tmp/child_test-XXXXXX", link[64];
	struct complaint why;

	ck_assert(mkdtemp(folder) != NULL);
	ck_assert(mkdtemp(kept) != NULL);
	snprintf(inside, sizeof(inside), "%s/inside", folder);
	snprintf(link, sizeof(link), "%s/inside/link", folder);
	ck_assert_int_eq(folder_need(inside, 0700, &why), RESULT_OK);
	ck_assert_int_eq(folder_need(inside, 0700, &why), RESULT_OK);
	ck_assert_int_eq(symlink(kept, link), 0);
	ck_assert_int_eq(folder_remove(folder, &why), RESULT_OK);
	ck_assert_int_ne(access(folder, F_OK), 0);
	ck_assert_int_eq(rmdir(kept), 0);
	ck_assert_int_eq(folder_remove(folder, &why), RESULT_OK);
	ck_assert_int_eq(folder_need("/nowhere/at/all", 0700, &why), RESULT_IO);
	ck_assert_str_eq(why.text, "/nowhere/at/all: No such file or directory");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("target's child programs");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, cases);
	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, a_good_program_is_run_to_its_end);
	tcase_add_test(cases, the_last_line_says_why_a_program_failed);
	tcase_add_test(cases, a_program_that_is_not_there_is_told);
	tcase_add_test(cases, a_program_has_no_hold_on_the_streams_of_the_protocol);
	tcase_add_test(cases, a_started_program_goes_on_until_it_is_stopped);
	tcase_add_test(cases, waiting_for_a_socket_ends_with_the_program);
	tcase_add_test(cases, a_path_that_no_socket_has_is_told_at_once);
	tcase_add_test(cases, a_folder_is_removed_whole_but_not_what_it_points_to);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
