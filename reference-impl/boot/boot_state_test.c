/* SPDX-License-Identifier: Apache-2.0 */
/* The record survives torn writes, rot and nonsense: what is read is an old record, the new one, or none. */

#include <check.h>
#include <string.h>

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/boot_record.h"

static struct boot_fixture f;
static const uint8_t mark[FLASH_WORD_LEN];

static struct boot_state state_of(uint8_t number)
{
	struct boot_state state = { .path = number };

	state.slot[BOOT_SLOT_A].status = BOOT_SLOT_CONFIRMED;
	state.slot[BOOT_SLOT_B].status = BOOT_SLOT_TRIAL;
	memset(&state.slot[BOOT_SLOT_B].digest, number, sizeof(state.slot[BOOT_SLOT_B].digest));
	return state;
}

static void setup(void)
{
	boot_fixture_init(&f);
	sim_power_on(&f.sim, false);
}

static struct boot_state read_state(void)
{
	struct boot_state state;

	boot_state_read(&f.platform, &state);
	return state;
}

static enum result write_state(uint8_t number)
{
	struct boot_state current = read_state(), next = state_of(number), written;

	return boot_state_write(&f.platform, &current, &next, &written);
}

START_TEST(nothing_is_there_at_first)
{
	ck_assert(!read_state().present);
	ck_assert_int_eq(boot_state_active(&(struct boot_state){ 0 }), BOOT_SLOT_NONE);
}
END_TEST

START_TEST(the_newest_record_counts)
{
	for (uint8_t i = 1; i < 10; i++) {
		uint64_t before = f.sim.chip.nor.operations;

		ck_assert_int_eq(write_state(i), RESULT_OK);
		ck_assert_uint_eq(f.sim.chip.nor.operations - before, 2);
		ck_assert(read_state().present);
		ck_assert_uint_eq(read_state().path, i);
		ck_assert_uint_eq(read_state().block, i % 2 ? 0 : 1);
	}
}
END_TEST

/* _i: which sequence number is found, up to the last before it begins anew. */
START_TEST(sequences_count_around)
{
	static const uint32_t found[] = { 0, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff };
	struct boot_state state = state_of(1);

	state.sequence = found[_i];
	boot_fixture_record(&f, &state, MARKS_NONE);
	for (uint8_t i = 2; i < 6; i++) {
		ck_assert_int_eq(write_state(i), RESULT_OK);
		ck_assert_uint_eq(read_state().path, i);
	}
}
END_TEST

START_TEST(a_torn_write_leaves_old_or_new)
{
	static const enum rig_tear tears[] = { RIG_TEAR_NONE, RIG_TEAR_PAGE, RIG_TEAR_WORD };

	ck_assert_int_eq(write_state(1), RESULT_OK);
	ck_assert_int_eq(write_state(2), RESULT_OK);
	nor_arm_cut(&f.sim.chip.nor, (uint64_t)_i % 2 + 1, tears[_i / 2]);
	ck_assert_int_eq(write_state(3), RESULT_IO);
	sim_power_on(&f.sim, false);
	ck_assert(read_state().path == 2 || read_state().path == 3);
	ck_assert_int_eq(write_state(4), RESULT_OK);
	ck_assert_uint_eq(read_state().path, 4);
}
END_TEST

/* Every single bit of the newest record: then the one before counts, or the rest of the new one. */
START_TEST(rot_falls_back_to_the_record_before)
{
	struct bytes view;
	uint8_t byte;

	ck_assert_int_eq(write_state(1), RESULT_OK);
	ck_assert_int_eq(write_state(2), RESULT_OK);
	for (uint32_t bit = 0; bit < 8 * BOOT_RECORD_WITH_MARKS_LEN; bit++) {
		uint32_t at = FLASH_BLOCK_LEN + bit / 8;

		ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, FLASH_BOOT_STATE, at, 1, &view), RESULT_OK);
		byte = view.at[0] ^ (uint8_t)(1u << bit % 8);
		ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_STATE, at, BYTES_OF(byte)), RESULT_OK);
		ck_assert_uint_eq(read_state().path, bit < 8 * BOOT_RECORD_LEN ? 1 : 2);
		ck_assert(!read_state().tried && !read_state().confirmed);
		byte ^= (uint8_t)(1u << bit % 8);
		ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_STATE, at, BYTES_OF(byte)), RESULT_OK);
	}
}
END_TEST

START_TEST(marks_count_by_most_of_their_bits)
{
	static const struct {
		uint32_t word;
		bool counts;
	} words[] = { { 0, true }, { 0xffffffff, false }, { 0x80000001, true }, { 0xfffffffe, false }, { 0x0000ffff, false }, { 0x00007fff, true } };
	uint32_t word = words[_i].word;

	ck_assert_int_eq(write_state(1), RESULT_OK);
	ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_STATE, BOOT_RECORD_TRIED, BYTES_OF(word)), RESULT_OK);
	ck_assert(read_state().tried == words[_i].counts);
	ck_assert(!read_state().confirmed);
}
END_TEST

START_TEST(confirmation_goes_where_the_loader_says)
{
	struct boot_state state;

	ck_assert_int_eq(write_state(1), RESULT_OK);
	ck_assert_int_eq(write_state(2), RESULT_OK);
	state = read_state();
	ck_assert_int_eq(boot_state_mark_tried(&f.platform, &state), RESULT_OK);
	ck_assert_int_eq(boot_state_standing(&state, BOOT_SLOT_B, &state.slot[BOOT_SLOT_B].digest), BOOT_STANDING_TRIAL);
	ck_assert(read_state().tried);
	ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_STATE, boot_state_confirm_offset(&state), BYTES_OF(mark)), RESULT_OK);
	ck_assert(read_state().confirmed);
	state = read_state();
	ck_assert_int_eq(boot_state_standing(&state, BOOT_SLOT_B, &state.slot[BOOT_SLOT_B].digest), BOOT_STANDING_CONFIRMED);
	ck_assert_int_eq(boot_state_active(&state), BOOT_SLOT_B);
}
END_TEST

/* What becomes of the image on trial in slot b when slot a gets a new record. */
START_TEST(a_new_record_keeps_what_is_known)
{
	static const struct {
		bool tried, confirmed;
		enum boot_slot_status written, expected;
	} cases[] = {
		{ false, false, BOOT_SLOT_CONFIRMED, BOOT_SLOT_TRIAL }, { false, false, BOOT_SLOT_TRIAL, BOOT_SLOT_UNKNOWN },
		{ true, false, BOOT_SLOT_CONFIRMED, BOOT_SLOT_FAILED }, { true, false, BOOT_SLOT_TRIAL, BOOT_SLOT_FAILED },
		{ true, true, BOOT_SLOT_CONFIRMED, BOOT_SLOT_CONFIRMED }, { true, true, BOOT_SLOT_TRIAL, BOOT_SLOT_CONFIRMED },
	};
	struct boot_state state = state_of(1);

	state.tried = cases[_i].tried;
	state.confirmed = cases[_i].confirmed;
	state = boot_state_with(&state, BOOT_SLOT_A, (struct boot_slot_record){ .status = cases[_i].written });
	ck_assert_int_eq(state.slot[BOOT_SLOT_A].status, cases[_i].written);
	ck_assert_int_eq(state.slot[BOOT_SLOT_B].status, cases[_i].expected);
}
END_TEST

START_TEST(nonsense_is_no_record)
{
	struct boot_state state = state_of(1);
	uint8_t record[BOOT_RECORD_WITH_MARKS_LEN];

	memset(record, 0xff, sizeof(record));
	ck_assert_int_eq(boot_record_decode(BYTES_OF(record), &state), RESULT_MALFORMED);
	state.slot[BOOT_SLOT_A].status = BOOT_SLOT_TRIAL;
	ck_assert_int_eq(boot_record_encode(&state, (struct buffer){ record, BOOT_RECORD_LEN }), RESULT_OK);
	ck_assert_int_eq(boot_record_decode(BYTES_OF(record), &state), RESULT_MALFORMED);
	ck_assert_int_eq(boot_record_decode(bytes_from(record, 50), &state), RESULT_MALFORMED);
	state.slot[BOOT_SLOT_A].status = (enum boot_slot_status)9;
	ck_assert_int_eq(boot_record_encode(&state, (struct buffer){ record, BOOT_RECORD_LEN }), RESULT_OK);
	ck_assert_int_eq(boot_record_decode(BYTES_OF(record), &state), RESULT_OK);
	ck_assert_int_eq(state.slot[BOOT_SLOT_A].status, BOOT_SLOT_UNKNOWN);
}
END_TEST

/* Flash that takes a write and keeps something else is noticed. */
START_TEST(a_record_that_does_not_stay_is_an_error)
{
	ck_assert_int_eq(write_state(1), RESULT_OK);
	ck_assert_int_eq(nor_fault_read_error(&f.sim.chip.nor, FLASH_BOOT_STATE, 0, 2 * FLASH_BLOCK_LEN), RESULT_OK);
	ck_assert_int_eq(write_state(2), RESULT_IO);
	ck_assert_int_eq(boot_state_mark_tried(&f.platform, &(struct boot_state){ .present = true }), RESULT_IO);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("boot_state");
	TCase *tcase = tcase_create("records");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, nothing_is_there_at_first);
	tcase_add_test(tcase, the_newest_record_counts);
	tcase_add_loop_test(tcase, sequences_count_around, 0, 5);
	tcase_add_loop_test(tcase, a_torn_write_leaves_old_or_new, 0, 6);
	tcase_add_test(tcase, rot_falls_back_to_the_record_before);
	tcase_add_loop_test(tcase, marks_count_by_most_of_their_bits, 0, 6);
	tcase_add_test(tcase, confirmation_goes_where_the_loader_says);
	tcase_add_loop_test(tcase, a_new_record_keeps_what_is_known, 0, 6);
	tcase_add_test(tcase, nonsense_is_no_record);
	tcase_add_test(tcase, a_record_that_does_not_stay_is_an_error);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
