/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of reader.h: fields come out right, and the first failure stays. */

#include <check.h>

#include "reference-impl/base/reader.h"

static const uint8_t counting[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static struct reader fresh(void)
{
	return reader_over(BYTES_OF(counting));
}

START_TEST(fields_are_read_in_the_named_order)
{
	struct reader r = fresh();

	ck_assert_uint_eq(reader_u8(&r), 1);
	ck_assert_uint_eq(reader_u16_le(&r), 0x0302);
	ck_assert_uint_eq(reader_u32_le(&r), 0x07060504);
	r = fresh();
	ck_assert_uint_eq(reader_u16_be(&r), 0x0102);
	ck_assert_uint_eq(reader_u32_be(&r), 0x03040506);
	r = fresh();
	ck_assert_uint_eq(reader_u64_le(&r), 0x0807060504030201);
	r = fresh();
	ck_assert_uint_eq(reader_u64_be(&r), 0x0102030405060708);
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
}
END_TEST

START_TEST(the_first_failure_stays)
{
	struct reader r = fresh();

	reader_take(&r, 6);
	ck_assert_uint_eq(reader_u32_le(&r), 0);
	ck_assert_int_eq(reader_result(&r), RESULT_TRUNCATED);
	ck_assert_uint_eq(reader_u8(&r), 0);
	ck_assert_uint_eq(reader_take(&r, 1).len, 0);
	ck_assert_uint_eq(reader_rest(&r).len, 0);
	ck_assert_int_eq(reader_finish(&r), RESULT_TRUNCATED);
}
END_TEST

START_TEST(huge_lengths_are_refused)
{
	struct reader r = fresh();

	reader_u8(&r);
	ck_assert_uint_eq(reader_take(&r, UINT64_MAX).len, 0);
	ck_assert_int_eq(reader_result(&r), RESULT_TRUNCATED);
}
END_TEST

START_TEST(what_is_left_is_a_view_and_makes_finish_fail)
{
	struct reader r = fresh();

	reader_u32_be(&r);
	ck_assert_ptr_eq(reader_rest(&r).at, counting + 4);
	ck_assert_uint_eq(reader_rest(&r).len, 4);
	ck_assert_int_eq(reader_result(&r), RESULT_OK);
	ck_assert_int_eq(reader_finish(&r), RESULT_MALFORMED);
}
END_TEST

START_TEST(nothing_can_be_read_from_nothing)
{
	struct reader r = reader_over(bytes_from(NULL, 0));

	ck_assert_uint_eq(reader_take(&r, 0).len, 0);
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
	ck_assert_uint_eq(reader_u8(&r), 0);
	ck_assert_int_eq(reader_finish(&r), RESULT_TRUNCATED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reader");
	TCase *tests = tcase_create("fields");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, fields_are_read_in_the_named_order);
	tcase_add_test(tests, the_first_failure_stays);
	tcase_add_test(tests, huge_lengths_are_refused);
	tcase_add_test(tests, what_is_left_is_a_view_and_makes_finish_fail);
	tcase_add_test(tests, nothing_can_be_read_from_nothing);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
