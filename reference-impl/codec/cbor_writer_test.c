/* SPDX-License-Identifier: Apache-2.0 */
/* Shortest heads at each border, and nothing handed out that is not deterministic. */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/cbor_utf8.h"
#include "reference-impl/codec/cbor_writer.h"

static uint8_t room[128];

static void must_be(const struct writer *w, const char *hex)
{
	uint8_t expected_room[64];
	struct bytes written, expected;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(expected_room), &expected), RESULT_OK);
	ck_assert_int_eq(cbor_write_finish(w, &written), RESULT_OK);
	ck_assert_msg(bytes_equal(written, expected), "%s", hex);
}

START_TEST(integers_have_shortest_heads)
{
	static const struct {
		int64_t value;
		const char *hex;
	} rows[] = {
		{ 0, "00" }, { 23, "17" }, { 24, "1818" }, { 255, "18ff" }, { 256, "190100" }, { 65535, "19ffff" }, { 65536, "1a00010000" },
		{ 4294967295, "1affffffff" }, { 4294967296, "1b0000000100000000" }, { INT64_MAX, "1b7fffffffffffffff" },
		{ -1, "20" }, { -24, "37" }, { -25, "3818" }, { -256, "38ff" }, { -257, "390100" }, { INT64_MIN, "3b7fffffffffffffff" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct writer w = writer_over(BUFFER_OF(room));

		cbor_write_int(&w, rows[i].value);
		must_be(&w, rows[i].hex);
	}
}
END_TEST

START_TEST(kinds_are_written)
{
	struct writer w = writer_over(BUFFER_OF(room));

	cbor_write_tag(&w, 18);
	cbor_write_array(&w, 6);
	cbor_write_bytes(&w, bytes_of_text("hi"));
	cbor_write_text(&w, "ok");
	cbor_write_map(&w, 1);
	cbor_write_unsigned(&w, UINT64_MAX);
	cbor_write_null(&w);
	cbor_write_bool(&w, true);
	cbor_write_bool(&w, false);
	cbor_write_bytes_head(&w, 1);
	writer_u8(&w, 7);
	must_be(&w, "d286426869626f6ba11bfffffffffffffffff6f5f44107");
}
END_TEST

/* Writes one mistake. */
static void mistake(struct writer *w, int which)
{
	switch (which) {
	case 0: /* keys that fall */
		cbor_write_map(w, 2);
		cbor_write_int(w, -1);
		cbor_write_null(w);
		cbor_write_int(w, 1);
		cbor_write_null(w);
		break;
	case 1: /* fewer members than announced */
		cbor_write_array(w, 2);
		cbor_write_null(w);
		break;
	case 2: /* two items */
		cbor_write_null(w);
		cbor_write_null(w);
		break;
	case 3: /* text that is none */
		cbor_write_text_bytes(w, bytes_from("\xc0\x80", 2));
		break;
	default: /* nothing */
		break;
	}
}

START_TEST(mistakes_are_not_handed_out)
{
	static const enum result results[] = { RESULT_REFUSED, RESULT_TRUNCATED, RESULT_MALFORMED, RESULT_REFUSED, RESULT_TRUNCATED };
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes written = { NULL, 77 };

	mistake(&w, _i);
	ck_assert_int_eq(cbor_write_finish(&w, &written), results[_i]);
	ck_assert_uint_eq(written.len, 77);
}
END_TEST

START_TEST(the_size_needed_is_counted)
{
	struct writer w = writer_over((struct buffer){ room, 3 });
	struct bytes written;

	cbor_write_bytes(&w, BYTES_OF(room));
	ck_assert_int_eq(cbor_write_finish(&w, &written), RESULT_TOO_LARGE);
	ck_assert_uint_eq(writer_needed(&w), sizeof(room) + 2);
}
END_TEST

/* Every code point (under valgrind every TEST_STRIDE-th) in its right form, and each border in a wrong one. */
START_TEST(text_is_utf8)
{
	static const char *const wrong[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf", "\xe1\x80",
					     "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80",
					     "\xf5\x80\x80\x80", "\xff", "\xfe", "a\xe2\x82", "\xe2\x28\xa1", "\xf1\x80\x80\x7f" };

	for (unsigned int c = 0; c <= 0x10ffff; c += TEST_STRIDE) {
		uint8_t form[4] = { (uint8_t)c };
		size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		static const uint8_t firsts[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

		for (size_t i = len - 1; len > 1 && i > 0; i--)
			form[i] = (uint8_t)(0x80 | (c >> (6 * (len - 1 - i)) & 0x3f));
		if (len > 1)
			form[0] = (uint8_t)(firsts[len] | c >> (6 * (len - 1)));
		ck_assert_int_eq(cbor_utf8_is_valid(bytes_from(form, len)), c < 0xd800 || c > 0xdfff);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(!cbor_utf8_is_valid(bytes_of_text(wrong[i])), "%zu", i);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cbor_writer");
	TCase *tests = tcase_create("writing");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, integers_have_shortest_heads);
	tcase_add_test(tests, kinds_are_written);
	tcase_add_loop_test(tests, mistakes_are_not_handed_out, 0, 5);
	tcase_add_test(tests, the_size_needed_is_counted);
	tcase_add_test(tests, text_is_utf8);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
