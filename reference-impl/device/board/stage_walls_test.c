/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of stage_process.h: a stage has the bus, its own bytes, and nothing else. */

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/device/board/board_fixture.h"

static struct board_fixture f;

static void setup(void)
{
	board_fixture_start(&f);
}

static void teardown(void)
{
	board_fixture_stop(&f);
}

/* The kernel ends who asks for these; the board sees a crash and boots again. */
START_TEST(forbidden_calls_end_the_stage)
{
	static const enum probe_act forbidden[] = { ACT_FORK, ACT_EXECUTE, ACT_MAP_EXECUTABLE, ACT_SOCKET, ACT_TRACE };

	board_fixture_boot_os(&f);
	board_fixture_connect(&f);
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
		board_fixture_last_act(&f, forbidden[i]);
		board_fixture_await(&f, "probe up");
		board_fixture_connect(&f);
	}
}
END_TEST

START_TEST(files_are_not_there)
{
	uint32_t error;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_OPEN_FILE, &error), -1);
	ck_assert_uint_eq(error, ENOENT);
}
END_TEST

START_TEST(memory_of_its_own_cannot_be_executed)
{
	uint32_t error;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_EXECUTE_OWN, &error), -1);
	ck_assert_uint_eq(error, EINVAL);
}
END_TEST

START_TEST(a_stage_is_born_with_the_bus_alone)
{
	uint32_t error;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_DESCRIPTORS, &error), 0);
	board_fixture_boot_os(&f);
	board_fixture_connect(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_DESCRIPTORS, &error), 0);
}
END_TEST

START_TEST(each_stage_has_a_uid_of_its_own_where_that_can_be)
{
	bool root = geteuid() == 0;
	uint32_t has_environment;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_UIDS, &has_environment), root ? 64001 : (int32_t)geteuid());
	ck_assert_uint_eq(has_environment, 0);
	board_fixture_send(&f, PROBE_START, bytes_from(NULL, 0));
	board_fixture_await(&f, "probe up");
	ck_assert_int_eq(board_fixture_act(&f, ACT_UIDS, &has_environment), root ? 64002 : (int32_t)geteuid());
}
END_TEST

START_TEST(a_missing_wall_is_reported_by_the_rig)
{
	struct rig_header question = { .op = RIG_STATUS };
	const struct rig_reply *reply = board_fixture_rig(&f, question, bytes_from(NULL, 0));
	const char *missing = geteuid() == 0 ? "" : "own uid of stages\n";

	ck_assert(bytes_equal(bytes_from(reply->data, reply->header.length), bytes_of_text(missing)));
}
END_TEST

START_TEST(only_sealed_memory_starts)
{
	uint32_t error;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_START_UNSEALED, &error), RESULT_REFUSED);
	board_fixture_boot_os(&f);
	board_fixture_connect(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_START_UNSEALED, &error), RESULT_REFUSED);
}
END_TEST

START_TEST(descriptors_with_another_question_are_a_crash)
{
	board_fixture_boot_loader(&f);
	board_fixture_last_act(&f, ACT_SEND_DESCRIPTORS);
	board_fixture_await(&f, "probe up");
}
END_TEST

START_TEST(the_kernel_says_that_the_walls_stand)
{
	pid_t pid;

	board_fixture_boot_os(&f);
	pid = board_fixture_stage_pid(&f);
	ck_assert_int_eq(atoi(board_fixture_status(pid, "NoNewPrivs:")), 1);
	ck_assert_int_eq(atoi(board_fixture_status(pid, "Seccomp:")), 2);
	if (geteuid() == 0)
		ck_assert_uint_eq(strtoull(board_fixture_status(pid, "CapEff:"), NULL, 16), 0);
	ck_assert_int_eq(getpgid(pid), pid);
	ck_assert_int_ne(getpgid(f.pid), pid);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stage_walls");
	TCase *tests = tcase_create("walls");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, forbidden_calls_end_the_stage);
	tcase_add_test(tests, files_are_not_there);
	tcase_add_test(tests, memory_of_its_own_cannot_be_executed);
	tcase_add_test(tests, a_stage_is_born_with_the_bus_alone);
	tcase_add_test(tests, each_stage_has_a_uid_of_its_own_where_that_can_be);
	tcase_add_test(tests, a_missing_wall_is_reported_by_the_rig);
	tcase_add_test(tests, only_sealed_memory_starts);
	tcase_add_test(tests, descriptors_with_another_question_are_a_crash);
	tcase_add_test(tests, the_kernel_says_that_the_walls_stand);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
