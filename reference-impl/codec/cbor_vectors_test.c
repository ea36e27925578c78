/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published examples: RFC 8949 appendix A with its decoded values, and a table of malformed
 * and odd items with the verdict that each must have under our rules.
 */

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/cbor_reader.h"

enum { INPUT_MAX_LEN = 1 << 16, LINE_MAX_LEN = 1 << 18 };

static uint8_t room[INPUT_MAX_LEN];

static struct bytes bytes_of_hex(const char *hex)
{
	struct bytes bytes;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &bytes), RESULT_OK);
	return bytes;
}

static bool is(const char *text, const char *other)
{
	return strcmp(text, other) == 0;
}

static bool is_text(struct bytes text, const char *expected)
{
	return bytes_equal(text, bytes_of_text(expected));
}

static double float_value(const struct cbor_item *item)
{
	double value;
	float narrow;
	uint32_t bits = (uint32_t)item->argument;
	int exponent = (int)(bits >> 10 & 0x1f), fraction = (int)(bits & 0x3ff);

	if (item->raw.len == 3) {
		value = exponent == 0 ? ldexp(fraction, -24) : ldexp(fraction + 1024, exponent - 25);
		return bits & 0x8000 ? -value : value;
	}
	memcpy(&narrow, &bits, sizeof(narrow));
	memcpy(&value, &item->argument, sizeof(value));
	return item->raw.len == 5 ? (double)narrow : value;
}

static bool must_equal(const struct cbor_item *item, const json_t *expected);

static bool array_equals(const struct cbor_item *item, const json_t *expected)
{
	struct cbor_reader r = cbor_reader_over(item);
	size_t count = 0;

	for (; cbor_reader_has_more(&r); count++) {
		struct cbor_item member = cbor_take(&r);

		if (!must_equal(&member, json_array_get(expected, count)))
			return false;
	}
	return cbor_reader_finish(&r) == RESULT_OK && count == json_array_size(expected);
}

static bool map_equals(const struct cbor_item *item, const json_t *expected)
{
	struct cbor_reader r = cbor_reader_over(item);
	size_t count = 0;
	char key[32];

	for (; cbor_reader_has_more(&r); count++) {
		struct bytes label = cbor_take_text(&r);
		struct cbor_item value = cbor_take(&r);

		snprintf(key, sizeof(key), "%.*s", (int)label.len, (const char *)label.at);
		if (!must_equal(&value, json_object_get(expected, key)))
			return false;
	}
	return cbor_reader_finish(&r) == RESULT_OK && count == json_object_size(expected);
}

/* The decoded value that the file has. */
static bool must_equal(const struct cbor_item *item, const json_t *expected)
{
	int64_t value;

	switch (item->kind) {
	case CBOR_UNSIGNED:
	case CBOR_NEGATIVE:
		return json_number_value(expected) == (cbor_item_int(item, &value) ? (double)value : (double)item->argument);
	case CBOR_TEXT:
		return json_is_string(expected) && is_text(item->content, json_string_value(expected));
	case CBOR_ARRAY:
		return json_is_array(expected) && array_equals(item, expected);
	case CBOR_MAP:
		return json_is_object(expected) && map_equals(item, expected);
	case CBOR_SIMPLE:
		return cbor_item_is_null(item) ? json_is_null(expected) : json_is_true(expected) == (item->argument == CBOR_TRUE);
	case CBOR_FLOAT:
		return json_is_number(expected) && float_value(item) == json_number_value(expected);
	default:
		return false;
	}
}

struct tally {
	size_t verdicts, values, only_diagnosed, bignums, outdated;
};

static void run_example(const json_t *example, struct tally *tally)
{
	const char *hex = json_string_value(json_object_get(example, "hex"));
	const json_t *decoded = json_object_get(example, "decoded");
	struct bytes input = bytes_of_hex(hex);
	struct cbor_item item;
	bool is_deterministic;

	/* simple(24) in two bytes was allowed until RFC 8949 section 3.3. */
	if (is(hex, "f818")) {
		ck_assert_int_eq(cbor_parse(input, CBOR_WELL_FORMED, &item), RESULT_MALFORMED);
		tally->outdated++;
		return;
	}
	is_deterministic = cbor_parse(input, CBOR_DETERMINISTIC, &item) == RESULT_OK;

	ck_assert_msg(is_deterministic == json_is_true(json_object_get(example, "roundtrip")), "%s deterministic", hex);
	ck_assert_msg(cbor_parse(input, CBOR_WELL_FORMED, &item) == RESULT_OK, "%s well-formed", hex);
	tally->verdicts++;
	if (!decoded)
		tally->only_diagnosed++;
	else if (item.kind == CBOR_TAG)
		tally->bignums++;
	else {
		ck_assert_msg(must_equal(&item, decoded), "%s value", hex);
		tally->values++;
	}
}

START_TEST(appendix_a_has_its_values)
{
	char path[VECTORS_PATH_MAX];
	struct tally tally = { 0 };
	json_t *examples, *example;
	size_t i;

	if (!vectors_path("cbor/rfc8949_appendix_a.json", path))
		return;
	/* Integers beyond 64 bits are among them. */
	examples = json_load_file(path, JSON_DECODE_INT_AS_REAL, NULL);
	ck_assert_ptr_nonnull(examples);
	json_array_foreach(examples, i, example)
		run_example(example, &tally);
	ck_assert_uint_gt(tally.values, 0);
	printf("vectors: cbor/rfc8949_appendix_a: %zu verdicts and %zu values as expected; apart: values of %zu told in diagnostic "
	       "notation only, of %zu under tags, whose meaning is their reader's; %zu that RFC 8949 no longer allows, refused\n",
	       tally.verdicts, tally.values, tally.only_diagnosed, tally.bignums, tally.outdated);
	json_decref(examples);
}
END_TEST

struct row {
	const char *hex, *well_formed, *strict_class, *group;
};

struct row_tally {
	size_t as_expected, too_deep, tag_content;
};

/* Indefinite lengths are no concern of order and width, which alone the tolerant rule forgives. */
static bool is_tolerable(const struct row *row)
{
	if (is(row->strict_class, "OK"))
		return true;
	return is(row->strict_class, "NOT_DETERMINISTIC") && strncmp(row->group, "indef", 5) != 0;
}

static void run_row(const struct row *row, struct row_tally *tally)
{
	struct bytes input = bytes_of_hex(row->hex);
	struct cbor_item item = { .kind = CBOR_NOTHING };
	enum result lax = cbor_parse(input, CBOR_WELL_FORMED, &item), tolerant = cbor_parse(input, CBOR_TOLERANT, &item),
		    strict = cbor_parse(input, CBOR_DETERMINISTIC, &item);

	if (lax == RESULT_TOO_LARGE) {
		ck_assert_msg(strict != RESULT_OK && tolerant != RESULT_OK, "%s", row->group);
		tally->too_deep++;
		return;
	}
	ck_assert_msg((lax == RESULT_OK) == is(row->well_formed, "WELL_FORMED"), "%s: %s", row->hex, result_name(lax));
	if (item.kind == CBOR_TAG && !is(row->strict_class, "OK") && strict == RESULT_OK) {
		tally->tag_content++;
		return;
	}
	ck_assert_msg((strict == RESULT_OK) == is(row->strict_class, "OK"), "%s: %s", row->hex, result_name(strict));
	ck_assert_msg((tolerant == RESULT_OK) == is_tolerable(row), "%s tolerant: %s", row->hex, result_name(tolerant));
	tally->as_expected++;
}

START_TEST(odd_items_have_their_verdicts)
{
	static char line[LINE_MAX_LEN];
	char path[VECTORS_PATH_MAX];
	struct row_tally tally = { 0 };
	FILE *table;

	if (!vectors_path("cbor/malformed_and_edge.csv", path))
		return;
	table = fopen(path, "r");
	ck_assert_ptr_nonnull(table);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), table));
	while (fgets(line, sizeof(line), table)) {
		char *rest = line;
		struct row row = { .hex = strsep(&rest, ",") };

		row.well_formed = strsep(&rest, ",");
		row.strict_class = strsep(&rest, ",");
		row.group = strsep(&rest, ",");
		ck_assert_ptr_nonnull(rest);
		run_row(&row, &tally);
	}
	fclose(table);
	ck_assert_uint_gt(tally.as_expected, 0);
	printf("vectors: cbor/malformed_and_edge: %zu rows as expected under three rules; apart: %zu deeper than our limit, refused as "
	       "too large; %zu whose tag forbids its content, which is its reader's to say\n",
	       tally.as_expected, tally.too_deep, tally.tag_content);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cbor vectors");
	TCase *tests = tcase_create("examples");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, appendix_a_has_its_values);
	tcase_add_test(tests, odd_items_have_their_verdicts);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
