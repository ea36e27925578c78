/* SPDX-License-Identifier: Apache-2.0 */
/* Console bytes from anywhere: lines are bounded and printable, sentences exact. */

#include "conformance/core/bench_console.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *line, *name, *word; /* name NULL: no sentence */
} sentences[] = {
	{ "ASSAY 1 0011223344 up", "0011223344", "up" },
	{ "garbage\x7f ASSAY 1 a confirmed", "a", "confirmed" },
	{ "ASSAY 1 a", NULL, NULL },
	{ "ASSAY 1 a ", NULL, NULL },
	{ "ASSAY 1  up", NULL, NULL },
	{ "ASSAY 1 a up now", NULL, NULL },
	{ "ASSAY 2 a up", NULL, NULL },
	{ "assay 1 a up", NULL, NULL },
	{ "ASSAY 1 12345678901234567 up", NULL, NULL },
	{ "ASSAY 1 1234567890123456 up", "1234567890123456", "up" },
	{ "ASSAY 1 abcASSAY 1 def up", "def", "up" },
	{ "ASSAY 1 abc upASSAY 1 def", NULL, NULL },
	{ "", NULL, NULL },
};

START_TEST(sentences_are_exact)
{
	struct console_sentence sentence;
	bool read = console_sentence_read(sentences[_i].line, &sentence);

	ck_assert_int_eq(read, sentences[_i].name != NULL);
	if (!read)
		return;
	ck_assert_str_eq(sentence.name, sentences[_i].name);
	ck_assert_str_eq(sentence.word, sentences[_i].word);
}
END_TEST

START_TEST(lines_are_bounded_and_printable)
{
	struct console_line line = { .used = 0 };

	for (int i = 0; i < 100000; i++)
		ck_assert(!console_line_add(&line, (uint8_t)(i % 2 == 0 ? 0x1b : 0xff)));
	ck_assert(console_line_add(&line, '\n'));
	ck_assert_uint_eq(strlen(line.text), CONSOLE_LINE_LEN - 1);
	ck_assert_uint_eq(strspn(line.text, "?"), CONSOLE_LINE_LEN - 1);
	ck_assert(!console_line_add(&line, '\r'));
	ck_assert(!console_line_add(&line, '\n'));
	ck_assert(!console_line_add(&line, 'x'));
	ck_assert(console_line_add(&line, '\r'));
	ck_assert_str_eq(line.text, "x");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("console");
	TCase *tests = tcase_create("console");
	SRunner *runner;
	int failures;

	tcase_add_loop_test(tests, sentences_are_exact, 0, sizeof(sentences) / sizeof(sentences[0]));
	tcase_add_test(tests, lines_are_bounded_and_printable);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
