/* SPDX-License-Identifier: Apache-2.0 */
/* Two inputs are one finding when they show the same thing, whatever else was printed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "harnesses/campaign/failure.h"

static struct failure read_text(const char *text)
{
	struct failure failure;

	failure_read(bytes_of_text(text), &failure);
	return failure;
}

static const char asan[] = "#9 NEW cov: 3\n==12==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x60 at pc 0x1\n"
			   "READ of size 1 at 0x60 thread T0\n"
			   "    #0 0x4 in __asan_memcpy (/x/fuzz_a+0x1)\n"
			   "    #1 0x5 in fuzzer::Fuzzer::ExecuteCallback lib/fuzzer/FuzzerLoop.cpp:3\n"
			   "    #2 0x6 in tlv_next /home/a/reference-impl/codec/tlv.c:40:2\n"
			   "    #3 0x7 in run /home/a/harnesses/surfaces/x.c:9:1\n";

START_TEST(a_promise_counts_first)
{
	struct failure failure = read_text("noise\nASSERTION FAILED: FZ-BOOT-003 starts-none-below-the-counter\nFZ-WITNESS {}\n"
					   "==1== ERROR: libFuzzer: deadly signal\n");
	char label[FAILURE_LABEL_LEN];

	ck_assert_int_eq(failure.kind, FAILURE_ORACLE);
	ck_assert_str_eq(failure.name, "FZ-BOOT-003 starts-none-below-the-counter");
	failure_label(&failure, label);
	ck_assert_str_eq(label, "FZ-BOOT-003");
}
END_TEST

START_TEST(a_crash_is_its_kind_and_our_frame)
{
	struct failure failure = read_text(asan);

	ck_assert_int_eq(failure.kind, FAILURE_CRASH);
	ck_assert_str_eq(failure.name, "heap-buffer-overflow in tlv_next");
	failure = read_text("reference-impl/boot/a.c:12:3: runtime error: signed integer overflow: 1\nSUMMARY: UndefinedBehaviorSanitizer\n");
	ck_assert_str_eq(failure.name, "undefined-behaviour at reference-impl/boot/a.c:12:3:");
	ck_assert_int_eq(read_text("==1== ERROR: libFuzzer: timeout after 25 seconds\n").kind, FAILURE_TIMEOUT);
	ck_assert_int_eq(read_text("==1== ERROR: libFuzzer: out-of-memory (used: 2570Mb)\n").kind, FAILURE_MEMORY);
	ck_assert_int_eq(read_text("==1==ERROR: LeakSanitizer: detected memory leaks\n").kind, FAILURE_LEAK);
	ck_assert_int_eq(read_text("HARNESS FAILED: no memory\n").kind, FAILURE_HARNESS);
}
END_TEST

START_TEST(quiet_text_tells_of_none)
{
	ck_assert_int_eq(read_text("").kind, FAILURE_NONE);
	ck_assert_int_eq(read_text("#4 NEW cov: 3\nstat::number_of_executed_units: 4\nDone 4 runs in 1 second(s)\n").kind, FAILURE_NONE);
}
END_TEST

/* The name goes to a terminal and its first word into a path. */
START_TEST(hostile_words_do_no_harm)
{
	struct failure failure = read_text("ASSERTION FAILED: ../../etc/\x1b[2J\xff passwd\n");
	char label[FAILURE_LABEL_LEN], text[4096];

	ck_assert_str_eq(failure.name, "../../etc/?[2J? passwd");
	failure_label(&failure, label);
	ck_assert_ptr_null(strpbrk(label, "./ "));
	failure = read_text("ASSERTION FAILED: \n");
	failure_label(&failure, label);
	ck_assert_str_eq(label, "oracle");
	memset(text, 'A', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "ASSERTION FAILED: ", 18);
	failure = read_text(text);
	ck_assert_uint_eq(strlen(failure.name), FAILURE_NAME_LEN - 1);
	failure_label(&failure, label);
	ck_assert_uint_eq(strlen(label), FAILURE_LABEL_LEN - 1);
}
END_TEST

START_TEST(survives_every_cut)
{
	for (size_t len = 0; len < sizeof(asan); len++) {
		uint8_t *text = malloc(len);
		struct failure failure;

		memcpy(text, asan, len);
		failure_read(bytes_from(text, len), &failure);
		free(text);
	}
}
END_TEST

START_TEST(same_kind_and_name_is_the_same)
{
	struct failure a, b;

	failure_of_signal(6, &a);
	failure_of_signal(6, &b);
	ck_assert(failure_equal(&a, &b));
	failure_of_signal(11, &b);
	ck_assert(!failure_equal(&a, &b));
	b = a;
	b.kind = FAILURE_LEAK;
	ck_assert(!failure_equal(&a, &b));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("failure");
	TCase *tests = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, a_promise_counts_first);
	tcase_add_test(tests, a_crash_is_its_kind_and_our_frame);
	tcase_add_test(tests, quiet_text_tells_of_none);
	tcase_add_test(tests, hostile_words_do_no_harm);
	tcase_add_test(tests, survives_every_cut);
	tcase_add_test(tests, same_kind_and_name_is_the_same);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? 1 : 0;
}
