/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/memory_chip.h"

#include <check.h>
#include <string.h>

static struct memory_chip chip;
static struct vault vault;

static void setup(void)
{
	memory_chip_init(&chip);
	vault = memory_chip_vault(&chip);
}

START_TEST(the_secret_is_the_fuses_own)
{
	uint8_t secret[FUSE_DEVICE_SECRET_LEN], more[FUSE_DEVICE_SECRET_LEN + 1];

	ck_assert_int_eq(vault.take_secret(vault.context, BUFFER_OF(secret)), RESULT_OK);
	ck_assert_mem_eq(secret, chip.fuses + FUSE_DEVICE_SECRET, sizeof(secret));
	ck_assert_int_eq(vault.take_secret(vault.context, BUFFER_OF(more)), RESULT_MALFORMED);
}
END_TEST

START_TEST(what_is_not_there_is_refused)
{
	uint8_t two[2];
	uint32_t value;

	ck_assert_int_eq(vault.read_fuses(vault.context, FUSE_LEN - 2, BUFFER_OF(two)), RESULT_OK);
	ck_assert_int_eq(vault.read_fuses(vault.context, FUSE_LEN - 1, BUFFER_OF(two)), RESULT_REFUSED);
	ck_assert_int_eq(vault.read_fuses(vault.context, UINT32_MAX, BUFFER_OF(two)), RESULT_REFUSED);
	ck_assert_int_eq(vault.read_counter(vault.context, COUNTER_END, &value), RESULT_REFUSED);
	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_END, 1), RESULT_REFUSED);
	ck_assert_int_eq(vault.burn_fuses(vault.context, FUSE_LIFECYCLE, BYTES_OF(two)), RESULT_REFUSED);
}
END_TEST

START_TEST(counters_only_rise)
{
	uint32_t value;

	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_SEAL_OS, 3), RESULT_OK);
	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_SEAL_OS, 2), RESULT_REFUSED);
	ck_assert_int_eq(vault.read_counter(vault.context, COUNTER_SEAL_OS, &value), RESULT_OK);
	ck_assert_uint_eq(value, 3);
}
END_TEST

START_TEST(noise_differs_at_each_draw_and_is_the_same_in_each_run)
{
	uint8_t first[16], second[16], again[16];

	ck_assert_int_eq(vault.draw_noise(vault.context, BUFFER_OF(first)), RESULT_OK);
	ck_assert_int_eq(vault.draw_noise(vault.context, BUFFER_OF(second)), RESULT_OK);
	ck_assert_mem_ne(first, second, sizeof(first));
	memory_chip_init(&chip);
	ck_assert_int_eq(vault.draw_noise(vault.context, BUFFER_OF(again)), RESULT_OK);
	ck_assert_mem_eq(first, again, sizeof(first));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory_chip");
	TCase *tests = tcase_create("memory_chip");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_secret_is_the_fuses_own);
	tcase_add_test(tests, what_is_not_there_is_refused);
	tcase_add_test(tests, counters_only_rise);
	tcase_add_test(tests, noise_differs_at_each_draw_and_is_the_same_in_each_run);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
