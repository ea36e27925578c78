/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of chip.h: a stage gets what it has a grant for, locks hold until reset, and no longer. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/platform/sim/sim_fixture.h"

static struct sim sim;
static struct platform chip;
static const uint8_t word[4] = { 0 };

static void setup(void)
{
	nor_fixture_sim(&sim);
	chip = sim_platform(&sim);
	sim_power_on(&sim, false);
}

static void enter(enum chip_stage stage)
{
	while (sim.chip.stage < stage)
		sim_fixture_start(&chip);
}

static enum result program(enum flash_region region)
{
	return chip.flash.program(chip.flash.context, region, 0, BYTES_OF(word));
}

static enum result burn(void)
{
	return chip.fuses.burn(chip.fuses.context, FUSE_KEY_REVOKED, BYTES_OF(word));
}

static enum result raise_to(uint32_t value)
{
	return chip.counters.raise(chip.counters.context, COUNTER_OS, value);
}

static uint32_t counter(void)
{
	uint32_t value;

	ck_assert_int_eq(chip.counters.read(chip.counters.context, COUNTER_OS, &value), RESULT_OK);
	return value;
}

static enum result lock(unsigned int locks)
{
	return chip.control.lock(chip.control.context, locks);
}

static enum result latch(uint32_t value, uint32_t mark_offset)
{
	return chip.control.latch_confirm(chip.control.context, COUNTER_OS, value, mark_offset);
}

static enum result confirm(void)
{
	return chip.control.confirm(chip.control.context);
}

START_TEST(the_os_is_refused_what_the_loader_may)
{
	enter(CHIP_LOADER);
	ck_assert_int_eq(program(FLASH_LOADER), RESULT_OK);
	ck_assert_int_eq(burn(), RESULT_OK);
	ck_assert_int_eq(raise_to(1), RESULT_OK);
	enter(CHIP_OS);
	ck_assert_int_eq(program(FLASH_LOADER), RESULT_REFUSED);
	ck_assert_int_eq(program(FLASH_KEYS), RESULT_REFUSED);
	ck_assert_int_eq(chip.flash.erase(chip.flash.context, FLASH_KEYS, 0), RESULT_REFUSED);
	ck_assert_int_eq(burn(), RESULT_REFUSED);
	ck_assert_int_eq(raise_to(2), RESULT_REFUSED);
	ck_assert_int_eq(lock(LOCK_FUSES), RESULT_REFUSED);
	ck_assert_int_eq(latch(2, 0), RESULT_REFUSED);
	ck_assert_int_eq(program(FLASH_SLOT_B), RESULT_OK);
	ck_assert_uint_eq(counter(), 1);
}
END_TEST

START_TEST(locks_hold_until_the_next_reset)
{
	ck_assert_int_eq(lock(LOCK_LOADER_SLOT | LOCK_FUSES | LOCK_COUNTERS), RESULT_OK);
	ck_assert_int_eq(lock(8), RESULT_MALFORMED);
	ck_assert_int_eq(lock(0), RESULT_OK);
	ck_assert_int_eq(program(FLASH_LOADER), RESULT_REFUSED);
	ck_assert_int_eq(program(FLASH_KEYS), RESULT_REFUSED);
	ck_assert_int_eq(burn(), RESULT_REFUSED);
	ck_assert_int_eq(raise_to(1), RESULT_REFUSED);
	ck_assert_int_eq(latch(1, 0), RESULT_REFUSED);
	ck_assert_int_eq(program(FLASH_SLOT_A), RESULT_OK);
	sim_reset(&sim, BOOT_CRASH);
	ck_assert_int_eq(program(FLASH_LOADER), RESULT_OK);
	ck_assert_int_eq(burn(), RESULT_OK);
	ck_assert_int_eq(raise_to(1), RESULT_OK);
}
END_TEST

START_TEST(the_device_secret_is_shown_to_the_rom_alone)
{
	uint8_t secret[FUSE_DEVICE_SECRET_LEN], all[FUSE_LEN];

	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET, BUFFER_OF(secret)), RESULT_OK);
	enter(CHIP_LOADER);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET, BUFFER_OF(secret)), RESULT_REFUSED);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, 0, BUFFER_OF(all)), RESULT_REFUSED);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET - 1, (struct buffer){ all, 2 }), RESULT_REFUSED);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET + 31, (struct buffer){ all, 1 }), RESULT_REFUSED);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, 0, (struct buffer){ all, FUSE_DEVICE_SECRET }), RESULT_OK);
	ck_assert_int_eq(chip.fuses.read(chip.fuses.context, FUSE_DEVICE_SECRET + 32, (struct buffer){ all, 32 }), RESULT_OK);
}
END_TEST

START_TEST(confirm_does_what_was_latched_in_two_operations)
{
	enter(CHIP_LOADER);
	ck_assert_int_eq(latch(9, 8), RESULT_OK);
	ck_assert_int_eq(latch(10, 8), RESULT_REFUSED);
	ck_assert_int_eq(lock(LOCK_COUNTERS), RESULT_OK);
	enter(CHIP_OS);
	ck_assert_uint_eq(sim.chip.nor.operations, 0);
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_uint_eq(sim.chip.nor.operations, 2);
	ck_assert_uint_eq(counter(), 9);
	ck_assert_mem_eq(sim.chip.nor.space[FLASH_BOOT_STATE].at + 8, word, 4);
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_uint_eq(sim.chip.nor.operations, 2);
}
END_TEST

START_TEST(a_cut_confirm_has_the_mark_first_and_can_be_repeated)
{
	enter(CHIP_LOADER);
	ck_assert_int_eq(latch(9, 8), RESULT_OK);
	nor_arm_cut(&sim.chip.nor, 2, RIG_TEAR_NONE);
	ck_assert_int_eq(confirm(), RESULT_IO);
	sim_power_on(&sim, false);
	ck_assert_mem_eq(sim.chip.nor.space[FLASH_BOOT_STATE].at + 8, word, 4);
	ck_assert_uint_eq(counter(), 0);
	ck_assert_int_eq(latch(9, 8), RESULT_OK);
	enter(CHIP_LOADER);
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_uint_eq(counter(), 9);
}
END_TEST

START_TEST(without_a_latch_confirm_does_nothing)
{
	enter(CHIP_OS);
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_uint_eq(sim.chip.nor.operations, 0);
}
END_TEST

START_TEST(a_latch_outside_the_boot_state_is_refused)
{
	ck_assert_int_eq(latch(1, 2), RESULT_MALFORMED);
	ck_assert_int_eq(latch(1, 2 * FLASH_BLOCK_LEN), RESULT_MALFORMED);
	ck_assert_int_eq(latch(1, UINT32_MAX - 3), RESULT_MALFORMED);
	ck_assert_int_eq(chip.control.latch_confirm(chip.control.context, COUNTER_COUNT, 1, 0), RESULT_MALFORMED);
	ck_assert_int_eq(latch(1, 2 * FLASH_BLOCK_LEN - 4), RESULT_OK);
}
END_TEST

static struct boot_reason reason(void)
{
	struct boot_reason now;

	ck_assert_int_eq(chip.control.boot_reason(chip.control.context, &now), RESULT_OK);
	return now;
}

START_TEST(the_boot_reason_counts_what_went_wrong_in_a_row)
{
	sim_power_on(&sim, true);
	ck_assert_int_eq(reason().cause, BOOT_POWER_ON);
	ck_assert(reason().download_strap);
	sim_reset(&sim, BOOT_CRASH);
	sim_reset(&sim, BOOT_WATCHDOG);
	ck_assert_int_eq(reason().cause, BOOT_WATCHDOG);
	ck_assert_uint_eq(reason().abnormal_count, 2);
	ck_assert(!reason().download_strap);
	chip.control.reset(chip.control.context);
	ck_assert_int_eq(program(FLASH_SLOT_A), RESULT_IO);
	sim_reset(&sim, BOOT_RESET);
	ck_assert_uint_eq(reason().abnormal_count, 0);
	sim_reset(&sim, BOOT_CRASH);
	sim_power_on(&sim, false);
	ck_assert_uint_eq(reason().abnormal_count, 0);
}
END_TEST

START_TEST(nothing_answers_without_power)
{
	uint32_t value;

	sim_power_off(&sim);
	ck_assert_int_eq(program(FLASH_SLOT_A), RESULT_IO);
	ck_assert_int_eq(burn(), RESULT_IO);
	ck_assert_int_eq(confirm(), RESULT_IO);
	ck_assert_int_eq(chip.counters.read(chip.counters.context, COUNTER_OS, &value), RESULT_IO);
	sim_reset(&sim, BOOT_RESET);
	ck_assert_int_eq(program(FLASH_SLOT_A), RESULT_IO);
}
END_TEST

START_TEST(an_operation_that_does_not_exist_has_no_grant)
{
	for (enum chip_stage stage = CHIP_ROM; stage <= CHIP_OS; stage++) {
		enter(stage);
		ck_assert_int_eq(chip_grants(&sim.chip, (enum bus_op)0), RESULT_REFUSED);
		ck_assert_int_eq(chip_grants(&sim.chip, BUS_OP_END), RESULT_REFUSED);
		ck_assert_int_eq(chip_grants(&sim.chip, (enum bus_op)0xffff), RESULT_REFUSED);
		ck_assert_int_eq(program(FLASH_REGION_COUNT), RESULT_NOT_FOUND);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("chip");
	TCase *tests = tcase_create("chip");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_os_is_refused_what_the_loader_may);
	tcase_add_test(tests, locks_hold_until_the_next_reset);
	tcase_add_test(tests, the_device_secret_is_shown_to_the_rom_alone);
	tcase_add_test(tests, confirm_does_what_was_latched_in_two_operations);
	tcase_add_test(tests, a_cut_confirm_has_the_mark_first_and_can_be_repeated);
	tcase_add_test(tests, without_a_latch_confirm_does_nothing);
	tcase_add_test(tests, a_latch_outside_the_boot_state_is_refused);
	tcase_add_test(tests, the_boot_reason_counts_what_went_wrong_in_a_row);
	tcase_add_test(tests, nothing_answers_without_power);
	tcase_add_test(tests, an_operation_that_does_not_exist_has_no_grant);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
