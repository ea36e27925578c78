/* SPDX-License-Identifier: Apache-2.0 */
/* A board that cannot start says which file or socket, what is wrong with it, and what to do. */

#include <check.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/device/board/board_options.h"

static char dir[64], path[128];
static struct storage_files files;
static struct board_complaint complaint;

static void setup(void)
{
	strcpy(dir, "/tmp/board-start-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	board_fixture_make_unit(dir);
	memset(&complaint, 0, sizeof(complaint));
}

static void teardown(void)
{
	board_fixture_remove_unit(dir);
}

static void must_complain(int exit_code, const char *first, const char *second)
{
	ck_assert_int_eq(storage_files_open(&files, dir, &board_fixture_layout, &complaint), RESULT_IO);
	ck_assert_int_eq(complaint.exit_code, exit_code);
	ck_assert_msg(strstr(complaint.text, first) != NULL, "%s", complaint.text);
	ck_assert_msg(strstr(complaint.text, second) != NULL, "%s", complaint.text);
	storage_files_close(&files);
}

START_TEST(a_file_that_is_missing_is_named)
{
	snprintf(path, sizeof(path), "%s/fuses.bin", dir);
	ck_assert_int_eq(unlink(path), 0);
	must_complain(BOARD_EXIT_USAGE, path, "provision");
}
END_TEST

START_TEST(a_wrong_length_is_told_with_the_right_one)
{
	snprintf(path, sizeof(path), "%s/counters.bin", dir);
	ck_assert_int_eq(truncate(path, 63), 0);
	must_complain(BOARD_EXIT_USAGE, path, "63 bytes found, 128 expected");
}
END_TEST

START_TEST(a_link_is_not_followed)
{
	snprintf(path, sizeof(path), "%s/fuses.bin", dir);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink("flash.bin", path), 0);
	must_complain(BOARD_EXIT_USAGE, path, "links");
}
END_TEST

START_TEST(a_chip_is_never_two)
{
	struct storage_files first;

	ck_assert_int_eq(storage_files_open(&first, dir, &board_fixture_layout, &complaint), RESULT_OK);
	must_complain(BOARD_EXIT_RIG, "flash.bin", "in use by another board");
	storage_files_close(&first);
	memset(&complaint, 0, sizeof(complaint));
	ck_assert_int_eq(storage_files_open(&first, dir, &board_fixture_layout, &complaint), RESULT_OK);
	storage_files_close(&first);
}
END_TEST

START_TEST(a_left_over_socket_is_replaced_and_a_living_one_is_not)
{
	struct listener first, second;

	snprintf(path, sizeof(path), "%s/rig", dir);
	ck_assert_int_eq(listener_open(&first, path, SOCK_SEQPACKET, "--rig", &complaint), RESULT_OK);
	ck_assert_int_eq(listener_open(&second, path, SOCK_SEQPACKET, "--rig", &complaint), RESULT_IO);
	ck_assert_int_eq(complaint.exit_code, BOARD_EXIT_RIG);
	ck_assert_ptr_nonnull(strstr(complaint.text, "in use by another board"));
	close(first.fd);
	memset(&complaint, 0, sizeof(complaint));
	ck_assert_int_eq(listener_open(&second, path, SOCK_SEQPACKET, "--rig", &complaint), RESULT_OK);
	listener_close(&second);
	ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(a_file_in_the_place_of_a_socket_is_kept)
{
	struct listener listener;

	snprintf(path, sizeof(path), "%s/rig", dir);
	close(open(path, O_CREAT | O_RDWR, 0600));
	ck_assert_int_eq(listener_open(&listener, path, SOCK_SEQPACKET, "--rig", &complaint), RESULT_IO);
	ck_assert_int_eq(complaint.exit_code, BOARD_EXIT_USAGE);
	ck_assert_int_eq(unlink(path), 0);
}
END_TEST

START_TEST(a_path_too_long_for_a_socket_is_refused)
{
	struct listener listener;

	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = 0;
	ck_assert_int_eq(listener_open(&listener, path, SOCK_SEQPACKET, "--rig", &complaint), RESULT_TOO_LARGE);
	ck_assert_int_eq(complaint.exit_code, BOARD_EXIT_USAGE);
}
END_TEST

static enum board_wish wish_of(int argc, const char *const *argv)
{
	struct board_config config = { .state_dir = NULL };

	optind = 1;
	return board_options_read(argc, (char **)(uintptr_t)argv, &config);
}

START_TEST(all_three_options_are_needed)
{
	static const char *const whole[] = { "assay-device", "--state", "d", "--rig", "r", "--port", "p", "more", NULL };
	static const char *const unknown[] = { "assay-device", "--sate", "d", NULL };
	static const char *const help[] = { "assay-device", "--help", NULL };

	ck_assert_int_eq(wish_of(7, whole), BOARD_WISH_SERVE);
	ck_assert_int_eq(wish_of(8, whole), BOARD_WISH_NOTHING);
	ck_assert_int_eq(wish_of(5, whole), BOARD_WISH_NOTHING);
	ck_assert_int_eq(wish_of(1, whole), BOARD_WISH_NOTHING);
	ck_assert_int_eq(wish_of(3, unknown), BOARD_WISH_NOTHING);
	ck_assert_int_eq(wish_of(2, help), BOARD_WISH_HELP);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("board_start");
	TCase *tests = tcase_create("start");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_file_that_is_missing_is_named);
	tcase_add_test(tests, a_wrong_length_is_told_with_the_right_one);
	tcase_add_test(tests, a_link_is_not_followed);
	tcase_add_test(tests, a_chip_is_never_two);
	tcase_add_test(tests, a_left_over_socket_is_replaced_and_a_living_one_is_not);
	tcase_add_test(tests, a_file_in_the_place_of_a_socket_is_kept);
	tcase_add_test(tests, a_path_too_long_for_a_socket_is_refused);
	tcase_add_test(tests, all_three_options_are_needed);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
