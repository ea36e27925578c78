/* SPDX-License-Identifier: Apache-2.0 */
/* Colour only where somebody sees it and wants it; lines that end in time. */
#include <check.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "reports/character.h"
#include "reports/terminal.h"

static char *wrapped(const char *text, size_t width)
{
	char *written = NULL;
	size_t len = 0;
	struct terminal t = { .out = open_memstream(&written, &len), .colour = false, .width = width };

	fputs("ab: ", t.out);
	terminal_put_wrapped(&t, text, 4, 2);
	fclose(t.out);
	return written;
}

START_TEST(words_wrap_before_the_edge)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "ab: \n" },
		{ "one", "ab: one\n" },
		{ "one two", "ab: one two\n" },
		{ "one two three", "ab: one two\n  three\n" },
		{ "one  two   three four", "ab: one two\n  three four\n" },
		{ "averyveryverylongword x", "ab: averyveryverylongword\n  x\n" },
		{ "\xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xb6\xc3\xb6\xc3\xb6 x", "ab: \xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xb6\xc3\xb6\xc3\xb6\n  x\n" },
		{ "a\x1b[2J b", "ab: a\xef\xbf\xbd[2J b\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = wrapped(cases[i].text, 12);

		ck_assert_str_eq(text, cases[i].expected);
		free(text);
	}
}
END_TEST

START_TEST(colour_is_for_terminals_that_want_it)
{
	struct winsize size = { .ws_col = 80, .ws_row = 24 };
	int master, slave;
	FILE *tty, *file = tmpfile();

	ck_assert_int_eq(openpty(&master, &slave, NULL, NULL, &size), 0);
	tty = fdopen(slave, "w");
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	ck_assert(terminal_on(tty).colour);
	ck_assert_uint_eq(terminal_on(tty).width, 80);
	ck_assert(!terminal_on(file).colour);
	setenv("NO_COLOR", "", 1);
	ck_assert(terminal_on(tty).colour);
	setenv("NO_COLOR", "1", 1);
	ck_assert(!terminal_on(tty).colour);
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	ck_assert(!terminal_on(tty).colour);
	fclose(tty);
	fclose(file);
	close(master);
}
END_TEST

START_TEST(paint_is_taken_back)
{
	char *written = NULL;
	size_t len = 0;
	struct terminal t = { .out = open_memstream(&written, &len), .colour = true, .width = 80 };

	terminal_put(&t, PAINT_RED, "x\x1b");
	terminal_repeat(&t, PAINT_DIM, "-", 0);
	terminal_put(&t, PAINT_NONE, "y");
	fclose(t.out);
	ck_assert_str_eq(written, "\033[1;31mx\xef\xbf\xbd\033[0my");
	free(written);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("terminal");
	TCase *tcase = tcase_create("terminal");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, words_wrap_before_the_edge);
	tcase_add_test(tcase, colour_is_for_terminals_that_want_it);
	tcase_add_test(tcase, paint_is_taken_back);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
