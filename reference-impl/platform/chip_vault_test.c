/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of vault.h: the secret once per power-on, the lifecycle's fuses, and counters that no stage reaches. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/platform/sim/sim_fixture.h"

static struct sim sim;
static struct platform chip;
static struct vault vault;
static uint8_t secret[FUSE_DEVICE_SECRET_LEN];

static void setup(void)
{
	static const uint8_t burnt[FUSE_DEVICE_SECRET_LEN] = { 7, 8, 9 };

	nor_fixture_sim(&sim);
	chip = sim_platform(&sim);
	vault = sim_vault(&sim);
	sim_power_on(&sim, false);
	ck_assert_int_eq(nor_burn(&sim.chip.nor, FUSE_DEVICE_SECRET, BYTES_OF(burnt)), RESULT_OK);
}

static enum result take(void)
{
	return vault.take_secret(vault.context, BUFFER_OF(secret));
}

START_TEST(the_secret_is_given_once_until_power_goes)
{
	ck_assert_int_eq(take(), RESULT_OK);
	ck_assert_uint_eq(secret[0], 7);
	ck_assert_int_eq(take(), RESULT_REFUSED);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET, BUFFER_OF(secret)), RESULT_REFUSED);
	sim_reset(&sim, BOOT_RESET);
	ck_assert_int_eq(take(), RESULT_REFUSED);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET, BUFFER_OF(secret)), RESULT_REFUSED);
	sim_power_on(&sim, false);
	ck_assert_int_eq(take(), RESULT_OK);
}
END_TEST

START_TEST(a_secret_that_could_not_be_read_is_not_shown_again)
{
	ck_assert_int_eq(nor_fault_read_error(&sim.chip.nor, NOR_FUSES, FUSE_DEVICE_SECRET + 8, 1), RESULT_OK);
	ck_assert_int_eq(take(), RESULT_IO);
	nor_fault_clear(&sim.chip.nor);
	ck_assert_int_eq(take(), RESULT_REFUSED);
	ck_assert_int_eq(vault.take_secret(vault.context, (struct buffer){ secret, 1 }), RESULT_MALFORMED);
}
END_TEST

START_TEST(other_fuses_are_read_and_only_the_lifecycle_is_burnt)
{
	static const uint8_t bits[FUSE_LIFECYCLE_LEN + 1] = { 0xff };
	uint8_t all[FUSE_LEN];

	ck_assert_int_eq(vault.read_fuses(vault.context, 0, (struct buffer){ all, FUSE_DEVICE_SECRET }), RESULT_OK);
	ck_assert_int_eq(vault.read_fuses(vault.context, 0, BUFFER_OF(all)), RESULT_REFUSED);
	ck_assert_int_eq(vault.read_fuses(vault.context, FUSE_DEVICE_SECRET + 31, (struct buffer){ all, 1 }), RESULT_REFUSED);
	ck_assert_int_eq(vault.read_fuses(vault.context, FUSE_SERVICE_KEY_HASH, (struct buffer){ all, 32 }), RESULT_OK);
	ck_assert_int_eq(vault.burn_fuses(vault.context, FUSE_LIFECYCLE, bytes_from(bits, FUSE_LIFECYCLE_LEN)), RESULT_OK);
	ck_assert_int_eq(vault.burn_fuses(vault.context, FUSE_LIFECYCLE, BYTES_OF(bits)), RESULT_REFUSED);
	ck_assert_int_eq(vault.burn_fuses(vault.context, FUSE_KEY_REVOKED, bytes_from(bits, 1)), RESULT_REFUSED);
	ck_assert_int_eq(vault.burn_fuses(vault.context, UINT32_MAX, bytes_from(bits, 1)), RESULT_REFUSED);
}
END_TEST

START_TEST(its_counters_are_out_of_every_stage_s_reach_and_locks_do_not_bind_it)
{
	uint32_t value = 0;

	ck_assert_int_eq(chip.counters.raise(chip.counters.context, COUNTER_TOKEN_TRIED, 1), RESULT_NOT_FOUND);
	ck_assert_int_eq(chip.counters.read(chip.counters.context, COUNTER_TOKEN_TRIED, &value), RESULT_NOT_FOUND);
	ck_assert_int_eq(chip.control.lock(chip.control.context, LOCK_FUSES | LOCK_COUNTERS), RESULT_OK);
	sim_fixture_start(&chip);
	sim_fixture_start(&chip);
	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_TOKEN_TRIED, 3), RESULT_OK);
	ck_assert_int_eq(vault.read_counter(vault.context, COUNTER_TOKEN_TRIED, &value), RESULT_OK);
	ck_assert_uint_eq(value, 3);
	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_TOKEN_TRIED, 2), RESULT_REFUSED);
	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_OS, 9), RESULT_REFUSED);
	ck_assert_int_eq(vault.raise_counter(vault.context, COUNTER_END, 1), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(without_power_nothing_answers)
{
	uint32_t value;

	sim_power_off(&sim);
	ck_assert_int_eq(take(), RESULT_IO);
	ck_assert_int_eq(vault.read_fuses(vault.context, 0, (struct buffer){ secret, 1 }), RESULT_IO);
	ck_assert_int_eq(vault.burn_fuses(vault.context, FUSE_LIFECYCLE, bytes_from(secret, 1)), RESULT_IO);
	ck_assert_int_eq(vault.read_counter(vault.context, COUNTER_RELEASE, &value), RESULT_IO);
	ck_assert_int_eq(vault.draw_noise(vault.context, (struct buffer){ secret, 1 }), RESULT_IO);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("chip vault");
	TCase *tests = tcase_create("chip vault");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_secret_is_given_once_until_power_goes);
	tcase_add_test(tests, a_secret_that_could_not_be_read_is_not_shown_again);
	tcase_add_test(tests, other_fuses_are_read_and_only_the_lifecycle_is_burnt);
	tcase_add_test(tests, its_counters_are_out_of_every_stage_s_reach_and_locks_do_not_bind_it);
	tcase_add_test(tests, without_power_nothing_answers);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
