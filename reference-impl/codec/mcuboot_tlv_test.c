/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each area: what stands in it, and what finding type 0x00a1 must give. */

#include "reference-impl/codec/mcuboot_tlv.h"

#include <check.h>

struct area_case {
	const char *name;
	uint8_t bytes[16];
	size_t len;
	enum result expected;
	size_t value_len;
};

static const struct area_case cases[] = {
	{ "no area", { 0 }, 0, RESULT_NOT_FOUND, 0 },
	{ "empty area", { 0x08, 0x69, 4, 0 }, 4, RESULT_NOT_FOUND, 0 },
	{ "cut info header", { 0x08, 0x69, 4 }, 3, RESULT_MALFORMED, 0 },
	{ "alone", { 0x08, 0x69, 10, 0, 0xa1, 0, 2, 0, 7, 7 }, 10, RESULT_OK, 2 },
	{ "empty value", { 0x08, 0x69, 8, 0, 0xa1, 0, 0, 0 }, 8, RESULT_OK, 0 },
	{ "another type", { 0x08, 0x69, 9, 0, 0xa2, 0, 1, 0, 7 }, 9, RESULT_NOT_FOUND, 0 },
	{ "same low byte", { 0x08, 0x69, 9, 0, 0xa1, 1, 1, 0, 7 }, 9, RESULT_NOT_FOUND, 0 },
	{ "behind another", { 0x08, 0x69, 14, 0, 0xa2, 0, 1, 0, 7, 0xa1, 0, 1, 0, 8 }, 14, RESULT_OK, 1 },
	{ "twice", { 0x08, 0x69, 14, 0, 0xa1, 0, 1, 0, 7, 0xa1, 0, 1, 0, 8 }, 14, RESULT_MALFORMED, 0 },
	{ "value cut", { 0x08, 0x69, 10, 0, 0xa1, 0, 3, 0, 7, 7 }, 10, RESULT_MALFORMED, 0 },
	{ "length cut", { 0x08, 0x69, 7, 0, 0xa1, 0, 3 }, 7, RESULT_MALFORMED, 0 },
};

START_TEST(finds_the_one)
{
	const struct area_case *c = &cases[_i];
	struct bytes value = { 0 };

	ck_assert_msg(mcuboot_tlv_find(bytes_from(c->bytes, c->len), MCUBOOT_TLV_REVOKED_KEY, &value) == c->expected, "%s",
		      c->name);
	ck_assert_msg(value.len == c->value_len, "%s", c->name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot_tlv");
	TCase *tcase = tcase_create("find");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, finds_the_one, 0, sizeof(cases) / sizeof(cases[0]));
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
