/* SPDX-License-Identifier: Apache-2.0 */
/* What has one form in DER has one form here. */

#include <check.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/der_time.h"
#include "reference-impl/codec/der_writer.h"

enum { ROOM_LEN = 400 };

static uint8_t room[ROOM_LEN];

static struct reader over(const char *hex)
{
	struct bytes input;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &input), RESULT_OK);
	return reader_over(input);
}

static void take_unsigned(struct reader *r) { (void)der_reader_take_unsigned(r, DER_INTEGER); }
static void take_bits(struct reader *r) { (void)der_reader_take_bits(r, DER_BIT_STRING); }
static void take_true(struct reader *r) { (void)der_reader_take_true(r); }
static void take_oid(struct reader *r) { (void)der_reader_take_oid(r); }
static void take_octets(struct reader *r) { (void)der_reader_take(r, DER_OCTET_STRING); }
static void take_any(struct reader *r) { (void)der_reader_take_any(r, NULL); }

static const struct {
	void (*take)(struct reader *r);
	const char *hex;
	enum result expected;
} CASES[] = {
	{ take_octets, "0400", RESULT_OK },
	{ take_octets, "0401aa", RESULT_OK },
	{ take_octets, "0402aa", RESULT_TRUNCATED },
	{ take_octets, "048101aa", RESULT_MALFORMED },
	{ take_octets, "04820001aa", RESULT_MALFORMED },
	{ take_octets, "04820080", RESULT_MALFORMED },
	{ take_octets, "0480aa0000", RESULT_MALFORMED },
	{ take_octets, "0483000001aa", RESULT_MALFORMED },
	{ take_octets, "0484ffffffff", RESULT_MALFORMED },
	{ take_octets, "0482ffff", RESULT_TRUNCATED },
	{ take_octets, "2401aa", RESULT_MALFORMED },
	{ take_octets, "04", RESULT_TRUNCATED },
	{ take_octets, "", RESULT_TRUNCATED },
	{ take_any, "1f0100", RESULT_MALFORMED },
	{ take_any, "bf8101", RESULT_MALFORMED },
	{ take_any, "8000", RESULT_OK },
	{ take_unsigned, "020100", RESULT_OK },
	{ take_unsigned, "02020080", RESULT_OK },
	{ take_unsigned, "0202007f", RESULT_MALFORMED },
	{ take_unsigned, "020180", RESULT_MALFORMED },
	{ take_unsigned, "0200", RESULT_MALFORMED },
	{ take_unsigned, "020900ffffffffffffffff", RESULT_OK },
	{ take_unsigned, "0209010000000000000000", RESULT_MALFORMED },
	{ take_bits, "030100", RESULT_OK },
	{ take_bits, "030101", RESULT_MALFORMED },
	{ take_bits, "03020780", RESULT_OK },
	{ take_bits, "030207c0", RESULT_MALFORMED },
	{ take_bits, "03020880", RESULT_MALFORMED },
	{ take_bits, "0300", RESULT_MALFORMED },
	{ take_bits, "030500ffffffff", RESULT_OK },
	{ take_bits, "030600ffffffffff", RESULT_MALFORMED },
	{ take_true, "0101ff", RESULT_OK },
	{ take_true, "010100", RESULT_MALFORMED },
	{ take_true, "010101", RESULT_MALFORMED },
	{ take_true, "0100", RESULT_MALFORMED },
	{ take_oid, "0603551d0f", RESULT_OK },
	{ take_oid, "0600", RESULT_MALFORMED },
	{ take_oid, "0603551d8f", RESULT_MALFORMED },
	{ take_oid, "060455801d0f", RESULT_MALFORMED },
};

START_TEST(each_element_has_one_form)
{
	struct reader r = over(CASES[_i].hex);

	CASES[_i].take(&r);
	ck_assert_msg(reader_finish(&r) == CASES[_i].expected, "%s: %s", CASES[_i].hex, result_name(reader_finish(&r)));
}
END_TEST

START_TEST(bits_are_numbered_from_the_top)
{
	struct reader r = over("030403812040");

	ck_assert_uint_eq(der_reader_take_bits(&r, DER_BIT_STRING), 1u << 0 | 1u << 7 | 1u << 10 | 1u << 17);
}
END_TEST

static const struct {
	uint8_t tag;
	const char *text;
	int64_t seconds; /* below 0: refused */
} TIMES[] = {
	{ DER_UTC_TIME, "700101000000Z", 0 },
	{ DER_UTC_TIME, "180322235959Z", 1521763199 },
	{ DER_UTC_TIME, "491231235959Z", 2524607999 },
	{ DER_UTC_TIME, "240229000000Z", 1709164800 },
	{ DER_UTC_TIME, "230229000000Z", -1 },
	{ DER_UTC_TIME, "240101000060Z", -1 },
	{ DER_UTC_TIME, "240101240000Z", -1 },
	{ DER_UTC_TIME, "241301000000Z", -1 },
	{ DER_UTC_TIME, "240001000000Z", -1 },
	{ DER_UTC_TIME, "240100000000Z", -1 },
	{ DER_UTC_TIME, "2401010000Z", -1 },
	{ DER_UTC_TIME, "240101000000", -1 },
	{ DER_UTC_TIME, "240101000000+0100", -1 },
	{ DER_UTC_TIME, "24010100000:Z", -1 },
	{ DER_GENERALIZED_TIME, "20500101000000Z", 2524608000 },
	{ DER_GENERALIZED_TIME, "99991231235959Z", 253402300799 },
	{ DER_GENERALIZED_TIME, "21000229000000Z", -1 },
	{ DER_GENERALIZED_TIME, "20491231235959Z", -1 },
	{ DER_GENERALIZED_TIME, "20500101000000.5Z", -1 },
	{ DER_OCTET_STRING, "700101000000Z", -1 },
};

START_TEST(times_are_of_the_calendar)
{
	struct der_writer w = der_writer_over(BUFFER_OF(room));
	struct reader r;
	struct bytes element;
	int64_t seconds;

	der_writer_put_element(&w, TIMES[_i].tag, bytes_of_text(TIMES[_i].text));
	ck_assert_int_eq(der_writer_finish(&w, &element), RESULT_OK);
	r = reader_over(element);
	seconds = der_time_take(&r);
	if (TIMES[_i].seconds < 0)
		ck_assert_int_ne(reader_finish(&r), RESULT_OK);
	else
		ck_assert(reader_finish(&r) == RESULT_OK && seconds == TIMES[_i].seconds);
}
END_TEST

START_TEST(every_length_comes_back)
{
	static const uint8_t content[300];

	for (size_t len = 0; len <= sizeof(content); len++) {
		struct der_writer w = der_writer_over(BUFFER_OF(room));
		struct bytes element;
		struct reader r;

		der_writer_put_element(&w, DER_OCTET_STRING, bytes_from(content, len));
		ck_assert_int_eq(der_writer_finish(&w, &element), RESULT_OK);
		r = reader_over(element);
		ck_assert_uint_eq(der_reader_take(&r, DER_OCTET_STRING).len, len);
		ck_assert_int_eq(reader_finish(&r), RESULT_OK);
	}
}
END_TEST

START_TEST(numbers_are_written_shortest)
{
	static const uint64_t NUMBERS[] = { 0, 1, 127, 128, 255, 256, 32767, 32768, UINT32_MAX, INT64_MAX, UINT64_MAX };

	for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(NUMBERS[0]); i++) {
		struct der_writer w = der_writer_over(BUFFER_OF(room));
		struct bytes element;
		struct reader r;

		der_writer_put_unsigned(&w, DER_INTEGER, NUMBERS[i]);
		ck_assert_int_eq(der_writer_finish(&w, &element), RESULT_OK);
		r = reader_over(element);
		ck_assert(der_reader_take_unsigned(&r, DER_INTEGER) == NUMBERS[i] && reader_finish(&r) == RESULT_OK);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("der");
	TCase *tests = tcase_create("elements");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, each_element_has_one_form, 0, (int)(sizeof(CASES) / sizeof(CASES[0])));
	tcase_add_test(tests, bits_are_numbered_from_the_top);
	tcase_add_loop_test(tests, times_are_of_the_calendar, 0, (int)(sizeof(TIMES) / sizeof(TIMES[0])));
	tcase_add_test(tests, every_length_comes_back);
	tcase_add_test(tests, numbers_are_written_shortest);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
