/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of nor.h: storage keeps its rules, and a cut leaves what the tear says and nothing else. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"

static struct nor nor;

static void setup(void)
{
	nor_fixture_init(&nor);
}

static uint8_t *slot(void)
{
	return nor.space[FLASH_SLOT_A].at;
}

static size_t count_of(const uint8_t *at, size_t len, uint8_t value)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += at[i] == value;
	return count;
}

START_TEST(a_program_only_clears_bits)
{
	static const uint8_t first[] = { 0x0f, 0xff, 0x00, 0xaa }, second[] = { 0xfc, 0x55, 0xff, 0xff };
	static const uint8_t both[] = { 0x0c, 0x55, 0x00, 0xaa };
	uint8_t read[4];

	ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, 8, BYTES_OF(first)), RESULT_OK);
	ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, 8, BYTES_OF(second)), RESULT_OK);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 8, BUFFER_OF(read)), RESULT_OK);
	ck_assert_mem_eq(read, both, 4);
	ck_assert_uint_eq(slot()[7], 0xff);
	ck_assert_uint_eq(slot()[12], 0xff);
}
END_TEST

START_TEST(an_erase_sets_one_block)
{
	memset(slot(), 0, 3 * FLASH_BLOCK_LEN);
	ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_A, FLASH_BLOCK_LEN), RESULT_OK);
	ck_assert_uint_eq(count_of(slot() + FLASH_BLOCK_LEN, FLASH_BLOCK_LEN, 0xff), FLASH_BLOCK_LEN);
	ck_assert_uint_eq(slot()[FLASH_BLOCK_LEN - 1], 0);
	ck_assert_uint_eq(slot()[2 * FLASH_BLOCK_LEN], 0);
}
END_TEST

START_TEST(a_fuse_is_blown_for_good)
{
	static const uint8_t first[] = { 0x01 }, second[] = { 0x80 };
	uint8_t read;

	ck_assert_int_eq(nor_burn(&nor, 7, BYTES_OF(first)), RESULT_OK);
	ck_assert_int_eq(nor_burn(&nor, 7, BYTES_OF(second)), RESULT_OK);
	ck_assert_int_eq(nor_read(&nor, NOR_FUSES, 7, BUFFER_OF(read)), RESULT_OK);
	ck_assert_uint_eq(read, 0x81);
	ck_assert_int_eq(nor_erase(&nor, NOR_FUSES, 0), RESULT_NOT_FOUND);
	ck_assert_int_eq(nor_program(&nor, NOR_FUSES, 4, bytes_from(slot(), 4)), RESULT_NOT_FOUND);
}
END_TEST

/* What is outside, askew or across pages is refused, changes nothing and counts nothing. */
START_TEST(bad_operations_are_refused_and_not_counted)
{
	static const struct {
		unsigned int space;
		uint64_t offset;
		size_t len;
		enum result program, read;
	} bad[] = {
		{ FLASH_SLOT_A, 2, 4, RESULT_MALFORMED, RESULT_OK },
		{ FLASH_SLOT_A, 0, 3, RESULT_MALFORMED, RESULT_OK },
		{ FLASH_SLOT_A, 0, 0, RESULT_MALFORMED, RESULT_OK },
		{ FLASH_SLOT_A, FLASH_PAGE_LEN - 4, 8, RESULT_MALFORMED, RESULT_OK },
		{ FLASH_SLOT_A, 0, FLASH_PAGE_LEN + 4, RESULT_MALFORMED, RESULT_OK },
		{ FLASH_SLOT_A, NOR_FIXTURE_SLOT_LEN, 4, RESULT_TOO_LARGE, RESULT_TOO_LARGE },
		{ FLASH_SLOT_A, UINT64_MAX - 3, 4, RESULT_TOO_LARGE, RESULT_TOO_LARGE },
		{ FLASH_SLOT_A, 1ull << 32, 4, RESULT_TOO_LARGE, RESULT_TOO_LARGE },
		{ NOR_SPACE_COUNT, 0, 4, RESULT_NOT_FOUND, RESULT_NOT_FOUND },
		{ UINT32_MAX, 0, 4, RESULT_NOT_FOUND, RESULT_NOT_FOUND },
	};
	static uint8_t zeros[2 * FLASH_PAGE_LEN];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buffer into = { zeros, bad[i].len };

		memset(zeros, 0, sizeof(zeros));
		ck_assert_int_eq(nor_program(&nor, bad[i].space, bad[i].offset, bytes_of_buffer(into)), bad[i].program);
		ck_assert_int_eq(nor_read(&nor, bad[i].space, bad[i].offset, into), bad[i].read);
	}
	ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_A, FLASH_PAGE_LEN), RESULT_MALFORMED);
	ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_A, NOR_FIXTURE_SLOT_LEN), RESULT_TOO_LARGE);
	ck_assert_int_eq(nor_burn(&nor, FUSE_LEN - 1, bytes_from(zeros, 2)), RESULT_TOO_LARGE);
	ck_assert_uint_eq(nor.operations, 0);
	ck_assert_uint_eq(count_of(slot(), NOR_FIXTURE_SLOT_LEN, 0xff), NOR_FIXTURE_SLOT_LEN);
}
END_TEST

START_TEST(a_counter_only_rises)
{
	uint32_t value = 99;

	ck_assert_int_eq(nor_counter_read(&nor, COUNTER_OS, &value), RESULT_OK);
	ck_assert_uint_eq(value, 0);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, 7), RESULT_OK);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, 6), RESULT_REFUSED);
	ck_assert_uint_eq(nor.operations, 1);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, 7), RESULT_OK);
	ck_assert_uint_eq(nor.operations, 1);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, UINT32_MAX), RESULT_OK);
	ck_assert_int_eq(nor_counter_read(&nor, COUNTER_OS, &value), RESULT_OK);
	ck_assert_uint_eq(value, UINT32_MAX);
	ck_assert_int_eq(nor_counter_read(&nor, COUNTER_LOADER, &value), RESULT_OK);
	ck_assert_uint_eq(value, 0);
	ck_assert_int_eq(nor_counter_read(&nor, COUNTER_END, &value), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(a_counter_without_a_valid_row_is_no_zero)
{
	uint32_t value = 99;

	memset(nor.space[NOR_COUNTERS].at, 0, NOR_COUNTERS_LEN);
	ck_assert_int_eq(nor_counter_read(&nor, COUNTER_OS, &value), RESULT_IO);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, 1), RESULT_IO);
	ck_assert_uint_eq(value, 99);
}
END_TEST

START_TEST(the_nth_operation_is_cut_and_power_is_off)
{
	static const uint8_t word[4] = { 0 };
	uint8_t read[4];

	nor_arm_cut(&nor, 3, RIG_TEAR_NONE);
	ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, 0, BYTES_OF(word)), RESULT_OK);
	ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, 1), RESULT_OK);
	ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_A, 0), RESULT_IO);
	ck_assert(nor.cut.fired);
	ck_assert_uint_eq(nor.cut.counted, 3);
	ck_assert_mem_eq(slot(), word, 4);
	ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, 4, BYTES_OF(word)), RESULT_IO);
	ck_assert_int_eq(nor_read(&nor, FLASH_SLOT_A, 0, BUFFER_OF(read)), RESULT_IO);
	nor_power(&nor, true);
	ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, 4, BYTES_OF(word)), RESULT_OK);
	ck_assert_uint_eq(nor.cut.counted, 3);
	ck_assert_uint_eq(nor.operations, 4);
}
END_TEST

START_TEST(a_page_tear_does_the_first_half_and_ends_within_a_word)
{
	static const uint8_t page[FLASH_PAGE_LEN] = { 0 };

	nor_arm_cut(&nor, 1, RIG_TEAR_PAGE);
	ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, FLASH_PAGE_LEN, BYTES_OF(page)), RESULT_IO);
	ck_assert_uint_eq(count_of(slot() + FLASH_PAGE_LEN, FLASH_PAGE_LEN, 0), FLASH_PAGE_LEN / 2 + 1);
	ck_assert_uint_eq(slot()[FLASH_PAGE_LEN + FLASH_PAGE_LEN / 2], 0);
	ck_assert_uint_eq(slot()[FLASH_PAGE_LEN - 1], 0xff);
}
END_TEST

/* How many whole words a word tear leaves done, given that only one more word may differ. */
static size_t words_done(const uint8_t *cells, size_t len, uint8_t before, uint8_t after)
{
	size_t done = 0;

	while (done < len / 4 && count_of(cells + done * 4, 4, after) == 4)
		done++;
	if (done < len / 4)
		ck_assert_uint_eq(count_of(cells + done * 4 + 4, len - done * 4 - 4, before), len - done * 4 - 4);
	return done;
}

START_TEST(a_word_tear_stops_anywhere_and_half_changes_one_word)
{
	static const uint8_t page[FLASH_PAGE_LEN] = { 0 };
	bool short_one = false, long_one = false, half_bits = false;

	for (uint64_t n = 1; n <= 40; n++) {
		size_t done;

		nor_fixture_init(&nor);
		nor_arm_cut(&nor, n, RIG_TEAR_WORD);
		for (uint64_t i = 1; i < n; i++)
			ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_B, 0), RESULT_OK);
		ck_assert_int_eq(nor_program(&nor, FLASH_SLOT_A, 0, BYTES_OF(page)), RESULT_IO);
		done = words_done(slot(), FLASH_PAGE_LEN, 0xff, 0);
		short_one = short_one || done < 64;
		long_one = long_one || done > 192;
		half_bits = half_bits || count_of(slot() + done * 4, 4, 0xff) + count_of(slot() + done * 4, 4, 0) < 4;
	}
	ck_assert(short_one && long_one && half_bits);
}
END_TEST

START_TEST(a_torn_erase_leaves_a_block_partly_erased)
{
	memset(slot(), 0, FLASH_BLOCK_LEN);
	nor_arm_cut(&nor, 1, RIG_TEAR_PAGE);
	ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_A, 0), RESULT_IO);
	ck_assert_uint_eq(count_of(slot(), FLASH_BLOCK_LEN, 0xff), FLASH_BLOCK_LEN / 2 + 1);
	nor_fixture_init(&nor);
	memset(slot(), 0, FLASH_BLOCK_LEN);
	nor_arm_cut(&nor, 1, RIG_TEAR_WORD);
	ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_A, 0), RESULT_IO);
	ck_assert_uint_lt(words_done(slot(), FLASH_BLOCK_LEN, 0, 0xff), FLASH_BLOCK_LEN / 4);
}
END_TEST

/* Over many values, ordinals and all tears: old or new, and a second raise always succeeds. */
START_TEST(a_torn_raise_reads_old_or_new)
{
	uint64_t old_seen = 0, new_seen = 0;

	for (uint32_t n = 0; n < 3000; n++) {
		uint32_t first = n * 2654435761u >> 8, second = first + (n & 1 ? 1 : n * 40503u), third = second + n + 1, now;

		nor_fixture_init(&nor);
		ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, first), RESULT_OK);
		ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, second), RESULT_OK);
		nor_arm_cut(&nor, 1 + n % 7, (enum rig_tear)(n % 3));
		for (uint32_t i = 0; i < n % 7; i++)
			ck_assert_int_eq(nor_erase(&nor, FLASH_SLOT_B, 0), RESULT_OK);
		ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, third), RESULT_IO);
		nor_power(&nor, true);
		ck_assert_int_eq(nor_counter_read(&nor, COUNTER_OS, &now), RESULT_OK);
		ck_assert(now == second || now == third);
		old_seen += now == second;
		new_seen += now == third;
		ck_assert_int_eq(nor_counter_raise(&nor, COUNTER_OS, third), RESULT_OK);
	}
	ck_assert_uint_gt(old_seen, 0);
	ck_assert_uint_gt(new_seen, 0);
}
END_TEST

START_TEST(a_torn_burn_blows_some_of_the_fuses)
{
	static const uint8_t bits[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	nor_arm_cut(&nor, 1, RIG_TEAR_PAGE);
	ck_assert_int_eq(nor_burn(&nor, 64, BYTES_OF(bits)), RESULT_IO);
	ck_assert_uint_eq(count_of(nor.space[NOR_FUSES].at, FUSE_LEN, 0xff), 5);
}
END_TEST

START_TEST(a_bench_rewrites_flash_alone)
{
	static const uint8_t text[3] = { 1, 2, 3 };
	struct bytes view;

	nor_power(&nor, false);
	ck_assert_int_eq(nor_rewrite(&nor, FLASH_KEYS, 1, BYTES_OF(text)), RESULT_OK);
	ck_assert_int_eq(nor_inspect(&nor, FLASH_KEYS, 1, 3, &view), RESULT_OK);
	ck_assert(bytes_equal(view, BYTES_OF(text)));
	ck_assert_int_eq(nor_rewrite(&nor, NOR_FUSES, 0, BYTES_OF(text)), RESULT_REFUSED);
	ck_assert_int_eq(nor_rewrite(&nor, NOR_COUNTERS, 0, BYTES_OF(text)), RESULT_REFUSED);
	ck_assert_int_eq(nor_rewrite(&nor, FLASH_KEYS, FLASH_BLOCK_LEN - 2, BYTES_OF(text)), RESULT_TOO_LARGE);
	ck_assert_uint_eq(nor.operations, 0);
}
END_TEST

START_TEST(spaces_are_found_by_their_names)
{
	unsigned int space;

	for (unsigned int i = 0; i < NOR_SPACE_COUNT; i++) {
		ck_assert_int_eq(nor_space_named(bytes_of_text(nor_space_name(i)), &space), RESULT_OK);
		ck_assert_uint_eq(space, i);
	}
	ck_assert_ptr_null(nor_space_name(NOR_SPACE_COUNT));
	ck_assert_int_eq(nor_space_named(bytes_of_text("slot_"), &space), RESULT_NOT_FOUND);
}
END_TEST

static TCase *rules(void)
{
	TCase *tests = tcase_create("rules");

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_program_only_clears_bits);
	tcase_add_test(tests, an_erase_sets_one_block);
	tcase_add_test(tests, a_fuse_is_blown_for_good);
	tcase_add_test(tests, bad_operations_are_refused_and_not_counted);
	tcase_add_test(tests, a_counter_only_rises);
	tcase_add_test(tests, a_counter_without_a_valid_row_is_no_zero);
	tcase_add_test(tests, a_bench_rewrites_flash_alone);
	tcase_add_test(tests, spaces_are_found_by_their_names);
	return tests;
}

static TCase *cuts(void)
{
	TCase *tests = tcase_create("cuts");

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_nth_operation_is_cut_and_power_is_off);
	tcase_add_test(tests, a_page_tear_does_the_first_half_and_ends_within_a_word);
	tcase_add_test(tests, a_word_tear_stops_anywhere_and_half_changes_one_word);
	tcase_add_test(tests, a_torn_erase_leaves_a_block_partly_erased);
	tcase_add_test(tests, a_torn_raise_reads_old_or_new);
	tcase_add_test(tests, a_torn_burn_blows_some_of_the_fuses);
	return tests;
}

int main(void)
{
	Suite *suite = suite_create("nor");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, rules());
	suite_add_tcase(suite, cuts());
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
