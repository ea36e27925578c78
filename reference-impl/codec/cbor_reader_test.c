/* SPDX-License-Identifier: Apache-2.0 */
/* Items as views, members one by one, and failures that stay. */

#include <check.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/cbor_reader.h"

static uint8_t room[256];

static struct cbor_item item_of(const char *hex)
{
	struct bytes input;
	struct cbor_item item;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &input), RESULT_OK);
	ck_assert_int_eq(cbor_parse(input, CBOR_WELL_FORMED, &item), RESULT_OK);
	ck_assert(bytes_equal(item.raw, input));
	return item;
}

START_TEST(scalars_have_their_values)
{
	static const struct {
		const char *hex;
		enum cbor_kind kind;
		uint64_t argument;
		bool is_int;
		int64_t value;
	} rows[] = {
		{ "17", CBOR_UNSIGNED, 23, true, 23 },
		{ "1b7fffffffffffffff", CBOR_UNSIGNED, INT64_MAX, true, INT64_MAX },
		{ "1b8000000000000000", CBOR_UNSIGNED, (uint64_t)1 << 63, false, 0 },
		{ "1bffffffffffffffff", CBOR_UNSIGNED, UINT64_MAX, false, 0 },
		{ "20", CBOR_NEGATIVE, 0, true, -1 },
		{ "3b7fffffffffffffff", CBOR_NEGATIVE, INT64_MAX, true, INT64_MIN },
		{ "3b8000000000000000", CBOR_NEGATIVE, (uint64_t)1 << 63, false, 0 },
		{ "3bffffffffffffffff", CBOR_NEGATIVE, UINT64_MAX, false, 0 },
		{ "f5", CBOR_SIMPLE, CBOR_TRUE, false, 0 },
		{ "f8ff", CBOR_SIMPLE, 255, false, 0 },
		{ "f93c00", CBOR_FLOAT, 0x3c00, false, 0 },
		{ "fb3ff0000000000000", CBOR_FLOAT, 0x3ff0000000000000, false, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cbor_item item = item_of(rows[i].hex);
		int64_t value = 0;

		ck_assert_int_eq(item.kind, rows[i].kind);
		ck_assert(item.argument == rows[i].argument);
		ck_assert_int_eq(cbor_item_int(&item, &value), rows[i].is_int);
		ck_assert(value == rows[i].value);
		ck_assert_uint_eq(item.content.len, 0);
	}
	ck_assert(cbor_item_is_null(&(struct cbor_item){ .kind = CBOR_SIMPLE, .argument = CBOR_NULL }));
	ck_assert(!cbor_item_is_null(&(struct cbor_item){ .kind = CBOR_UNSIGNED, .argument = CBOR_NULL }));
}
END_TEST

START_TEST(members_come_in_turn)
{
	struct cbor_item item = item_of("8801203863f5426869626f6ba10a80d81282f6f4");
	struct cbor_reader r = cbor_reader_over(&item);
	struct cbor_item map, tag;

	ck_assert_uint_eq(item.argument, 8);
	ck_assert_uint_eq(cbor_take_unsigned(&r), 1);
	ck_assert_int_eq(cbor_take_int(&r), -1);
	ck_assert_int_eq(cbor_take_int(&r), -100);
	ck_assert(cbor_take_bool(&r));
	ck_assert(bytes_equal(cbor_take_bytes(&r), bytes_of_text("hi")));
	ck_assert(bytes_equal(cbor_take_text(&r), bytes_of_text("ok")));
	map = cbor_take_kind(&r, CBOR_MAP);
	ck_assert_uint_eq(map.argument, 1);
	ck_assert_uint_eq(map.content.len, 2);
	ck_assert(cbor_reader_has_more(&r));
	tag = cbor_take_kind(&r, CBOR_TAG);
	ck_assert_uint_eq(tag.argument, 18);
	ck_assert_uint_eq(tag.raw.len, 5);
	ck_assert(!cbor_reader_has_more(&r));
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_OK);
	r = cbor_reader_over(&tag);
	ck_assert_int_eq(cbor_take(&r).kind, CBOR_ARRAY);
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_OK);
}
END_TEST

START_TEST(indefinite_items_keep_their_break_outside)
{
	struct cbor_item item = item_of("9f5f41014102ffbf0102ffff");
	struct cbor_reader r = cbor_reader_over(&item);
	struct cbor_item chunks = cbor_take(&r), map = cbor_take(&r);

	ck_assert(item.is_indefinite && chunks.is_indefinite && map.is_indefinite);
	ck_assert_uint_eq(chunks.content.len, 4);
	ck_assert_uint_eq(map.content.len, 2);
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_OK);
	r = cbor_reader_over(&item);
	ck_assert_uint_eq(cbor_take_bytes(&r).len, 0);
	ck_assert_int_eq(cbor_reader_result(&r), RESULT_MALFORMED);
}
END_TEST

START_TEST(a_short_array_is_truncated)
{
	struct cbor_item item = item_of("820102");
	struct cbor_reader r = cbor_reader_over(&item);

	(void)cbor_take(&r);
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_MALFORMED);
	(void)cbor_take(&r);
	ck_assert_int_eq(cbor_take(&r).kind, CBOR_NOTHING);
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_TRUNCATED);
}
END_TEST

START_TEST(the_first_failure_stays)
{
	struct cbor_item item = item_of("8301026161");
	struct cbor_reader r = cbor_reader_over(&item);

	ck_assert_uint_eq(cbor_take_text(&r).len, 0);
	ck_assert_uint_eq(cbor_take_unsigned(&r), 0);
	ck_assert_uint_eq(cbor_take_text(&r).len, 0);
	ck_assert_int_eq(cbor_reader_result(&r), RESULT_MALFORMED);
	ck_assert_int_eq(cbor_reader_finish(&r), RESULT_MALFORMED);
	item = item_of("811bffffffffffffffff");
	r = cbor_reader_over(&item);
	ck_assert_int_eq(cbor_take_int(&r), 0);
	ck_assert_int_eq(cbor_reader_result(&r), RESULT_MALFORMED);
	item = item_of("81f6");
	r = cbor_reader_over(&item);
	ck_assert(!cbor_take_bool(&r));
	ck_assert_int_eq(cbor_reader_result(&r), RESULT_MALFORMED);
	item = item_of("00");
	r = cbor_reader_over(&item);
	ck_assert_int_eq(cbor_reader_result(&r), RESULT_MALFORMED);
}
END_TEST

/* Memory that changed behind the check: nothing is read beyond it. */
START_TEST(spoiled_bytes_stay_within_bounds)
{
	struct cbor_item item = item_of("834101420203820405");
	static const uint8_t spoils[] = { 0x5b, 0x9b, 0xbb, 0x9f, 0x5f, 0xff, 0x1c, 0xdb, 0x7a };

	for (size_t i = 0; i < sizeof(spoils); i++) {
		struct cbor_reader r;

		room[1] = spoils[i];
		r = cbor_reader_over(&item);
		while (cbor_reader_has_more(&r)) {
			struct cbor_item member = cbor_take(&r);

			ck_assert(member.kind == CBOR_NOTHING || bytes_lie_within(member.raw, item.raw));
		}
		ck_assert_int_ne(cbor_reader_finish(&r), RESULT_OK);
	}
}
END_TEST

START_TEST(keys_are_found_by_value)
{
	struct cbor_item map = item_of("a4616101180a022003f6a0"), value = { .argument = 77 };

	ck_assert_int_eq(cbor_map_find(&map, 10, &value), RESULT_OK);
	ck_assert_uint_eq(value.argument, 2);
	ck_assert_int_eq(cbor_map_find(&map, -1, &value), RESULT_OK);
	ck_assert_uint_eq(value.argument, 3);
	ck_assert_int_eq(cbor_map_find(&map, 1, &value), RESULT_NOT_FOUND);
	ck_assert_uint_eq(value.argument, 3);
	ck_assert_int_eq(cbor_map_find(&value, 1, &value), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cbor_reader");
	TCase *tests = tcase_create("items");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, scalars_have_their_values);
	tcase_add_test(tests, members_come_in_turn);
	tcase_add_test(tests, indefinite_items_keep_their_break_outside);
	tcase_add_test(tests, a_short_array_is_truncated);
	tcase_add_test(tests, the_first_failure_stays);
	tcase_add_test(tests, spoiled_bytes_stay_within_bounds);
	tcase_add_test(tests, keys_are_found_by_value);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
