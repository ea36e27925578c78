/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two homes of the platform are one chip: random scripts of operations, cuts, faults and
 * resets are played to a stage on the board and to the simulator, and every answer, every
 * count and every byte of storage must be the same. What is found in the simulator then holds
 * for the board.
 */

#include <check.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/nor_change.h"
#include "reference-impl/platform/platform_script_fixture.h"
#include "reference-impl/platform/sim/sim_fixture.h"

enum { EVENTS = 600, SCRIPTS = 8, DATA_LEN = 1100, PIECE_LEN = 32768 };
enum { STORAGE_LEN = (2 << 20) + 20 * FLASH_BLOCK_LEN + FUSE_LEN + NOR_COUNTERS_LEN };

static struct board_fixture f;
static struct sim sim;
static struct platform chip;
static uint8_t storage[STORAGE_LEN], image[4096], room[BUS_DATA_MAX_LEN];
static uint64_t seed, drawn, cuts;

static uint32_t draw(uint32_t below)
{
	return (uint32_t)(nor_mixed(seed, drawn++) % below);
}

static const struct rig_reply *rig(struct rig_header question, const char *name, struct bytes bytes)
{
	static uint8_t data[256];
	struct writer w = writer_over(BUFFER_OF(data));
	struct bytes written;

	writer_text(&w, name);
	writer_bytes(&w, bytes);
	ck_assert_int_eq(writer_finish(&w, &written), RESULT_OK);
	return board_fixture_rig(&f, question, written);
}

/* The same bytes in both, read from the board. */
static void copy_storage(unsigned int space)
{
	struct buffer cells = sim.chip.nor.space[space];

	for (size_t offset = 0; offset < cells.len; offset += PIECE_LEN) {
		size_t rest = cells.len - offset, len = rest < PIECE_LEN ? rest : PIECE_LEN;
		struct rig_header read = { .op = RIG_STORAGE_READ, .a = offset, .b = len };
		const struct rig_reply *reply = rig(read, nor_space_name(space), bytes_from(NULL, 0));

		ck_assert_uint_eq(reply->header.length, len);
		memcpy(cells.at + offset, reply->data, len);
	}
}

static void must_have_the_same_bytes(unsigned int space, size_t offset, struct bytes cells)
{
	static const uint8_t hidden[FUSE_DEVICE_SECRET_LEN];
	struct rig_header read = { .op = RIG_STORAGE_READ, .a = offset, .b = cells.len };
	const struct rig_reply *reply = rig(read, nor_space_name(space), bytes_from(NULL, 0));

	ck_assert_uint_eq(reply->header.length, cells.len);
	if (space != NOR_FUSES) {
		ck_assert_mem_eq(reply->data, cells.at, cells.len);
		return;
	}
	ck_assert_mem_eq(reply->data, cells.at, FUSE_DEVICE_SECRET);
	ck_assert_mem_eq(reply->data + FUSE_DEVICE_SECRET, hidden, sizeof(hidden));
	ck_assert_mem_eq(reply->data + FUSE_DEVICE_SECRET + sizeof(hidden), cells.at + FUSE_DEVICE_SECRET + sizeof(hidden),
			 cells.len - FUSE_DEVICE_SECRET - sizeof(hidden));
}

static void must_have_the_same_storage(void)
{
	static const unsigned int spaces[] = { FLASH_SLOT_B, FLASH_BOOT_STATE, FLASH_BOOT_CONFIG, FLASH_KEYS, NOR_FUSES, NOR_COUNTERS };

	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		struct buffer cells = sim.chip.nor.space[spaces[i]];

		for (size_t offset = 0; offset < cells.len; offset += PIECE_LEN) {
			size_t rest = cells.len - offset;

			must_have_the_same_bytes(spaces[i], offset, bytes_from(cells.at + offset, rest < PIECE_LEN ? rest : PIECE_LEN));
		}
	}
}

static void must_have_the_same_counts(void)
{
	struct rig_header status = { .op = RIG_STATUS }, cut = { .op = RIG_CUT_STATUS }, faults = { .op = RIG_FAULT_STATUS };
	const struct rig_reply *reply = rig(status, "", bytes_from(NULL, 0));

	ck_assert_uint_eq(reply->header.a, sim.chip.nor.powered);
	ck_assert_uint_eq(reply->header.b, sim.chip.boots);
	ck_assert_uint_eq(reply->header.c, sim.chip.nor.operations);
	reply = rig(cut, "", bytes_from(NULL, 0));
	ck_assert_uint_eq(reply->header.a, sim.chip.nor.cut.counted);
	ck_assert_uint_eq(reply->header.b, sim.chip.nor.cut.fired);
	ck_assert_uint_eq(rig(faults, "", bytes_from(NULL, 0))->header.a, sim.chip.nor.faults.fired);
}

static void wait_for_the_stage(void)
{
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	if (sim.chip.stage == CHIP_ROM)
		ck_assert_int_eq(chip.measurements.enter(chip.measurements.context, &board_fixture_loader), RESULT_OK);
	sim_fixture_start(&chip);
}

static void clear_faults(void)
{
	ck_assert_uint_eq(rig((struct rig_header){ .op = RIG_FAULT_CLEAR }, "", bytes_from(NULL, 0))->header.result, RESULT_OK);
	nor_fault_clear(&sim.chip.nor);
}

/* The board's ROM reads the loader's region, the simulator's stub does not: no faults over a boot. */
static void power_on(void)
{
	bool strap = draw(2);

	clear_faults();
	ck_assert_int_eq(board_fixture_power(&f, strap ? RIG_POWER_DOWNLOAD : RIG_POWER_CYCLE), RESULT_OK);
	sim_power_off(&sim);
	sim_power_on(&sim, strap);
	wait_for_the_stage();
}

static void after_a_cut(struct bytes board_answer)
{
	cuts++;
	ck_assert_uint_eq(board_answer.len, 0);
	sim_power_off(&sim);
	must_have_the_same_counts();
	must_have_the_same_storage();
	power_on();
}

/* Plays one step to both. */
static void play(const struct bus_header *step, struct bytes data)
{
	static uint8_t request[sizeof(*step) + DATA_LEN];
	struct bus_header expected, given;
	struct bytes answer;

	memcpy(request, step, sizeof(*step));
	memcpy(request + sizeof(*step), data.at, data.len);
	answer = board_fixture_ask(&f, PROBE_STEP, bytes_from(request, sizeof(*step) + data.len));
	platform_script_step(&chip, step, data, BUFFER_OF(room), &expected);
	if (!sim.chip.nor.powered) {
		after_a_cut(answer);
		return;
	}
	ck_assert_uint_ge(answer.len, sizeof(given));
	memcpy(&given, answer.at, sizeof(given));
	ck_assert_msg(given.result == expected.result, "op %u region %u arg %u: board %s, simulator %s", step->op, step->region,
		      step->arg, result_name((enum result)given.result), result_name((enum result)expected.result));
	ck_assert_uint_eq(given.arg, expected.arg);
	ck_assert(bytes_equal(bytes_from(answer.at + sizeof(given), answer.len - sizeof(given)), bytes_from(room, expected.length)));
}

static uint32_t draw_offset(uint32_t len)
{
	static const uint32_t edges[] = { 0, 1, 2, UINT32_MAX, UINT32_MAX - 3 };

	if (draw(12) == 0)
		return edges[draw(5)];
	if (draw(6) == 0)
		return len - draw(8);
	return draw(len / 4) * 4;
}

/* Slots with a stage in them are written only where it does not lie. */
static void draw_flash_step(struct bus_header *step, struct bytes *data)
{
	static const uint16_t regions[] = { FLASH_SLOT_B, FLASH_SLOT_B, FLASH_BOOT_STATE, FLASH_BOOT_CONFIG, FLASH_KEYS, FLASH_LOADER,
					    FLASH_REGION_COUNT, 0xffff };
	uint16_t region = regions[draw(8)];
	uint32_t len = region < FLASH_REGION_COUNT ? board_fixture_layout.region_len[region] : 4096;

	step->region = region;
	step->arg = region == FLASH_LOADER ? len - FLASH_BLOCK_LEN + draw(1025) * 4 : draw_offset(len);
	if (step->op == BUS_FLASH_ERASE && draw(4))
		step->arg &= ~(uint32_t)(FLASH_BLOCK_LEN - 1);
	if (step->op == BUS_FLASH_READ)
		step->length = draw(3) ? draw(5000) : draw(70000);
	if (step->op != BUS_FLASH_PROGRAM)
		data->len = 0;
	else if (draw(8))
		data->len = (data->len + 3) & ~(size_t)3;
}

static void draw_fuse_step(struct bus_header *step, struct bytes *data)
{
	step->arg = draw(10) ? draw(FUSE_LEN) : UINT32_MAX - draw(3);
	step->length = step->op == BUS_FUSE_READ ? draw(80) : 0;
	data->len = step->op == BUS_FUSE_BURN ? data->len % 9 : 0;
}

static void draw_step(void)
{
	static const uint16_t ops[] = { BUS_FLASH_PROGRAM, BUS_FLASH_PROGRAM, BUS_FLASH_PROGRAM, BUS_FLASH_ERASE, BUS_FLASH_READ, BUS_FLASH_READ,
					BUS_FLASH_REGION_LEN, BUS_FUSE_READ, BUS_FUSE_BURN, BUS_COUNTER_READ, BUS_COUNTER_RAISE,
					BUS_COUNTER_RAISE, SCRIPT_ENTER, SCRIPT_ENTER, SCRIPT_REGISTER, SCRIPT_RECOVERY, BUS_BOOT_REASON,
					BUS_LATCH_CONFIRM, BUS_CONFIRM, BUS_LOCK };
	static uint8_t data_room[DATA_LEN];
	struct bus_header step = { .op = ops[draw(sizeof(ops) / sizeof(ops[0]))] };
	struct bytes data = { data_room, draw(DATA_LEN - 3) };

	for (size_t i = 0; i < data.len; i++)
		data_room[i] = (uint8_t)draw(256);
	if (step.op <= BUS_FLASH_REGION_LEN) {
		draw_flash_step(&step, &data);
	} else if (step.op == BUS_FUSE_READ || step.op == BUS_FUSE_BURN) {
		draw_fuse_step(&step, &data);
	} else {
		step.region = (uint16_t)draw(4);
		step.arg = draw(3) ? draw(40) * 4 : draw(3000);
		if (step.op == BUS_LOCK)
			step.arg = draw(4) ? 0 : draw(9);
		/* The root of trust itself is another one here and there. */
		if (step.op == SCRIPT_ENTER || step.op == SCRIPT_REGISTER)
			step.region = (uint16_t)(COMPONENT_LOADER + draw(COMPONENT_KIND_COUNT));
		data.len = step.op == SCRIPT_ENTER ? 32 : step.op == BUS_LATCH_CONFIRM ? 4 : 0;
		if (step.op == BUS_LATCH_CONFIRM)
			memcpy(data_room, &(uint32_t){ draw(2100) * 4 }, 4);
	}
	play(&step, data);
}

static void arm_cut(void)
{
	uint64_t after = draw(12);
	enum rig_tear tear = (enum rig_tear)draw(3);

	ck_assert_uint_eq(rig((struct rig_header){ .op = RIG_CUT_ARM, .a = after, .b = tear }, "", bytes_from(NULL, 0))->header.result, RESULT_OK);
	nor_arm_cut(&sim.chip.nor, after, tear);
}

static void arm_fault(void)
{
	static const uint8_t altered[40] = { 7, 7, 7 };
	static uint8_t seen[NOR_FAULT_COUNT][sizeof(altered)];
	uint64_t offset = draw(4096);
	size_t which = sim.chip.nor.faults.count;
	struct rig_header second = { .op = RIG_FAULT_SECOND_READ, .a = offset, .b = strlen("slot_b") };
	struct rig_header error = { .op = RIG_FAULT_READ_ERROR, .a = offset, .b = 4 };
	struct rig_header rot = { .op = RIG_FAULT_BIT_ROT, .a = offset, .b = draw(30), .c = draw(99) };
	uint32_t kind = draw(3);

	if (which == NOR_FAULT_COUNT) {
		clear_faults();
	} else if (kind == 0) {
		ck_assert_uint_eq(rig(second, "slot_b", BYTES_OF(altered))->header.result, RESULT_OK);
		ck_assert_int_eq(nor_fault_second_read(&sim.chip.nor, FLASH_SLOT_B, offset, BYTES_OF(altered), BUFFER_OF(seen[which])), RESULT_OK);
	} else if (kind == 1) {
		ck_assert_uint_eq(rig(error, "slot_b", bytes_from(NULL, 0))->header.result, RESULT_OK);
		ck_assert_int_eq(nor_fault_read_error(&sim.chip.nor, FLASH_SLOT_B, offset, 4), RESULT_OK);
	} else {
		ck_assert_uint_eq(rig(rot, "slot_b", bytes_from(NULL, 0))->header.result, RESULT_OK);
		ck_assert_int_eq(nor_fault_bit_rot(&sim.chip.nor, FLASH_SLOT_B, offset, rot.b, rot.c), RESULT_OK);
	}
}

static void reset(void)
{
	bool crash = draw(2);

	board_fixture_last_act(&f, crash ? ACT_EXIT : ACT_RESET);
	sim_reset(&sim, crash ? BOOT_CRASH : BOOT_RESET);
	wait_for_the_stage();
}

static void enter_os(void)
{
	if (sim.chip.stage != CHIP_LOADER)
		return;
	board_fixture_send(&f, PROBE_START, bytes_from(NULL, 0));
	wait_for_the_stage();
}

static void draw_event(void)
{
	uint32_t which = draw(100);

	if (which < 88)
		draw_step();
	else if (which < 91)
		arm_cut();
	else if (which < 94)
		arm_fault();
	else if (which < 96)
		reset();
	else if (which < 98)
		power_on();
	else
		enter_os();
}

static void setup(void)
{
	struct sim_memory memory = { .storage = BUFFER_OF(storage), .image = BUFFER_OF(image), .entropy_seed = 1 };

	board_fixture_start(&f);
	ck_assert_int_eq(sim_init(&sim, &board_fixture_layout, &memory), RESULT_OK);
	chip = sim_platform(&sim);
	copy_storage(FLASH_LOADER);
	copy_storage(FLASH_SLOT_A);
}

static void teardown(void)
{
	board_fixture_stop(&f);
}

START_TEST(a_random_script_reads_the_same_in_both_homes)
{
	seed = (uint64_t)_i + 1;
	drawn = cuts = 0;
	power_on();
	for (int i = 0; i < EVENTS; i++)
		draw_event();
	must_have_the_same_counts();
	must_have_the_same_storage();
	ck_assert_uint_gt(sim.chip.nor.operations, 0);
	ck_assert_uint_gt(cuts, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("homes_agree");
	TCase *tests = tcase_create("scripts");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, a_random_script_reads_the_same_in_both_homes, 0, SCRIPTS);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
