/* SPDX-License-Identifier: Apache-2.0 */
/* A ledger counts what was begun, and notices every byte that changed. */
#include "conformance/certificate/ledger.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/file.h"

static char dir[] = "/tmp/assay-ledger-XXXXXX";
static char path[64];

static void set_up(void)
{
	ck_assert_ptr_nonnull(mkdtemp(strcpy(dir, "/tmp/assay-ledger-XXXXXX")));
	(void)snprintf(path, sizeof(path), "%s/ledger.jsonl", dir);
}

static void tear_down(void)
{
	char head[64];

	(void)snprintf(head, sizeof(head), "%s/ledger.head", dir);
	(void)unlink(head);
	(void)unlink(path);
	(void)rmdir(dir);
}

static struct ledger_place begin(const char *target, const char *run)
{
	struct ledger_complaint why;
	struct ledger_place place = { 0 };

	ck_assert_int_eq(ledger_begin(dir, target, run, &place, &why), RESULT_OK);
	return place;
}

START_TEST(counts_runs_of_the_same_target_and_those_never_ended)
{
	struct ledger_complaint why;
	struct ledger_place first = begin("acme", "run-1"), third;

	ck_assert_uint_eq(first.number, 1);
	ck_assert_uint_eq(first.runs_before, 0);
	ck_assert_int_eq(ledger_end(dir, first.number, "complete", "00", &why), RESULT_OK);
	ck_assert_uint_eq(begin("acme", "run-2").runs_before, 1);
	ck_assert_uint_eq(begin("other", "run-3").runs_before, 0);
	third = begin("acme", "run-4");
	ck_assert_uint_eq(third.runs_before, 2);
	ck_assert_uint_eq(third.abandoned, 1);
}
END_TEST

START_TEST(finds_a_run_again_and_knows_none_that_was_never_begun)
{
	struct ledger_complaint why;
	struct ledger_place place;
	uint64_t number;

	(void)begin("acme", "run-1");
	number = begin("acme", "run-2").number;
	ck_assert_int_eq(ledger_find(dir, "acme", "run-2", &place, &why), RESULT_OK);
	ck_assert_uint_eq(place.number, number);
	ck_assert_uint_eq(place.runs_before, 1);
	ck_assert_int_eq(ledger_find(dir, "acme", "run-9", &place, &why), RESULT_NOT_FOUND);
	ck_assert_int_eq(ledger_find(dir, "other", "run-2", &place, &why), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(knows_with_which_transcript_a_run_ended_first)
{
	struct ledger_complaint why;
	struct ledger_place place;
	uint64_t number = begin("acme", "run-1").number;

	ck_assert_int_eq(ledger_find(dir, "acme", "run-1", &place, &why), RESULT_OK);
	ck_assert_str_eq(place.transcript, "");
	ck_assert_int_eq(ledger_end(dir, number, "complete", "aa", &why), RESULT_OK);
	ck_assert_int_eq(ledger_end(dir, number, "complete", "bb", &why), RESULT_OK);
	ck_assert_int_eq(ledger_find(dir, "acme", "run-1", &place, &why), RESULT_OK);
	ck_assert_str_eq(place.outcome, "complete");
	ck_assert_str_eq(place.transcript, "aa");
}
END_TEST

START_TEST(refuses_any_flipped_byte_but_in_its_last_line)
{
	struct ledger_complaint why;
	struct ledger_place place;
	struct buffer whole;
	size_t first_line;

	(void)begin("acme", "run-1");
	(void)begin("acme", "run-2");
	ck_assert_int_eq(file_load(path, 65536, &whole), RESULT_OK);
	first_line = (size_t)((uint8_t *)memchr(whole.at, '\n', whole.len) - whole.at);
	for (size_t i = 0; i <= first_line; i++) {
		whole.at[i] ^= 1;
		ck_assert_int_eq(file_store(path, bytes_of_buffer(whole), 0600), RESULT_OK);
		ck_assert_int_eq(ledger_begin(dir, "acme", "run-3", &place, &why), RESULT_MALFORMED);
		whole.at[i] ^= 1;
	}
	free(whole.at);
}
END_TEST

START_TEST(refuses_a_ledger_that_was_cut_off)
{
	struct ledger_complaint why;
	struct ledger_place place;
	struct buffer whole;

	(void)begin("acme", "run-1");
	ck_assert_int_eq(file_load(path, 65536, &whole), RESULT_OK);
	ck_assert_int_eq(file_store(path, bytes_from(whole.at, whole.len - 1), 0600), RESULT_OK);
	ck_assert_int_eq(ledger_begin(dir, "acme", "run-2", &place, &why), RESULT_MALFORMED);
	ck_assert_ptr_nonnull(strstr(why.says, "cut off"));
	free(whole.at);
}
END_TEST

/* The chain of what is left holds; its head, and a certificate in hand, know better. */
START_TEST(notices_lines_that_were_taken_from_its_end)
{
	struct ledger_complaint why;
	struct ledger_place place, last;
	struct buffer whole;
	char head[64];
	size_t first_line;

	(void)begin("acme", "run-1");
	last = begin("acme", "run-2");
	ck_assert_uint_eq(strlen(last.before), 64);
	ck_assert_int_eq(ledger_knows(dir, "run-2", last.number, last.before, &why), RESULT_OK);
	ck_assert_int_eq(ledger_find(dir, "acme", "run-2", &place, &why), RESULT_OK);
	ck_assert_str_eq(place.before, last.before);
	ck_assert_int_eq(file_load(path, 65536, &whole), RESULT_OK);
	first_line = (size_t)((uint8_t *)memchr(whole.at, '\n', whole.len) - whole.at) + 1;
	ck_assert_int_eq(file_store(path, bytes_from(whole.at, first_line), 0600), RESULT_OK);
	ck_assert_int_eq(ledger_begin(dir, "acme", "run-3", &place, &why), RESULT_MALFORMED);
	ck_assert_ptr_nonnull(strstr(why.says, "cut off"));
	ck_assert_int_eq(file_store(path, bytes_from(whole.at, 0), 0600), RESULT_OK);
	ck_assert_int_eq(ledger_begin(dir, "acme", "run-3", &place, &why), RESULT_MALFORMED);
	(void)snprintf(head, sizeof(head), "%s/ledger.head", dir);
	ck_assert_int_eq(file_store(path, bytes_from(whole.at, first_line), 0600), RESULT_OK);
	(void)unlink(head);
	ck_assert_int_eq(ledger_knows(dir, "run-2", last.number, last.before, &why), RESULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(why.says, "cut off"));
	free(whole.at);
}
END_TEST

START_TEST(notices_another_last_line)
{
	struct ledger_complaint why;
	struct ledger_place place;
	struct buffer whole;

	(void)begin("acme", "run-1");
	ck_assert_int_eq(file_load(path, 65536, &whole), RESULT_OK);
	ck_assert_ptr_nonnull(memmem(whole.at, whole.len, "run-1", 5));
	((uint8_t *)memmem(whole.at, whole.len, "run-1", 5))[4] = '2';
	ck_assert_int_eq(file_store(path, bytes_of_buffer(whole), 0600), RESULT_OK);
	ck_assert_int_eq(ledger_begin(dir, "acme", "run-3", &place, &why), RESULT_MALFORMED);
	ck_assert_ptr_nonnull(strstr(why.says, "ledger.head"));
	free(whole.at);
}
END_TEST

/* Its line was written, and the head was not: the next run goes on behind it. */
START_TEST(goes_on_after_a_run_that_was_killed_between_line_and_head)
{
	struct buffer head, ledger;
	char head_path[64];

	(void)begin("acme", "run-1");
	(void)snprintf(head_path, sizeof(head_path), "%s/ledger.head", dir);
	ck_assert_int_eq(file_load(head_path, 65536, &head), RESULT_OK);
	(void)begin("acme", "run-2");
	ck_assert_int_eq(file_store(head_path, bytes_of_buffer(head), 0600), RESULT_OK);
	ck_assert_uint_eq(begin("acme", "run-3").number, 3);
	ck_assert_int_eq(file_load(path, 65536, &ledger), RESULT_OK);
	free(ledger.at);
	free(head.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tests = tcase_create("ledger");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, counts_runs_of_the_same_target_and_those_never_ended);
	tcase_add_test(tests, finds_a_run_again_and_knows_none_that_was_never_begun);
	tcase_add_test(tests, knows_with_which_transcript_a_run_ended_first);
	tcase_add_test(tests, refuses_any_flipped_byte_but_in_its_last_line);
	tcase_add_test(tests, refuses_a_ledger_that_was_cut_off);
	tcase_add_test(tests, notices_lines_that_were_taken_from_its_end);
	tcase_add_test(tests, notices_another_last_line);
	tcase_add_test(tests, goes_on_after_a_run_that_was_killed_between_line_and_head);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
