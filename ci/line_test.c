/* SPDX-License-Identifier: Apache-2.0 */
/* Lines as they come out of a text, the odd ones included. */
#include <check.h>
#include <stdlib.h>

#include "ci/line.h"

START_TEST(lines_come_one_by_one)
{
	struct bytes text = bytes_of_text("vectors: 12\n\nlast");

	ck_assert(line_starts(line_next(&text), "vectors:"));
	ck_assert_uint_eq(line_next(&text).len, 0);
	ck_assert(bytes_equal(line_next(&text), bytes_of_text("last")));
	ck_assert_uint_eq(text.len, 0);
}
END_TEST

START_TEST(nothing_has_no_line_but_an_empty_one)
{
	struct bytes text = bytes_of_text("");

	ck_assert_uint_eq(line_next(&text).len, 0);
	ck_assert(!line_starts(text, "a"));
	ck_assert(!line_has(text, "a"));
}
END_TEST

START_TEST(what_follows_the_words_is_told)
{
	struct bytes rest;

	ck_assert(line_after(bytes_of_text("#include <a>"), "#include ", &rest));
	ck_assert(bytes_equal(rest, bytes_of_text("<a>")));
	ck_assert(!line_after(bytes_of_text("#incl"), "#include ", &rest));
	ck_assert(bytes_equal(rest, bytes_of_text("<a>")));
	ck_assert(bytes_equal(line_unindented(bytes_of_text("\t  a ")), bytes_of_text("a ")));
	ck_assert(line_has(bytes_of_text("one two three"), "two"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("line");
	TCase *tcase = tcase_create("lines");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, lines_come_one_by_one);
	tcase_add_test(tcase, nothing_has_no_line_but_an_empty_one);
	tcase_add_test(tcase, what_follows_the_words_is_told);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
