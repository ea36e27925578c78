/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot chain, steered by a short program: power, staging, confirmation, power cuts, storage that
 * lies, and an attacker with a flash programmer.
 *
 * Byte 0: start (bits 0 and 1), through the ROM (bit 2), boot once more at the end (bit 3). Then
 * operations, each a byte and its arguments (OPERATIONS below); missing arguments are zeros.
 * Repaired: the attacker's operations become those of an honest owner, so that nothing excuses a
 * device that does not boot. Promises: FZ-BOOT-001 to 014 (harnesses/oracles/boot.h).
 */
#include <stdio.h>
#include <string.h>

#include "harnesses/surface.h"
#include "harnesses/worlds/boot_world.h"
#include "reference-impl/boot/boot_record.h"

enum { MAX_LEN = 64, OPERATIONS_MAX = 10, BOOTS_MAX = 4, ARGUMENTS_MAX = 4, CUT_MAX = 24, WRITE_MAX = 16 };

static struct boot_world w;

static void init(void)
{
	boot_world_init(&w);
}

struct arguments {
	uint8_t at[ARGUMENTS_MAX];
};

static enum flash_region region_of(uint8_t number)
{
	return (enum flash_region)(number % FLASH_REGION_COUNT);
}

static uint32_t offset_of(const struct arguments *a, enum flash_region region)
{
	return (uint32_t)((a->at[1] | (unsigned int)a->at[2] << 8) % w.sim.chip.nor.space[region].len);
}

static void power(const struct arguments *a)
{
	boot_world_power(&w, (a->at[0] & 1) != 0);
}

static void reset(const struct arguments *a)
{
	static const enum boot_cause causes[] = { BOOT_RESET, BOOT_CRASH, BOOT_WATCHDOG };

	boot_world_reset(&w, causes[a->at[0] % 3]);
}

static void stage(const struct arguments *a)
{
	boot_world_stage(&w, w.images.at[a->at[0] % IMAGE_COUNT], a->at[1] & 1);
}

static void confirm(const struct arguments *a)
{
	(void)a;
	boot_world_confirm(&w);
}

static void cut(const struct arguments *a)
{
	nor_arm_cut(&w.sim.chip.nor, 1 + a->at[0] % CUT_MAX, (enum rig_tear)(a->at[1] % 3));
	w.life.quiet = false;
}

/* Settings can do no harm, so that writing them excuses nothing. */
static void configure(const struct arguments *a)
{
	static const char *const texts[] = { "prefer=b\n", "prefer=a\n", "console=quiet\nwatchdog_ms=1000\n", "verify=no\nboot=any\n" };
	const char *text = texts[a->at[0] % 4];

	w.life.quiet = false;
	harness_holds(sim_put(&w.sim, FLASH_BOOT_CONFIG, 0, bytes_from(text, strlen(text) + 1)) == RESULT_OK, "settings can't be written");
}

static void stage_altered(const struct arguments *a)
{
	uint8_t room[BOOT_IMAGE_MAX_LEN];
	struct bytes image = w.images.at[a->at[0] % IMAGE_COUNT];

	memcpy(room, image.at, image.len);
	room[(a->at[1] | (unsigned int)a->at[2] << 8) % image.len] ^= a->at[3];
	boot_world_stage(&w, bytes_from(room, image.len), 0);
}

static void put_image(const struct arguments *a)
{
	struct bytes image = w.images.at[a->at[1] % IMAGE_COUNT];

	boot_world_touch(&w);
	if (sim_put(&w.sim, region_of(a->at[0]), 0, image) != RESULT_OK)
		return; /* too small a region */
}

static void write_byte(const struct arguments *a)
{
	enum flash_region region = region_of(a->at[0]);

	boot_world_touch(&w);
	harness_holds(sim_put(&w.sim, region, offset_of(a, region), bytes_from(&a->at[3], 1)) == RESULT_OK, "flash can't be written");
}

static void rot(const struct arguments *a)
{
	enum flash_region region = region_of(a->at[0]);
	uint32_t offset = offset_of(a, region);

	boot_world_touch(&w);
	if (nor_fault_bit_rot(&w.sim.chip.nor, region, offset, 1 + a->at[3] % 8, a->at[3]) != RESULT_OK)
		return; /* too near to the end */
}

static void lie(const struct arguments *a)
{
	enum flash_region region = region_of(a->at[0]);
	struct bytes image = w.images.at[a->at[1] % IMAGE_COUNT];

	boot_world_touch(&w);
	memcpy(w.altered, image.at, image.len);
	if (w.sim.chip.nor.faults.count != 0 || nor_fault_second_read(&w.sim.chip.nor, region, 0, bytes_from(w.altered, image.len),
								      (struct buffer){ w.seen, image.len }) != RESULT_OK)
		return; /* one lie at a time, where it fits */
}

static void fail_reads(const struct arguments *a)
{
	enum flash_region region = region_of(a->at[0]);

	boot_world_touch(&w);
	if (nor_fault_read_error(&w.sim.chip.nor, region, offset_of(a, region), 1) != RESULT_OK)
		return; /* there are enough */
}

static void forge_record(const struct arguments *a)
{
	struct boot_state state = { .sequence = a->at[0], .path = a->at[0] & 1 };
	uint8_t record[BOOT_RECORD_LEN];

	for (unsigned int i = 0; i < BOOT_SLOT_COUNT; i++)
		state.slot[i] = (struct boot_slot_record){ (enum boot_slot_status)(a->at[1 + i] >> 6), w.images.known[(a->at[1 + i] & 0x3f) % IMAGE_COUNT].digest };
	boot_world_touch(&w);
	harness_holds(boot_record_encode(&state, BUFFER_OF(record)) == RESULT_OK &&
			      sim_put(&w.sim, FLASH_BOOT_STATE, a->at[3] % 2 * FLASH_BLOCK_LEN, BYTES_OF(record)) == RESULT_OK,
		      "a record can't be forged");
}

static void misfuse(const struct arguments *a)
{
	boot_world_misfuse(&w, a->at[0], a->at[1], a->at[2]);
}

static void attack_from_os(const struct arguments *a)
{
	boot_world_attack_from_os(&w, region_of(a->at[0]));
}

/* The owner's come first. */
enum code { POWER, RESET, STAGE, CONFIRM, CUT, CONFIGURE, STAGE_ALTERED, HONEST_COUNT,
	    PUT = HONEST_COUNT, WRITE, ROT, LIE, FAIL_READS, FORGE, ATTACK, MISFUSE, OPERATION_COUNT };

static const struct operation {
	void (*act)(const struct arguments *arguments);
	size_t argument_count;
} OPERATIONS[OPERATION_COUNT] = {
	[POWER] = { power, 1 },		    /* with the download pin? */
	[RESET] = { reset, 1 },		    /* cause */
	[STAGE] = { stage, 2 },		    /* image, path */
	[CONFIRM] = { confirm, 0 },
	[CUT] = { cut, 2 },		    /* at which operation, tear */
	[CONFIGURE] = { configure, 1 },	    /* text */
	[STAGE_ALTERED] = { stage_altered, 4 }, /* image, offset, bits to flip */
	[PUT] = { put_image, 2 },	    /* region, image */
	[WRITE] = { write_byte, 4 },	    /* region, offset, value */
	[ROT] = { rot, 4 },		    /* region, offset, count and seed */
	[LIE] = { lie, 2 },		    /* region, image */
	[FAIL_READS] = { fail_reads, 3 },   /* region, offset */
	[FORGE] = { forge_record, 4 },	    /* sequence, slot a, slot b (status and image), block */
	[ATTACK] = { attack_from_os, 1 },   /* region */
	[MISFUSE] = { misfuse, 3 },	    /* key, byte of its hash, bits to flip */
};

/* The operation at the front of the program, and its arguments; takes them off. */
static const struct operation *next(struct bytes *program, struct arguments *ret_arguments)
{
	const struct operation *operation = &OPERATIONS[program->at[0] % OPERATION_COUNT];
	size_t len = 1 + operation->argument_count;

	if (len > program->len)
		len = program->len;
	*ret_arguments = (struct arguments){ { 0 } };
	memcpy(ret_arguments->at, program->at + 1, len - 1);
	*program = bytes_from(program->at + len, program->len - len);
	return operation;
}

static void run(struct bytes input, struct surface_trace *trace)
{
	uint8_t setting = input.len > 0 ? input.at[0] : 0;
	struct bytes program = bytes_from(input.at + (input.len > 0), input.len - (input.len > 0));
	struct arguments arguments;

	boot_world_begin(&w, (enum boot_world_start)(setting % START_COUNT), (setting & 4) != 0);
	for (unsigned int i = 0; i < OPERATIONS_MAX && program.len > 0 && w.life.boots < BOOTS_MAX; i++)
		next(&program, &arguments)->act(&arguments);
	boot_world_settle(&w, (setting & 8) != 0);
	surface_fold(trace, w.life.decisions);
	surface_outcome(trace, boot_world_runs_name(&w));
}

/* An honest program of the same length. */
static struct bytes repair(struct bytes input, struct buffer room)
{
	struct bytes program = bytes_from(input.at + (input.len > 0), input.len - (input.len > 0));
	struct arguments arguments;

	if (bytes_copy(room, input) != RESULT_OK)
		return bytes_from(NULL, 0);
	while (program.len > 0) {
		uint8_t *code = room.at + (input.len - program.len);

		*code = (uint8_t)(*code % HONEST_COUNT);
		program.at = code;
		(void)next(&program, &arguments);
	}
	return bytes_from(room.at, input.len);
}

/* Bits of byte 0 beside the start, and the upper bits of a forged record's slot. */
enum { ROM = 4, AGAIN = 8, REPAIRED = 1, TRIAL = BOOT_SLOT_TRIAL << 6, KEPT = BOOT_SLOT_CONFIRMED << 6 };

static const struct seed {
	const char *name, *reaches;
	uint8_t program[24]; /* with mode and setting; zeros at the end are power-ons */
	size_t len;
} SEEDS[] = {
#define PROGRAM(...) { 0, __VA_ARGS__ }, 1 + sizeof((uint8_t[]){ __VA_ARGS__ })
	{ "boots", "A", PROGRAM(ROM | AGAIN, POWER, 0) },
	{ "empty", "recovery", PROGRAM(START_EMPTY | AGAIN) },
	{ "download-mode", "A", PROGRAM(START_RUNNING, POWER, 1, STAGE, IMAGE_LARGE, 1, POWER, 1) },
	{ "trial-confirms", "B", PROGRAM(START_TRIAL | AGAIN, CONFIRM, POWER, 0) },
	{ "trial-fails", "A", PROGRAM(START_TRIAL, POWER, 0, POWER, 0) },
	{ "trial-crashes", "A", PROGRAM(START_TRIAL, RESET, 1, RESET, 2, RESET, 1) },
	{ "newest", "C", PROGRAM(START_UPDATED, STAGE, IMAGE_NEWEST, 0, RESET, 0, CONFIRM, RESET, 0) },
	{ "first-after-update", "B", PROGRAM(START_UPDATED, STAGE, IMAGE_FIRST, 0, RESET, 0) },
	{ "recovered", "B", PROGRAM(START_EMPTY, STAGE, IMAGE_NEWER, 1, RESET, 0, CONFIRM, POWER, 0) },
	{ "stage-older", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_OLDER, 0, RESET, 0) },
	{ "stage-unsigned", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_UNSIGNED, 0, RESET, 0) },
	{ "stage-attacker", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_ATTACKER, 0, RESET, 0) },
	{ "stage-rehashed", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_REHASHED, 0, RESET, 0) },
	{ "stage-other-class", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_OTHER_CLASS, 0, RESET, 0) },
	{ "stage-loader", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_NEWER_LOADER, 0, RESET, 0) },
	{ "stage-without-counter", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_NO_COUNTER, 0, RESET, 0) },
	{ "stage-not-bootable", "A", PROGRAM(START_RUNNING, STAGE, IMAGE_NOT_BOOTABLE, 0, RESET, 0) },
	{ "stage-altered", "A", PROGRAM(START_RUNNING, STAGE_ALTERED, IMAGE_NEWER, 40, 0, 1, RESET, 0) },
	{ "revokes", "F", PROGRAM(START_RUNNING, STAGE, IMAGE_REVOKER, 0, RESET, 0, CONFIRM, RESET, 0, STAGE, IMAGE_NEWEST, 0) },
	{ "revoked-put", "recovery", PROGRAM(START_RUNNING, STAGE, IMAGE_REVOKER, 0, RESET, 0, CONFIRM, RESET, 0,
					     PUT, FLASH_SLOT_A, IMAGE_NEWEST, PUT, FLASH_SLOT_B, IMAGE_NEWEST) },
	{ "older-put", "recovery", PROGRAM(START_RUNNING, PUT, FLASH_SLOT_A, IMAGE_OLDER, FORGE, 9, KEPT | IMAGE_OLDER, 0, 0) },
	{ "unsigned-put", "recovery", PROGRAM(START_RUNNING, PUT, FLASH_SLOT_A, IMAGE_UNSIGNED, FORGE, 9, KEPT | IMAGE_UNSIGNED, 0, 0) },
	{ "altered-put", "recovery", PROGRAM(START_RUNNING, PUT, FLASH_SLOT_A, IMAGE_ALTERED) },
	{ "loader-put", "recovery", PROGRAM(START_RUNNING, PUT, FLASH_SLOT_A, IMAGE_NEWER_LOADER) },
	{ "os-as-loader", "nothing", PROGRAM(START_RUNNING | ROM, PUT, FLASH_LOADER, IMAGE_NEWER) },
	{ "unsigned-loader", "nothing", PROGRAM(START_RUNNING | ROM, WRITE, FLASH_LOADER, 40, 0, 'x') },
	{ "forged-trial", "A", PROGRAM(START_RUNNING, PUT, FLASH_SLOT_B, IMAGE_ATTACKER, FORGE, 9, KEPT, TRIAL | IMAGE_ATTACKER, 0) },
	{ "forged-confirmed", "C", PROGRAM(START_RUNNING, PUT, FLASH_SLOT_B, IMAGE_NEWEST, FORGE, 9, 0, KEPT | IMAGE_NEWEST, 0) },
	{ "lie-on-second-read", "A", PROGRAM(START_RUNNING, LIE, FLASH_SLOT_A, IMAGE_UNSIGNED, POWER, 0) },
	{ "rot", "recovery", PROGRAM(START_RUNNING, ROT, FLASH_SLOT_A, 0, 0, 23) },
	{ "keys-unreadable", "A", PROGRAM(START_RUNNING, FAIL_READS, FLASH_KEYS, 0, 0, POWER, 0) },
	{ "fused-otherwise-8", "recovery", PROGRAM(START_RUNNING, MISFUSE, 0, 8, 1, POWER, 0) },
	{ "fused-otherwise-31", "recovery", PROGRAM(START_RUNNING, MISFUSE, 0, 31, 1, POWER, 0) },
	{ "loader-fused-otherwise", "nothing", PROGRAM(START_RUNNING | ROM, MISFUSE, 0, 31, 1, POWER, 0) },
	{ "settings", "B", PROGRAM(START_UPDATED, CONFIGURE, 0, POWER, 0, CONFIGURE, 1, POWER, 0, CONFIGURE, 3) },
	{ "os-attacks", "B", PROGRAM(START_TRIAL, ATTACK, FLASH_LOADER, ATTACK, FLASH_KEYS, CONFIRM, POWER, 0) },
	{ "cut-while-staging", "A", PROGRAM(START_RUNNING, CUT, 1, 1, STAGE, IMAGE_LARGE, 0) },
	{ "cut-at-record", "A", PROGRAM(START_RUNNING, CUT, 3, 2, STAGE, IMAGE_NEWER, 0) },
	{ "cut-at-try", "B", PROGRAM(START_RUNNING, STAGE, IMAGE_NEWER, 0, CUT, 0, 0, RESET, 0, POWER, 0, CONFIRM) },
	{ "cut-at-confirm", "B", PROGRAM(START_TRIAL, CUT, 1, 0, CONFIRM) },
	{ "cut-at-revoke", "F", PROGRAM(START_RUNNING, STAGE, IMAGE_REVOKER, 0, RESET, 0, CONFIRM, CUT, 0, 1, RESET, 0) },
#undef PROGRAM
};

static void make_seeds(const struct seed_sink *sink)
{
	for (size_t i = 0; i < sizeof(SEEDS) / sizeof(SEEDS[0]); i++)
		sink->add(sink->context, SEEDS[i].name, SEEDS[i].reaches, bytes_from(SEEDS[i].program, SEEDS[i].len));
}

extern const struct surface surface_boot_decision;
const struct surface surface_boot_decision = {
	.enters = "loader_boot",
	.max_len = MAX_LEN,
	.init = init,
	.run = run,
	.repair = repair,
	.make_seeds = make_seeds,
};
