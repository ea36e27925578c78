/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of nor_fault.h: a lie is the same however it is read, and is counted. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"

static struct nor nor;
static const uint8_t altered[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static uint8_t seen[8];

static void setup(void)
{
	nor_fixture_init(&nor);
}

static uint8_t read_byte(uint64_t offset)
{
	uint8_t byte;

	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, offset, BUFFER_OF(byte)), RESULT_OK);
	return byte;
}

START_TEST(the_first_read_is_true_and_later_ones_lie)
{
	uint8_t read[16];

	ck_assert_int_eq(nor_fault_second_read(&nor, FLASH_SLOT_A, 100, BYTES_OF(altered), BUFFER_OF(seen)), RESULT_OK);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 96, BUFFER_OF(read)), RESULT_OK);
	ck_assert_uint_eq(read[4], 0xff);
	ck_assert_uint_eq(nor.faults.fired, 0);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 96, BUFFER_OF(read)), RESULT_OK);
	ck_assert_uint_eq(read[3], 0xff);
	ck_assert_mem_eq(read + 4, altered, 8);
	ck_assert_uint_eq(read[12], 0xff);
	ck_assert_uint_eq(nor.faults.fired, 1);
}
END_TEST

START_TEST(reading_in_pieces_meets_the_same_lie)
{
	uint8_t read[8];

	ck_assert_int_eq(nor_fault_second_read(&nor, FLASH_SLOT_A, 100, BYTES_OF(altered), BUFFER_OF(seen)), RESULT_OK);
	ck_assert_uint_eq(read_byte(100), 0xff);
	ck_assert_uint_eq(read_byte(101), 0xff);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 100, BUFFER_OF(read)), RESULT_OK);
	ck_assert_mem_eq(read, altered, 2);
	ck_assert_uint_eq(read[2], 0xff);
	ck_assert_uint_eq(read_byte(107), 8);
	ck_assert_uint_eq(nor.faults.fired, 2);
}
END_TEST

START_TEST(other_regions_and_the_cells_stay_true)
{
	uint8_t read[8];

	ck_assert_int_eq(nor_fault_second_read(&nor, FLASH_SLOT_B, 100, BYTES_OF(altered), BUFFER_OF(seen)), RESULT_OK);
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(read_byte(100), 0xff);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_B, 100, BUFFER_OF(read)), RESULT_OK);
	ck_assert_uint_eq(nor.space[FLASH_SLOT_B].at[100], 0xff);
	nor_fault_clear(&nor);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_B, 100, BUFFER_OF(read)), RESULT_OK);
	ck_assert_uint_eq(read[0], 0xff);
}
END_TEST

START_TEST(a_read_error_fails_what_touches_it)
{
	uint8_t read[16] = { 7 };

	ck_assert_int_eq(nor_fault_read_error(&nor, FLASH_SLOT_A, 100, 4), RESULT_OK);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 85, BUFFER_OF(read)), RESULT_IO);
	ck_assert_uint_eq(read[0], 7);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 103, BUFFER_OF(read)), RESULT_IO);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 84, BUFFER_OF(read)), RESULT_OK);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 104, BUFFER_OF(read)), RESULT_OK);
	ck_assert_uint_eq(nor.faults.fired, 2);
	nor_power(&nor, false);
	nor_power(&nor, true);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 100, BUFFER_OF(read)), RESULT_IO);
	nor_fault_clear(&nor);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 100, BUFFER_OF(read)), RESULT_OK);
}
END_TEST

START_TEST(a_counter_that_cannot_be_read_is_an_error)
{
	uint32_t value;

	ck_assert_int_eq(nor_fault_read_error(&nor, NOR_COUNTERS, 0, NOR_COUNTERS_LEN), RESULT_OK);
	ck_assert_int_eq(nor_counter_read(&nor, COUNTER_OS, &value), RESULT_IO);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, 5), RESULT_IO);
}
END_TEST

static unsigned int bits_that_differ(void)
{
	unsigned int count = 0;

	for (size_t i = 0; i < NOR_FIXTURE_SLOT_LEN; i++)
		count += (unsigned int)__builtin_popcount(nor.space[FLASH_SLOT_A].at[i] ^ 0xffu);
	return count;
}

START_TEST(rot_flips_exactly_the_bits_asked_for)
{
	ck_assert_int_eq(nor_fault_bit_rot(&nor, FLASH_SLOT_A, FLASH_BLOCK_LEN, 500, 42), RESULT_OK);
	ck_assert_uint_eq(bits_that_differ(), 500);
	ck_assert_uint_eq(nor.faults.fired, 1);
	ck_assert_int_eq(nor_fault_bit_rot(&nor, FLASH_SLOT_A, FLASH_BLOCK_LEN, 500, 42), RESULT_OK);
	ck_assert_uint_eq(bits_that_differ(), 0);
	ck_assert_int_eq(nor_fault_bit_rot(&nor, FLASH_SLOT_A, 0, FLASH_BLOCK_LEN * 8, 1), RESULT_OK);
	ck_assert_uint_eq(bits_that_differ(), FLASH_BLOCK_LEN * 8);
}
END_TEST

START_TEST(what_cannot_be_armed_is_refused)
{
	static const struct bytes none;

	ck_assert_int_eq(nor_fault_read_error(&nor, NOR_SPACE_COUNT, 0, 1), RESULT_NOT_FOUND);
	ck_assert_int_eq(nor_fault_read_error(&nor, FLASH_KEYS, FLASH_BLOCK_LEN, 1), RESULT_TOO_LARGE);
	ck_assert_int_eq(nor_fault_read_error(&nor, FLASH_KEYS, 1, UINT64_MAX), RESULT_TOO_LARGE);
	ck_assert_int_eq(nor_fault_read_error(&nor, FLASH_KEYS, 1, 0), RESULT_MALFORMED);
	ck_assert_int_eq(nor_fault_second_read(&nor, FLASH_KEYS, 1, none, BUFFER_OF(seen)), RESULT_MALFORMED);
	ck_assert_int_eq(nor_fault_bit_rot(&nor, FLASH_KEYS, FLASH_BLOCK_LEN - 1, 9, 0), RESULT_TOO_LARGE);
	ck_assert_int_eq(nor_fault_bit_rot(&nor, FLASH_KEYS, FLASH_BLOCK_LEN, 0, 0), RESULT_TOO_LARGE);
	for (int i = 0; i < NOR_FAULT_COUNT; i++)
		ck_assert_int_eq(nor_fault_read_error(&nor, FLASH_KEYS, 1, 1), RESULT_OK);
	ck_assert_int_eq(nor_fault_read_error(&nor, FLASH_KEYS, 1, 1), RESULT_BUSY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("nor_fault");
	TCase *tests = tcase_create("faults");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_first_read_is_true_and_later_ones_lie);
	tcase_add_test(tests, reading_in_pieces_meets_the_same_lie);
	tcase_add_test(tests, other_regions_and_the_cells_stay_true);
	tcase_add_test(tests, a_read_error_fails_what_touches_it);
	tcase_add_test(tests, a_counter_that_cannot_be_read_is_an_error);
	tcase_add_test(tests, rot_flips_exactly_the_bits_asked_for);
	tcase_add_test(tests, what_cannot_be_armed_is_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
