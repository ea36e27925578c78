/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of bytes.h: no offset or length, however large, reaches outside its view. */

#include <check.h>

#include "reference-impl/base/bytes.h"

static const uint8_t digits[] = { 0, 1, 2, 3, 4, 5, 6, 7 };

START_TEST(a_slice_is_a_view_of_the_whole)
{
	struct bytes part;

	ck_assert_int_eq(bytes_slice(BYTES_OF(digits), 2, 3, &part), RESULT_OK);
	ck_assert_ptr_eq(part.at, digits + 2);
	ck_assert_uint_eq(part.len, 3);
	ck_assert_int_eq(bytes_slice(BYTES_OF(digits), 8, 0, &part), RESULT_OK);
	ck_assert_uint_eq(part.len, 0);
}
END_TEST

START_TEST(a_slice_past_the_end_is_refused_and_leaves_the_output)
{
	static const uint64_t outside[][2] = { { 0, 9 }, { 8, 1 }, { 9, 0 }, { 1, UINT64_MAX }, { UINT64_MAX, 1 }, { UINT64_MAX, 0 } };

	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
		struct bytes part = bytes_from(digits, 1);

		ck_assert_int_eq(bytes_slice(BYTES_OF(digits), outside[i][0], outside[i][1], &part), RESULT_TRUNCATED);
		ck_assert_ptr_eq(part.at, digits);
		ck_assert_uint_eq(part.len, 1);
	}
}
END_TEST

START_TEST(equality_needs_equal_lengths_and_contents)
{
	ck_assert(bytes_equal(bytes_of_text("abc"), bytes_of_text("abc")));
	ck_assert(!bytes_equal(bytes_of_text("abc"), bytes_of_text("abd")));
	ck_assert(!bytes_equal(bytes_of_text("abc"), bytes_of_text("ab")));
	ck_assert(bytes_equal(bytes_from(NULL, 0), bytes_of_text("")));
}
END_TEST

START_TEST(lying_within_counts_both_ends)
{
	struct bytes middle = bytes_from(digits + 2, 4);

	ck_assert(bytes_lie_within(middle, middle));
	ck_assert(bytes_lie_within(bytes_from(digits + 6, 0), middle));
	ck_assert(!bytes_lie_within(bytes_from(digits + 7, 0), middle));
	ck_assert(!bytes_lie_within(bytes_from(digits + 1, 2), middle));
	ck_assert(!bytes_lie_within(bytes_from(digits + 5, 2), middle));
	ck_assert(!bytes_lie_within(bytes_from(digits + 3, SIZE_MAX), middle));
}
END_TEST

START_TEST(a_copy_fits_or_changes_nothing)
{
	uint8_t room[2] = { 9, 9 };

	ck_assert_int_eq(bytes_copy(BUFFER_OF(room), bytes_of_text("abc")), RESULT_TOO_LARGE);
	ck_assert_uint_eq(room[0], 9);
	ck_assert_int_eq(bytes_copy(BUFFER_OF(room), bytes_of_text("ab")), RESULT_OK);
	ck_assert(bytes_equal(bytes_of_buffer(BUFFER_OF(room)), bytes_of_text("ab")));
	ck_assert_int_eq(bytes_copy((struct buffer){ NULL, 0 }, bytes_from(NULL, 0)), RESULT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bytes");
	TCase *tests = tcase_create("views");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, a_slice_is_a_view_of_the_whole);
	tcase_add_test(tests, a_slice_past_the_end_is_refused_and_leaves_the_output);
	tcase_add_test(tests, equality_needs_equal_lengths_and_contents);
	tcase_add_test(tests, lying_within_counts_both_ends);
	tcase_add_test(tests, a_copy_fits_or_changes_nothing);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
