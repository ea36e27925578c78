/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of writer.h: fields land in order, nothing beyond the room, and the need is told. */

#include <check.h>

#include "reference-impl/base/writer.h"

static void write_one_of_each(struct writer *w)
{
	writer_u8(w, 0x01);
	writer_u16_le(w, 0x0302);
	writer_u16_be(w, 0x0405);
	writer_u32_le(w, 0x09080706);
	writer_u32_be(w, 0x0a0b0c0d);
	writer_u64_le(w, 0x1514131211100f0e);
	writer_u64_be(w, 0x161718191a1b1c1d);
	writer_fill(w, 0x1e, 2);
	writer_text(w, "!");
	writer_bytes(w, bytes_from(NULL, 0));
}

enum { ONE_OF_EACH_LEN = 32 };

START_TEST(fields_are_written_in_the_named_order)
{
	uint8_t room[ONE_OF_EACH_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes written;

	write_one_of_each(&w);
	ck_assert_int_eq(writer_finish(&w, &written), RESULT_OK);
	ck_assert_uint_eq(written.len, ONE_OF_EACH_LEN);
	for (size_t i = 0; i < 30; i++)
		ck_assert_uint_eq(written.at[i], i + 1);
	ck_assert_uint_eq(written.at[30], 0x1e);
	ck_assert_uint_eq(written.at[31], '!');
}
END_TEST

START_TEST(a_short_room_is_never_left_and_the_need_is_told)
{
	for (size_t len = 0; len < ONE_OF_EACH_LEN; len++) {
		uint8_t room[ONE_OF_EACH_LEN + 1] = { 0 };
		struct writer w = writer_over((struct buffer){ room, len });
		struct bytes written = bytes_from(room, 7);

		write_one_of_each(&w);
		ck_assert_int_eq(writer_finish(&w, &written), RESULT_TOO_LARGE);
		ck_assert_uint_eq(writer_needed(&w), ONE_OF_EACH_LEN);
		ck_assert_uint_eq(written.len, 7);
		for (size_t i = len; i < sizeof(room); i++)
			ck_assert_uint_eq(room[i], 0);
	}
}
END_TEST

START_TEST(a_writer_without_room_measures)
{
	struct writer w = writer_over((struct buffer){ NULL, 0 });

	write_one_of_each(&w);
	ck_assert_uint_eq(writer_needed(&w), ONE_OF_EACH_LEN);
}
END_TEST

START_TEST(the_count_does_not_wrap)
{
	uint8_t room[4] = { 0 };
	struct writer w = writer_over(BUFFER_OF(room));

	writer_u8(&w, 1);
	writer_fill(&w, 2, SIZE_MAX);
	writer_u8(&w, 3);
	ck_assert_uint_eq(writer_needed(&w), SIZE_MAX);
	ck_assert_uint_eq(room[1], 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("writer");
	TCase *tests = tcase_create("fields");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, fields_are_written_in_the_named_order);
	tcase_add_test(tests, a_short_room_is_never_left_and_the_need_is_told);
	tcase_add_test(tests, a_writer_without_room_measures);
	tcase_add_test(tests, the_count_does_not_wrap);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
