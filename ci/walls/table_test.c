/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that can be read, tables that can't, and which floor a path stands on. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "ci/walls/table.h"

static struct walls_table table;

static void forget(void)
{
	walls_table_release(&table);
}

static const struct {
	const char *text;
	unsigned wrong_line; /* 0 if none is */
} texts[] = {
	{ "floor 0 a\nfloor 1 b\nfloor 1 c : b\n", 0 },
	{ "# a comment\n\nnever a : b c\nonly a/b/ : c", 0 },
	{ "words : X Y\n", 0 },
	{ "floor 1 c : b\nfloor 1 b\n", 1 },
	{ "floor 0 b\nfloor 1 c : b\n", 2 },
	{ "floor 0 a\n\nfloor 1 a\n", 3 },
	{ "floor 7 a\n", 1 },
	{ "floor a\n", 1 },
	{ "floor 1\n", 1 },
	{ "only a\n", 1 },
	{ "only a b\n", 1 },
	{ "only : b\n", 1 },
	{ "sometimes a : b\n", 1 },
	{ "words X\n", 1 },
};

START_TEST(a_table_is_whole_or_refused)
{
	unsigned wrong_line = 0;
	enum result result = walls_table_read(bytes_of_text(texts[_i].text), &table, &wrong_line);

	ck_assert_int_eq(result == RESULT_OK, texts[_i].wrong_line == 0);
	ck_assert_uint_eq(wrong_line, texts[_i].wrong_line);
}
END_TEST

START_TEST(too_many_lines_are_refused)
{
	char text[(WALLS_MAX_LINES + 1) * sizeof("words : a\n")] = "";
	unsigned wrong_line = 0;

	for (unsigned i = 0; i <= WALLS_MAX_LINES; i++)
		strcat(text, "words : a\n");
	ck_assert_int_eq(walls_table_read(bytes_of_text(text), &table, &wrong_line), RESULT_TOO_LARGE);
	ck_assert_uint_eq(wrong_line, WALLS_MAX_LINES + 1);
}
END_TEST

START_TEST(a_place_ends_at_a_slash)
{
	ck_assert(walls_is_under("a/b", "a"));
	ck_assert(walls_is_under("a/b", "a/b"));
	ck_assert(walls_is_under("openssl/evp.h", "openssl/"));
	ck_assert(!walls_is_under("ab", "a"));
	ck_assert(!walls_is_under("a", "a/b"));
}
END_TEST

START_TEST(the_longest_path_tells_the_floor)
{
	unsigned wrong_line;

	ck_assert_int_eq(walls_table_read(bytes_of_text("floor 2 a\nfloor 1 a/b.h\n"), &table, &wrong_line),
			 RESULT_OK);
	ck_assert_uint_eq(walls_floor_of(&table, "a/c.h")->floor, 2);
	ck_assert_uint_eq(walls_floor_of(&table, "a/b.h")->floor, 1);
	ck_assert_ptr_null(walls_floor_of(&table, "b"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walls_table");
	TCase *tcase = tcase_create("reading");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, forget);
	tcase_add_loop_test(tcase, a_table_is_whole_or_refused, 0, sizeof(texts) / sizeof(texts[0]));
	tcase_add_test(tcase, too_many_lines_are_refused);
	tcase_add_test(tcase, a_place_ends_at_a_slash);
	tcase_add_test(tcase, the_longest_path_tells_the_floor);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
