/* SPDX-License-Identifier: Apache-2.0 */
/* Loading reads each byte once and never too many; a permit with one word wrong starts nothing. */

#include <check.h>
#include <string.h>

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/load.h"

static struct boot_fixture f;
static struct boot_verdict verdict;

static void setup(void)
{
	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	sim_power_on(&f.sim, false);
}

static enum result load(struct bytes *ret_image)
{
	return boot_load(&f.platform, FLASH_SLOT_A, ret_image);
}

START_TEST(a_good_image_gets_its_permit)
{
	struct bytes image;

	ck_assert_int_eq(load(&image), RESULT_OK);
	ck_assert_int_eq(boot_judge(&f.platform, BOOT_COMPONENT_OS, image, &verdict), RESULT_OK);
	ck_assert(boot_permit_holds(&verdict.permit));
	ck_assert_int_eq(boot_permit_start(&f.platform, &verdict.permit), RESULT_OK);
	ck_assert_uint_eq(f.sim.started.payload.len, 3000);
	ck_assert_int_eq(f.sim.started.payload.at[2999], 'A');
}
END_TEST

/* _i: bit 0 spoils the first word, bit 1 the second, bit 2 the length. */
START_TEST(half_a_permit_starts_nothing)
{
	struct bytes image;

	ck_assert_int_eq(load(&image), RESULT_OK);
	ck_assert_int_eq(boot_judge(&f.platform, BOOT_COMPONENT_OS, image, &verdict), RESULT_OK);
	if (_i & 1)
		verdict.permit.first = 0;
	if (_i & 2)
		verdict.permit.second = verdict.permit.first;
	if (_i & 4)
		verdict.permit.sealed_len = 0;
	ck_assert_int_ne(boot_permit_start(&f.platform, &verdict.permit), RESULT_OK);
	ck_assert_uint_eq(f.sim.started.count, 0);
}
END_TEST

/* A permit that held is gone with the next image that is judged and refused. */
START_TEST(a_refusal_takes_the_permit_back)
{
	struct bytes image;

	ck_assert_int_eq(load(&image), RESULT_OK);
	ck_assert_int_eq(boot_judge(&f.platform, BOOT_COMPONENT_OS, image, &verdict), RESULT_OK);
	boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'X', .key = KEY_ATTACKER });
	ck_assert_int_eq(load(&image), RESULT_OK);
	ck_assert_int_eq(boot_judge(&f.platform, BOOT_COMPONENT_OS, image, &verdict), RESULT_UNKNOWN_KEY);
	ck_assert(!boot_permit_holds(&verdict.permit));
	ck_assert_int_ne(boot_permit_start(&f.platform, &verdict.permit), RESULT_OK);
}
END_TEST

/* Header fields at their limits: refused while loading, or at the latest by the verdict; never read past the slot. */
START_TEST(impossible_lengths_are_refused)
{
	static const struct {
		uint32_t offset;
		uint32_t value;
		size_t len;
	} fields[] = {
		{ 8, 0, 2 }, { 8, 31, 2 }, { 8, 0xffff, 2 }, { 10, 0xffff, 2 }, { 10, 1, 2 }, { 12, 0, 4 },
		{ 12, 0xffffffff, 4 }, { 12, 0xffffffff - 32, 4 }, { 12, 0x7fffffff, 4 }, { 12, 65536, 4 }, { 12, 65536 - 40, 4 },
		{ 0, 0x3db8f396, 4 }, { 16, 0xffffffff, 4 },
	};
	struct bytes image;
	enum result result;

	ck_assert_int_eq(sim_put(&f.sim, FLASH_SLOT_A, fields[_i].offset, bytes_from(&fields[_i].value, fields[_i].len)), RESULT_OK);
	result = load(&image);
	if (result == RESULT_OK)
		result = boot_judge(&f.platform, BOOT_COMPONENT_OS, image, &verdict);
	ck_assert_int_ne(result, RESULT_OK);
}
END_TEST

/* What lies behind the image in its slot is not part of it. */
START_TEST(the_image_alone_is_loaded)
{
	struct bytes image = boot_fixture_build(&f, (struct boot_fixture_image){ .letter = 'A' });
	struct bytes loaded;

	ck_assert_int_eq(sim_put(&f.sim, FLASH_SLOT_A, 0, image), RESULT_OK);
	ck_assert_int_eq(sim_put(&f.sim, FLASH_SLOT_A, image.len, bytes_of_text("more")), RESULT_OK);
	ck_assert_int_eq(load(&loaded), RESULT_OK);
	ck_assert_uint_eq(loaded.len, image.len);
	ck_assert_mem_eq(loaded.at, image.at, image.len);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tcase = tcase_create("permits");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, a_good_image_gets_its_permit);
	tcase_add_loop_test(tcase, half_a_permit_starts_nothing, 1, 8);
	tcase_add_test(tcase, a_refusal_takes_the_permit_back);
	tcase_add_loop_test(tcase, impossible_lengths_are_refused, 0, 13);
	tcase_add_test(tcase, the_image_alone_is_loaded);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
