/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of sim.h: starts are recorded, snapshots go back exactly, and nothing depends on chance. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/platform/sim/sim_fixture.h"

static struct sim sim;
static struct platform chip;

static void setup(void)
{
	nor_fixture_sim(&sim);
	chip = sim_platform(&sim);
	sim_power_on(&sim, false);
}

START_TEST(a_start_is_recorded_and_moves_on)
{
	struct crypto_sha256 digest;

	sim_fixture_start(&chip);
	ck_assert_uint_eq(sim.started.count, 1);
	ck_assert_int_eq(sim.chip.stage, CHIP_LOADER);
	ck_assert_uint_eq(sim.started.payload.len, 96);
	ck_assert_uint_eq(sim.started.image.len, 132);
	ck_assert_ptr_eq(sim.started.payload.at, sim.started.image.at + 32);
	ck_assert_int_eq(crypto_sha256(sim.started.payload, &digest), RESULT_OK);
	ck_assert_mem_eq(digest.at, sim.started.payload_digest.at, sizeof(digest));
	sim_fixture_start(&chip);
	ck_assert_int_eq(sim.chip.stage, CHIP_OS);
}
END_TEST

static enum result enter(enum component_kind kind)
{
	const struct component component = { .kind = kind, .digest = { { 1, 2, 3 } } };

	return chip.measurements.enter(chip.measurements.context, &component);
}

static void must_have_measured(enum component_kind kind, const struct crypto_sha256 *expected)
{
	struct crypto_sha256 value;

	ck_assert_int_eq(chip.measurements.read(chip.measurements.context, kind, &value), RESULT_OK);
	ck_assert_mem_eq(value.at, expected->at, sizeof(value));
}

START_TEST(measurements_are_a_chain_that_reset_begins_anew)
{
	struct crypto_sha256 chain[2] = { { { 0 } }, { { 1, 2, 3 } } }, expected;

	ck_assert_int_eq(crypto_sha256(BYTES_OF(chain), &expected), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_LOADER), RESULT_OK);
	must_have_measured(COMPONENT_LOADER, &expected);
	ck_assert_int_eq(enter(COMPONENT_LOADER), RESULT_REFUSED);
	sim_reset(&sim, BOOT_RESET);
	must_have_measured(COMPONENT_LOADER, &chain[0]);
	ck_assert_int_eq(chip.measurements.read(chip.measurements.context, COMPONENT_KIND_COUNT, &expected), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(each_stage_enters_what_it_starts)
{
	const struct measurements *m = &chip.measurements;

	ck_assert_int_eq(enter(COMPONENT_OS), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_KIND_COUNT), RESULT_MALFORMED);
	ck_assert_int_eq(m->recovery(m->context), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_LOADER), RESULT_OK);
	sim_fixture_start(&chip);
	ck_assert_int_eq(m->recovery(m->context), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_OS), RESULT_OK);
	ck_assert_int_eq(enter(COMPONENT_CONFIG), RESULT_REFUSED);
	ck_assert_int_eq(m->recovery(m->context), RESULT_REFUSED);
	sim_fixture_start(&chip);
	ck_assert_int_eq(enter(COMPONENT_OS), RESULT_REFUSED);
	ck_assert_int_eq(enter(COMPONENT_APP), RESULT_OK);
	sim_power_off(&sim);
	ck_assert_int_eq(enter(COMPONENT_APP), RESULT_IO);
}
END_TEST

START_TEST(only_a_frozen_unchanged_image_starts)
{
	const struct image_memory *m = &chip.memory;
	struct buffer room;
	struct bytes image;

	ck_assert_int_eq(m->freeze(m->context, &image), RESULT_REFUSED);
	ck_assert_int_eq(m->reserve(m->context, 8, 16, &room), RESULT_OK);
	ck_assert_int_eq(m->start(m->context, 16), RESULT_REFUSED);
	ck_assert_int_eq(m->freeze(m->context, &image), RESULT_OK);
	ck_assert_int_eq(m->freeze(m->context, &image), RESULT_REFUSED);
	ck_assert_int_eq(m->start(m->context, 17), RESULT_TOO_LARGE);
	ck_assert_int_eq(m->start(m->context, 0), RESULT_TOO_LARGE);
	room.at[20] ^= 1;
	ck_assert_int_eq(m->start(m->context, 16), RESULT_INTERNAL);
	room.at[20] ^= 1;
	ck_assert_int_eq(m->start(m->context, 16), RESULT_OK);
	ck_assert_int_eq(m->start(m->context, 16), RESULT_REFUSED);
	ck_assert_uint_eq(sim.started.count, 1);
}
END_TEST

START_TEST(image_memory_is_zero_and_bounded)
{
	const struct image_memory *m = &chip.memory;
	struct buffer room;

	ck_assert_int_eq(m->reserve(m->context, 0, NOR_FIXTURE_SLOT_LEN, &room), RESULT_OK);
	memset(room.at, 1, room.len);
	ck_assert_int_eq(m->reserve(m->context, 32, 32, &room), RESULT_OK);
	for (size_t i = 0; i < room.len; i++)
		ck_assert_uint_eq(room.at[i], 0);
	ck_assert_int_eq(m->reserve(m->context, 1, NOR_FIXTURE_SLOT_LEN, &room), RESULT_TOO_LARGE);
	ck_assert_int_eq(m->reserve(m->context, UINT32_MAX, UINT32_MAX, &room), RESULT_TOO_LARGE);
	ck_assert_int_eq(m->reserve(m->context, 32, 0, &room), RESULT_TOO_LARGE);
}
END_TEST

START_TEST(the_os_starts_nothing)
{
	const struct image_memory *m = &chip.memory;
	struct buffer room;
	struct bytes image;

	sim_fixture_start(&chip);
	sim_fixture_start(&chip);
	ck_assert_int_eq(m->reserve(m->context, 8, 16, &room), RESULT_OK);
	ck_assert_int_eq(m->freeze(m->context, &image), RESULT_OK);
	ck_assert_int_eq(m->start(m->context, 16), RESULT_REFUSED);
}
END_TEST

START_TEST(a_snapshot_goes_back_to_the_last_bit)
{
	static const uint8_t word[4] = { 0 };
	struct buffer snapshot = { malloc(sim_snapshot_len(&sim)), sim_snapshot_len(&sim) };
	uint32_t value;

	ck_assert_int_eq(chip.counters.raise(chip.counters.context, COUNTER_OS, 4), RESULT_OK);
	ck_assert_int_eq(sim_snapshot(&sim, snapshot), RESULT_OK);
	for (int round = 0; round < 3; round++) {
		nor_arm_cut(&sim.chip.nor, 3, RIG_TEAR_WORD);
		ck_assert_int_eq(chip.counters.raise(chip.counters.context, COUNTER_OS, 5), RESULT_OK);
		ck_assert_int_eq(chip.flash.program(chip.flash.context, FLASH_SLOT_A, 0, BYTES_OF(word)), RESULT_OK);
		ck_assert_int_eq(chip.flash.erase(chip.flash.context, FLASH_SLOT_A, 0), RESULT_IO);
		ck_assert_int_eq(sim_restore(&sim, bytes_of_buffer(snapshot)), RESULT_OK);
		ck_assert_int_eq(chip.counters.read(chip.counters.context, COUNTER_OS, &value), RESULT_OK);
		ck_assert_uint_eq(value, 4);
		ck_assert_uint_eq(sim.chip.nor.space[FLASH_SLOT_A].at[0], 0xff);
		ck_assert_uint_eq(sim.chip.nor.operations, 1);
	}
	ck_assert_int_eq(sim_restore(&sim, bytes_from(snapshot.at, snapshot.len - 1)), RESULT_TOO_LARGE);
	free(snapshot.at);
}
END_TEST

START_TEST(entropy_follows_from_the_seed)
{
	uint8_t first[40], second[40], again[40];
	const struct entropy *e = &chip.entropy;

	ck_assert_int_eq(e->fill(e->context, BUFFER_OF(first)), RESULT_OK);
	ck_assert_int_eq(e->fill(e->context, BUFFER_OF(second)), RESULT_OK);
	ck_assert_mem_ne(first, second, sizeof(first));
	setup();
	ck_assert_int_eq(e->fill(e->context, BUFFER_OF(again)), RESULT_OK);
	ck_assert_mem_eq(first, again, sizeof(first));
}
END_TEST

START_TEST(the_port_gives_frames_in_order_and_keeps_the_answer)
{
	const struct bytes frames[] = { bytes_of_text("one"), bytes_of_text("two") };
	const struct port *p = &chip.port;
	uint8_t room[8];
	struct bytes frame;

	sim_fixture_start(&chip);
	ck_assert_int_eq(p->receive(p->context, BUFFER_OF(room), 10, &frame), RESULT_NOT_FOUND);
	ck_assert_int_eq(p->send(p->context, bytes_of_text("lost")), RESULT_NOT_FOUND);
	sim_port_offer(&sim, frames, 2);
	ck_assert_int_eq(p->receive(p->context, BUFFER_OF(room), 10, &frame), RESULT_OK);
	ck_assert(bytes_equal(frame, frames[0]));
	ck_assert_int_eq(p->receive(p->context, (struct buffer){ room, 2 }, 10, &frame), RESULT_TOO_LARGE);
	ck_assert_int_eq(p->receive(p->context, BUFFER_OF(room), 10, &frame), RESULT_OK);
	ck_assert(bytes_equal(frame, frames[1]));
	ck_assert_int_eq(p->receive(p->context, BUFFER_OF(room), 10, &frame), RESULT_TIMEOUT);
	ck_assert_int_eq(p->send(p->context, bytes_of_text("answer")), RESULT_OK);
	ck_assert(bytes_equal(sim_port_answer(&sim), bytes_of_text("answer")));
	ck_assert_uint_eq(sim.port.sent_count, 1);
	sim_port_hang_up(&sim);
	ck_assert_int_eq(p->receive(p->context, BUFFER_OF(room), 10, &frame), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(the_console_outlives_power_but_takes_nothing_without)
{
	uint8_t text[8];
	uint64_t lost;

	chip.console.write(chip.console.context, bytes_of_text("on"));
	sim_power_off(&sim);
	chip.console.write(chip.console.context, bytes_of_text("off"));
	ck_assert_uint_eq(console_ring_read(&sim.console, 0, BUFFER_OF(text), &lost), 2);
	ck_assert_mem_eq(text, "on", 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sim");
	TCase *tests = tcase_create("sim");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_start_is_recorded_and_moves_on);
	tcase_add_test(tests, measurements_are_a_chain_that_reset_begins_anew);
	tcase_add_test(tests, each_stage_enters_what_it_starts);
	tcase_add_test(tests, only_a_frozen_unchanged_image_starts);
	tcase_add_test(tests, image_memory_is_zero_and_bounded);
	tcase_add_test(tests, the_os_starts_nothing);
	tcase_add_test(tests, a_snapshot_goes_back_to_the_last_bit);
	tcase_add_test(tests, entropy_follows_from_the_seed);
	tcase_add_test(tests, the_port_gives_frames_in_order_and_keeps_the_answer);
	tcase_add_test(tests, the_console_outlives_power_but_takes_nothing_without);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
