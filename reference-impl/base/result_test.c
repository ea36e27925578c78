/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of result.h: every result has words of its own, and no value is without any. */

#include <check.h>
#include <string.h>

#include "reference-impl/base/result.h"

START_TEST(every_result_has_a_name_of_its_own)
{
	for (int a = RESULT_OK; a <= RESULT_INTERNAL; a++) {
		ck_assert_str_ne(result_name((enum result)a), "unknown");
		for (int b = RESULT_OK; b < a; b++) {
			ck_assert_str_ne(result_name((enum result)a), result_name((enum result)b));
			ck_assert_str_ne(result_sentence((enum result)a), result_sentence((enum result)b));
		}
	}
}
END_TEST

START_TEST(sentences_have_no_full_stop)
{
	for (int i = RESULT_OK; i <= RESULT_INTERNAL; i++) {
		const char *sentence = result_sentence((enum result)i);

		ck_assert_int_ne(sentence[strlen(sentence) - 1], '.');
	}
}
END_TEST

START_TEST(a_value_outside_the_table_has_words_too)
{
	ck_assert_str_eq(result_name((enum result)(RESULT_INTERNAL + 1)), "unknown");
	ck_assert_ptr_nonnull(result_sentence((enum result)-1));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("result");
	TCase *tests = tcase_create("words");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, every_result_has_a_name_of_its_own);
	tcase_add_test(tests, sentences_have_no_full_stop);
	tcase_add_test(tests, a_value_outside_the_table_has_words_too);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
