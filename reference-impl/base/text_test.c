/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of text.h: there and back is the same, and only the canonical form is read. */

#include <check.h>

#include "reference-impl/base/text.h"

typedef void write_text(struct writer *w, struct bytes bytes);
typedef enum result read_text(struct bytes text, struct buffer room, struct bytes *ret_bytes);

static void must_be(write_text *write, read_text *read, const char *bytes, const char *text)
{
	uint8_t room[64];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes got;

	write(&w, bytes_of_text(bytes));
	ck_assert_int_eq(writer_finish(&w, &got), RESULT_OK);
	ck_assert(bytes_equal(got, bytes_of_text(text)));
	ck_assert_int_eq(read(bytes_of_text(text), BUFFER_OF(room), &got), RESULT_OK);
	ck_assert(bytes_equal(got, bytes_of_text(bytes)));
}

static void must_refuse(read_text *read, const char *text)
{
	uint8_t room[64];
	struct bytes got = { NULL, 99 };

	ck_assert_msg(read(bytes_of_text(text), BUFFER_OF(room), &got) == RESULT_MALFORMED, "read: %s", text);
	ck_assert_uint_eq(got.len, 99);
}

START_TEST(hex_there_and_back)
{
	must_be(text_write_hex, text_read_hex, "", "");
	must_be(text_write_hex, text_read_hex, "\x01\xab\xff", "01abff");
}
END_TEST

START_TEST(base64_of_the_rfc)
{
	static const char *pairs[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" },
					  { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
					  { "\xff\xef\xbf", "/++/" } };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		must_be(text_write_base64, text_read_base64, pairs[i][0], pairs[i][1]);
		ck_assert_uint_eq(text_base64_len(bytes_of_text(pairs[i][0]).len), bytes_of_text(pairs[i][1]).len);
	}
}
END_TEST

START_TEST(hex_that_is_not_canonical)
{
	static const char *texts[] = { "0", "0g", "AB", "0x", " 0", "00 ", "/0", ":0", "`0" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		must_refuse(text_read_hex, texts[i]);
}
END_TEST

START_TEST(base64_that_is_not_canonical)
{
	static const char *texts[] = { "Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Z===", "=Zg=", "Zg==Zg==",
				       "Zm9v\n", "Zm 9v", "Zm-_", "Zg=a", "Zm9vZg=" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		must_refuse(text_read_base64, texts[i]);
}
END_TEST

START_TEST(a_short_room_is_told)
{
	uint8_t room[2];
	struct bytes got;

	ck_assert_int_eq(text_read_hex(bytes_of_text("010203"), BUFFER_OF(room), &got), RESULT_TOO_LARGE);
	ck_assert_int_eq(text_read_base64(bytes_of_text("Zm9v"), BUFFER_OF(room), &got), RESULT_TOO_LARGE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *tests = tcase_create("forms");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, hex_there_and_back);
	tcase_add_test(tests, base64_of_the_rfc);
	tcase_add_test(tests, hex_that_is_not_canonical);
	tcase_add_test(tests, base64_that_is_not_canonical);
	tcase_add_test(tests, a_short_room_is_told);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
