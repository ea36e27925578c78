/* SPDX-License-Identifier: Apache-2.0 */
/* The walker: what it takes, what it refuses and where, and that a cut is never taken. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/service/verifier/evidence_cbor.h"

enum { BASE = 100 };

static struct bytes hex(const char *digits, struct buffer room)
{
	struct bytes bytes;

	ck_assert_int_eq(text_read_hex(bytes_of_text(digits), room, &bytes), RESULT_OK);
	return bytes;
}

static const struct {
	const char *hex;
	enum evidence_rules rules;
	const char *what; /* NULL: good */
	size_t offset;
} cases[] = {
	{ "00", EVIDENCE_SHORTEST, NULL, 0 },
	{ "1bffffffffffffffff", EVIDENCE_SHORTEST, NULL, 0 },
	{ "3bffffffffffffffff", EVIDENCE_SHORTEST, NULL, 0 },
	{ "83010203", EVIDENCE_SHORTEST, NULL, 0 },
	{ "a20102616103", EVIDENCE_SHORTEST, NULL, 0 },
	{ "d28440a04000", EVIDENCE_SHORTEST, NULL, 0 },
	{ "84f4f5f6f7", EVIDENCE_SHORTEST, NULL, 0 },
	{ "63e282ac", EVIDENCE_SHORTEST, NULL, 0 },
	{ "64f0908d88", EVIDENCE_SHORTEST, NULL, 0 },
	{ "80", EVIDENCE_SHORTEST, NULL, 0 },
	{ "a0", EVIDENCE_SHORTEST, NULL, 0 },
	{ "1800", EVIDENCE_TOLERANT, NULL, 0 },
	{ "1800", EVIDENCE_SHORTEST, "shortest", 0 },
	{ "1900ff", EVIDENCE_SHORTEST, "shortest", 0 },
	{ "1a0000ffff", EVIDENCE_SHORTEST, "shortest", 0 },
	{ "1b00000000ffffffff", EVIDENCE_SHORTEST, "shortest", 0 },
	{ "5800", EVIDENCE_SHORTEST, "shortest", 0 },
	{ "d81200", EVIDENCE_TOLERANT, NULL, 0 },
	{ "d81200", EVIDENCE_SHORTEST, "shortest", 0 },
	{ "fa3f800000", EVIDENCE_TOLERANT, NULL, 0 },
	{ "", EVIDENCE_TOLERANT, "ends where", 0 },
	{ "8201", EVIDENCE_TOLERANT, "announces more members", 0 },
	{ "820141", EVIDENCE_TOLERANT, "ends before", 2 },
	{ "0000", EVIDENCE_TOLERANT, "behind the end", 1 },
	{ "9f00ff", EVIDENCE_TOLERANT, "not told beforehand", 0 },
	{ "bf0000ff", EVIDENCE_TOLERANT, "not told beforehand", 0 },
	{ "5f4100ff", EVIDENCE_TOLERANT, "not told beforehand", 0 },
	{ "ff", EVIDENCE_TOLERANT, "not told beforehand", 0 },
	{ "1c", EVIDENCE_TOLERANT, "reserved", 0 },
	{ "fe", EVIDENCE_TOLERANT, "reserved", 0 },
	{ "f81f", EVIDENCE_TOLERANT, "forbidden", 0 },
	{ "f820", EVIDENCE_TOLERANT, NULL, 0 },
	{ "5bffffffffffffffff00", EVIDENCE_TOLERANT, "ends before", 0 },
	{ "9bffffffffffffffff00", EVIDENCE_TOLERANT, "announces more members", 0 },
	{ "bbffffffffffffffff00", EVIDENCE_TOLERANT, "announces more members", 0 },
	{ "bb800000000000000100", EVIDENCE_TOLERANT, "announces more members", 0 },
	{ "a201000100", EVIDENCE_TOLERANT, "stands twice", 3 },
	{ "a20100180100", EVIDENCE_TOLERANT, "stands twice", 3 },
	{ "a2616100616100", EVIDENCE_TOLERANT, "stands twice", 4 },
	{ "81a201000100", EVIDENCE_TOLERANT, "stands twice", 4 },
	{ "a1a000", EVIDENCE_TOLERANT, "neither a number nor a text", 1 },
	{ "a1410000", EVIDENCE_TOLERANT, "neither a number nor a text", 1 },
	{ "a1f500", EVIDENCE_TOLERANT, "neither a number nor a text", 1 },
	{ "61ff", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "62c080", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "63e08080", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "63eda080", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "64f0808080", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "64f4908080", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "62e282", EVIDENCE_TOLERANT, "UTF-8", 0 },
	{ "8181818181818181818181818181818100", EVIDENCE_TOLERANT, NULL, 0 },
	{ "818181818181818181818181818181818100", EVIDENCE_TOLERANT, "deeper nesting", 16 },
	{ "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c100", EVIDENCE_TOLERANT, "deeper nesting", 16 },
};

START_TEST(takes_what_is_strict_and_says_where_it_is_not)
{
	uint8_t room[64];
	struct bytes input = hex(cases[_i].hex, BUFFER_OF(room));
	struct evidence_fault fault = { "nothing", 0 };
	enum result result = evidence_check(input, BASE, cases[_i].rules, &fault);

	ck_assert_msg((result == RESULT_OK) == (cases[_i].what == NULL), "%s: %s", cases[_i].hex, fault.what);
	if (!cases[_i].what)
		return;
	ck_assert_msg(strstr(fault.what, cases[_i].what) != NULL, "%s: %s", cases[_i].hex, fault.what);
	ck_assert_uint_eq(fault.offset, BASE + cases[_i].offset);
}
END_TEST

START_TEST(a_map_has_at_most_64_entries)
{
	uint8_t room[3 + 65 * 3] = { 0xb8, 0x41 };
	struct evidence_fault fault;
	size_t len = 2;

	for (uint8_t i = 0; i < 65; i++) {
		if (i >= 24)
			room[len++] = 0x18;
		room[len++] = i;
		room[len++] = 0x00;
	}
	ck_assert_int_eq(evidence_check(bytes_from(room, len), 0, EVIDENCE_SHORTEST, &fault), RESULT_MALFORMED);
	room[1] = 0x40;
	ck_assert_int_eq(evidence_check(bytes_from(room, len - 3), 0, EVIDENCE_SHORTEST, &fault), RESULT_OK);
}
END_TEST

/* Of exactly that length, so that a read beyond it is seen. */
START_TEST(no_cut_is_taken)
{
	uint8_t room[64];
	struct bytes whole = hex("a3010220636162631903e8834141410102", BUFFER_OF(room));
	struct evidence_fault fault;

	ck_assert_int_eq(evidence_check(whole, 0, EVIDENCE_SHORTEST, &fault), RESULT_OK);
	for (size_t len = 0; len < whole.len; len++) {
		uint8_t *exact = malloc(len > 0 ? len : 1);

		memcpy(exact, whole.at, len);
		ck_assert_int_eq(evidence_check(bytes_from(exact, len), 0, EVIDENCE_TOLERANT, &fault), RESULT_MALFORMED);
		ck_assert_uint_le(fault.offset, len);
		free(exact);
	}
}
END_TEST

START_TEST(walks_and_finds)
{
	uint8_t room[64];
	struct bytes input = hex("a3018220036161a10a0b3903e7f6", BUFFER_OF(room));
	struct evidence_item map, value, member;
	struct evidence_walk walk;
	int64_t number;

	ck_assert(evidence_whole(input, BASE, &map));
	ck_assert_int_eq(map.kind, EVIDENCE_MAP);
	ck_assert(evidence_find(&map, 1, &value));
	ck_assert_uint_eq(value.offset, BASE + 2);
	walk = evidence_walk_into(&value);
	ck_assert(evidence_next(&walk, &member) && evidence_number(&member, &number));
	ck_assert_int_eq(number, -1);
	ck_assert(evidence_next(&walk, &member) && evidence_number(&member, &number));
	ck_assert_int_eq(number, 3);
	ck_assert_uint_eq(member.offset, BASE + 4);
	ck_assert(!evidence_next(&walk, &member));
	ck_assert(evidence_find(&map, -1000, &value) && evidence_is_null(&value));
	ck_assert(!evidence_find(&map, 10, &value));
	ck_assert(!evidence_find(&map, 2, &value));
	ck_assert(!evidence_find(&member, 2, &value));
}
END_TEST

START_TEST(numbers_beyond_63_bits_are_none)
{
	uint8_t room[16];
	struct evidence_item item;
	int64_t number;

	ck_assert(evidence_whole(hex("1b7fffffffffffffff", BUFFER_OF(room)), 0, &item) && evidence_number(&item, &number));
	ck_assert(number == INT64_MAX);
	ck_assert(evidence_whole(hex("3b7fffffffffffffff", BUFFER_OF(room)), 0, &item) && evidence_number(&item, &number));
	ck_assert(number == INT64_MIN);
	ck_assert(evidence_whole(hex("1b8000000000000000", BUFFER_OF(room)), 0, &item) && !evidence_number(&item, &number));
	ck_assert(evidence_whole(hex("3b8000000000000000", BUFFER_OF(room)), 0, &item) && !evidence_number(&item, &number));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("evidence cbor");
	TCase *tests = tcase_create("walk");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, takes_what_is_strict_and_says_where_it_is_not, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tests, a_map_has_at_most_64_entries);
	tcase_add_test(tests, no_cut_is_taken);
	tcase_add_test(tests, walks_and_finds);
	tcase_add_test(tests, numbers_beyond_63_bits_are_none);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
