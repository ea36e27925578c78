/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each text that a maker might type. */

#include "reference-impl/tools/field_text.h"

#include <check.h>
#include <string.h>

static const struct number_case {
	const char *text;
	uint32_t max;
	bool good;
	uint32_t number;
} numbers[] = {
	{ "0", 10, true, 0 }, { "10", 10, true, 10 }, { "11", 10, false, 0 }, { "", 10, false, 0 }, { "-1", 10, false, 0 },
	{ "+1", 10, false, 0 }, { " 1", 10, false, 0 }, { "1 ", 10, false, 0 }, { "0x1", 10, false, 0 },
	{ "4294967295", UINT32_MAX, true, UINT32_MAX }, { "4294967296", UINT32_MAX, false, 0 },
	{ "99999999999999999999999999", UINT32_MAX, false, 0 },
};

START_TEST(reads_numbers)
{
	const struct number_case *c = &numbers[_i];
	uint32_t number = 0;

	ck_assert_msg(field_number(c->text, c->max, &number) == c->good, "%s", c->text);
	ck_assert_msg(number == c->number, "%s", c->text);
}
END_TEST

static const struct version_case {
	const char *text;
	bool good;
	struct mcuboot_version version;
} versions[] = {
	{ "1.2.3", true, { 1, 2, 3, 0 } }, { "255.255.65535+4294967295", true, { 255, 255, 65535, 4294967295 } },
	{ "1.2.3+4", true, { 1, 2, 3, 4 } }, { "1.2", false, { 0 } }, { "1.2.3.4", false, { 0 } }, { "1.2.3+", false, { 0 } },
	{ "256.0.0", false, { 0 } }, { "0.256.0", false, { 0 } }, { "0.0.65536", false, { 0 } }, { "v1.2.3", false, { 0 } },
	{ "1..3", false, { 0 } }, { "", false, { 0 } },
};

START_TEST(reads_versions)
{
	const struct version_case *c = &versions[_i];
	struct mcuboot_version version = { 0 };

	ck_assert_msg(field_version(c->text, &version) == c->good, "%s", c->text);
	ck_assert_msg(mcuboot_version_compare(version, c->version) == 0 && version.build == c->version.build, "%s", c->text);
}
END_TEST

static const struct uuid_case {
	const char *text;
	bool good;
} uuids[] = {
	{ "01234567-89ab-cdef-0123-456789abcdef", true }, { "01234567-89AB-CDEF-0123-456789ABCDEF", true },
	{ "0123456789abcdef0123456789abcdef", false }, { "01234567-89ab-cdef-0123-456789abcde", false },
	{ "01234567-89ab-cdef-0123-456789abcdefa", false }, { "0123456-789ab-cdef-0123-456789abcdef", false },
	{ "g1234567-89ab-cdef-0123-456789abcdef", false }, { "", false },
};

START_TEST(reads_uuids)
{
	static const uint8_t expected[] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef };
	uint8_t uuid[MCUBOOT_UUID_LEN] = { 0 };

	ck_assert_msg(field_uuid(uuids[_i].text, uuid) == uuids[_i].good, "%s", uuids[_i].text);
	ck_assert(!uuids[_i].good || memcmp(uuid, expected, sizeof(uuid)) == 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("field_text");
	TCase *tcase = tcase_create("fields");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, reads_numbers, 0, sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_loop_test(tcase, reads_versions, 0, sizeof(versions) / sizeof(versions[0]));
	tcase_add_loop_test(tcase, reads_uuids, 0, sizeof(uuids) / sizeof(uuids[0]));
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
