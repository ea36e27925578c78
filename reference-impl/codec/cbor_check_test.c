/* SPDX-License-Identifier: Apache-2.0 */
/* What each of the three rules takes and refuses, by examples that are hexadecimal text. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/cbor_reader.h"
#include "reference-impl/codec/cbor_writer.h"

static enum result parse(const char *hex, enum cbor_rules rules)
{
	uint8_t room[256];
	struct bytes input;
	struct cbor_item item;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &input), RESULT_OK);
	return cbor_parse(input, rules, &item);
}

enum { OK = RESULT_OK, CUT = RESULT_TRUNCATED, BAD = RESULT_MALFORMED, NO = RESULT_REFUSED, WHAT = RESULT_UNSUPPORTED };

static const struct row {
	const char *hex;
	int well_formed, tolerant, deterministic;
} ROWS[] = {
	{ "", CUT, CUT, CUT },
	{ "00", OK, OK, OK },
	{ "0000", BAD, BAD, BAD },
	{ "1bffffffffffffffff", OK, OK, OK },
	{ "3bffffffffffffffff", OK, OK, OK },
	{ "1b00000000ffffffff", OK, OK, NO },
	{ "1a0000ffff", OK, OK, NO },
	{ "1900ff", OK, OK, NO },
	{ "1817", OK, OK, NO },
	{ "1818", OK, OK, OK },
	{ "1c", BAD, BAD, BAD },
	{ "1f", BAD, BAD, BAD },
	{ "df00", BAD, BAD, BAD },
	/* lengths that are not there, up to the top of 64 bits */
	{ "4101", OK, OK, OK },
	{ "4201", CUT, CUT, CUT },
	{ "5b0000000100000000", CUT, CUT, CUT },
	{ "5b8000000000000000", CUT, CUT, CUT },
	{ "7bffffffffffffffff", CUT, CUT, CUT },
	{ "9b0000000100000000", CUT, CUT, CUT },
	{ "9b8000000000000000", CUT, CUT, CUT },
	{ "bb8000000000000000", CUT, CUT, CUT },
	{ "bbffffffffffffffff0000", CUT, CUT, CUT },
	{ "8200", CUT, CUT, CUT },
	{ "a10000", OK, OK, OK },
	{ "a100", CUT, CUT, CUT },
	/* breaks */
	{ "ff", BAD, BAD, BAD },
	{ "81ff", BAD, BAD, BAD },
	{ "c1ff", BAD, BAD, BAD },
	{ "9fff", OK, NO, NO },
	{ "9f", CUT, NO, NO },
	{ "9fffff", BAD, NO, NO },
	{ "bf00ff", BAD, NO, NO },
	{ "bf0001ff", OK, NO, NO },
	{ "9f9f9fffffff", OK, NO, NO },
	{ "5f41004101ff", OK, NO, NO },
	{ "5f4100", CUT, NO, NO },
	{ "5f6100ff", BAD, NO, NO },
	{ "5f5f4100ffff", BAD, NO, NO },
	{ "819fff", OK, NO, NO },
	/* tags of tags */
	{ "c0c1c200", OK, OK, OK },
	{ "c0c1c2", CUT, CUT, CUT },
	{ "d81200", OK, OK, NO },
	/* simple values and floats */
	{ "e0", OK, OK, OK },
	{ "f81f", BAD, BAD, BAD },
	{ "f820", OK, OK, OK },
	{ "fc", BAD, BAD, BAD },
	{ "f97e00", OK, OK, OK },
	{ "f97e01", OK, OK, NO },
	{ "fa7fc00000", OK, OK, NO },
	{ "fa3fc00000", OK, OK, NO },
	{ "fb3ff199999999999a", OK, OK, OK },
	{ "f9", CUT, CUT, CUT },
	/* text */
	{ "62c3bc", OK, OK, OK },
	{ "61ff", OK, NO, NO },
	{ "7f61c361bcff", OK, NO, NO },
	/* keys: order, duplicates by value, kinds */
	{ "a200000100", OK, OK, OK },
	{ "a201000000", OK, OK, NO },
	{ "a201000100", OK, NO, NO },
	{ "a20100180100", OK, NO, NO },
	{ "a3020001001b000000000000000200", OK, NO, NO },
	{ "a220000000", OK, OK, NO },
	{ "a24100006100", CUT, CUT, CUT },
	{ "a2410000610000", OK, OK, OK },
	{ "a3616200616100616200", OK, NO, NO },
	{ "a262616200616300", OK, OK, NO },
	{ "a18000", OK, WHAT, OK },
	{ "a1c00000", OK, WHAT, OK },
	{ "a1f93c0000", OK, WHAT, OK },
	{ "a1f500", OK, OK, OK },
	{ "a2a00000", CUT, CUT, CUT },
	/* a duplicate below a value that has members of its own */
	{ "a303a101820102028001c04100", OK, OK, NO },
	{ "a303a101820102028003c04100", OK, NO, NO },
};

START_TEST(rows_have_their_results)
{
	const struct row *row = &ROWS[_i];

	ck_assert_msg(parse(row->hex, CBOR_WELL_FORMED) == (enum result)row->well_formed, "%s well-formed", row->hex);
	ck_assert_msg(parse(row->hex, CBOR_TOLERANT) == (enum result)row->tolerant, "%s tolerant", row->hex);
	ck_assert_msg(parse(row->hex, CBOR_DETERMINISTIC) == (enum result)row->deterministic, "%s deterministic", row->hex);
}
END_TEST

/* A hostile chain of one head, around an integer. */
static enum result parse_chain(uint8_t head, size_t depth, enum cbor_rules rules)
{
	uint8_t *chain = malloc(depth + 1);
	struct cbor_item item;
	enum result result;

	memset(chain, head, depth);
	chain[depth] = 0;
	result = cbor_parse(bytes_from(chain, depth + 1), rules, &item);
	free(chain);
	return result;
}

START_TEST(depth_is_bounded)
{
	static const uint8_t heads[] = { 0x81, 0xc1, 0x9f };

	for (size_t i = 0; i < sizeof(heads); i++) {
		ck_assert_int_eq(parse_chain(heads[i], CBOR_MAX_DEPTH + 1, CBOR_WELL_FORMED), RESULT_TOO_LARGE);
		ck_assert_int_eq(parse_chain(heads[i], 10000, CBOR_WELL_FORMED), RESULT_TOO_LARGE);
	}
	ck_assert_int_eq(parse_chain(0x81, CBOR_MAX_DEPTH, CBOR_DETERMINISTIC), RESULT_OK);
	ck_assert_int_eq(parse_chain(0xc1, CBOR_MAX_DEPTH, CBOR_TOLERANT), RESULT_OK);
	ck_assert_int_eq(parse_chain(0x81, 10000, CBOR_DETERMINISTIC), RESULT_TOO_LARGE);
}
END_TEST

/* Keys that rise are never searched, so their number does not matter; keys that fall cost a square. */
static enum result parse_keys(unsigned int count, bool rising)
{
	static uint8_t room[1 << 20];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes map;
	struct cbor_item item;

	cbor_write_map(&w, count);
	for (unsigned int i = 0; i < count; i++) {
		cbor_write_unsigned(&w, rising ? i : count - i);
		cbor_write_null(&w);
	}
	ck_assert_int_eq(writer_finish(&w, &map), RESULT_OK);
	return cbor_parse(map, CBOR_TOLERANT, &item);
}

START_TEST(search_for_duplicates_is_bounded)
{
	ck_assert_int_eq(parse_keys(100000, true), RESULT_OK);
	ck_assert_int_eq(parse_keys(200, false), RESULT_OK);
	ck_assert_int_eq(parse_keys(100000, false), RESULT_TOO_LARGE);
}
END_TEST

START_TEST(extent_ends_where_the_item_ends)
{
	static const uint8_t input[] = { 0x82, 0x01, 0x41, 0x02, 0xff, 0xff };
	size_t len = 77;

	ck_assert_int_eq(cbor_extent(BYTES_OF(input), CBOR_DETERMINISTIC, &len), RESULT_OK);
	ck_assert_uint_eq(len, 4);
	len = 77;
	ck_assert_int_eq(cbor_extent(bytes_from(input, 3), CBOR_DETERMINISTIC, &len), RESULT_TRUNCATED);
	ck_assert_uint_eq(len, 77);
}
END_TEST

/* Keys, and which of them are the same value. */
static const struct {
	const char *hex;
	int value;
} KEYS[] = {
	{ "00", 0 }, { "1800", 0 }, { "17", 1 }, { "1903e8", 2 }, { "1bffffffffffffffff", 3 }, { "20", 4 }, { "3bffffffffffffffff", 5 },
	{ "3800", 4 }, { "40", 6 }, { "4100", 7 }, { "60", 8 }, { "7800", 8 }, { "f5", 9 },
};

enum { KEY_COUNT = sizeof(KEYS) / sizeof(KEYS[0]) };

START_TEST(equal_keys_are_seen_in_any_order)
{
	for (int i = 0; i < KEY_COUNT * KEY_COUNT * KEY_COUNT; i++) {
		int a = i % KEY_COUNT, b = i / KEY_COUNT % KEY_COUNT, c = i / KEY_COUNT / KEY_COUNT;
		bool is_double = KEYS[a].value == KEYS[b].value || KEYS[b].value == KEYS[c].value || KEYS[a].value == KEYS[c].value;
		char hex[128];

		snprintf(hex, sizeof(hex), "a3%s00%sf4%s00", KEYS[a].hex, KEYS[b].hex, KEYS[c].hex);
		ck_assert_msg((parse(hex, CBOR_TOLERANT) == RESULT_REFUSED) == is_double, "%s", hex);
		ck_assert_int_eq(parse(hex, CBOR_WELL_FORMED), RESULT_OK);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cbor_check");
	TCase *tests = tcase_create("rules");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, rows_have_their_results, 0, sizeof(ROWS) / sizeof(ROWS[0]));
	tcase_add_test(tests, depth_is_bounded);
	tcase_add_test(tests, search_for_duplicates_is_bounded);
	tcase_add_test(tests, extent_ends_where_the_item_ends);
	tcase_add_test(tests, equal_keys_are_seen_in_any_order);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
