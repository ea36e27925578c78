/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_BOOT_WORLD_H
#define WORLDS_BOOT_WORLD_H

/*
 * A whole device in one process, from its fuses to what runs, that can be put back to where it
 * began thousands of times a second.
 *
 * Power, ROM, loader and staging are the product's own code on platform/sim; the world only
 * presses its buttons, and holds what it sees after each of them against the promises of
 * oracles/boot.h. Nobody serves the port in a loop here: what runs is remembered, and
 * boot_world_stage() does what its port would.
 *
 * Call order: boot_world_init() once; then boot_world_begin(), any buttons, boot_world_settle().
 */

#include "harnesses/worlds/boot_images.h"
#include "reference-impl/boot/loader.h"
#include "reference-impl/device/service_port.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/sim/sim.h"

/* Where a life begins: with power on, and already booted. */
enum boot_world_start {
	START_RUNNING, /* IMAGE_FIRST, confirmed */
	START_TRIAL,   /* IMAGE_NEWER on its trial, IMAGE_FIRST behind it */
	START_UPDATED, /* IMAGE_NEWER confirmed, IMAGE_FIRST below the counter now */
	START_EMPTY,   /* no image but the loader, which serves the port */
	START_COUNT
};

enum boot_world_runs { RUNS_NOTHING, RUNS_OS, RUNS_LOADER };

enum {
	BOOT_WORLD_SLOT_LEN = 2 * FLASH_BLOCK_LEN,
	BOOT_WORLD_STORAGE_LEN = 3 * BOOT_WORLD_SLOT_LEN + 4 * FLASH_BLOCK_LEN + FUSE_LEN + NOR_COUNTERS_LEN,
	BOOT_WORLD_SETTLE_MAX = 4
};

/* What is remembered of what was seen. */
struct boot_life {
	bool watched;     /* promises are looked after: not while the starts are made */
	bool through_rom; /* else each boot enters the loader as the ROM would */
	enum boot_world_runs runs;
	enum boot_slot kept; /* by the loader that serves */
	const struct boot_known *running, *failed_trial;
	bool on_trial, answered; /* what runs; it has confirmed itself, or tried to */
	bool vouched;            /* a confirmed image has run, and nobody but the device has written since */
	bool tampered;           /* somebody else has written to storage, or made it lie */
	bool confirm_tried;      /* at any time in this life */
	bool quiet;              /* the last thing that happened was a boot that changed nothing */
	unsigned int boots;
	uint64_t decisions; /* for the trace: what was decided, folded */
};

struct boot_world_snapshot {
	struct boot_life life;
	struct sim sim;
	uint8_t storage[BOOT_WORLD_STORAGE_LEN];
};

struct boot_world {
	struct sim sim;
	struct platform platform;
	struct boot_images images;
	struct boot_life life;
	struct service_port port;
	uint8_t storage[BOOT_WORLD_STORAGE_LEN], before[BOOT_WORLD_STORAGE_LEN];
	uint64_t operations_before; /* with `before`: when the last staging began */
	uint8_t memory[BOOT_WORLD_SLOT_LEN];
	uint8_t altered[BOOT_WORLD_SLOT_LEN], seen[BOOT_WORLD_SLOT_LEN]; /* of the fault that lies on a second read */
	struct boot_world_snapshot starts[START_COUNT];
};

void boot_world_init(struct boot_world *w);
void boot_world_begin(struct boot_world *w, enum boot_world_start start, bool through_rom);

/* The buttons. What makes no sense at the moment does nothing. */
void boot_world_power(struct boot_world *w, bool strap);
void boot_world_reset(struct boot_world *w, enum boot_cause cause);
void boot_world_stage(struct boot_world *w, struct bytes image, uint8_t path);
void boot_world_confirm(struct boot_world *w);
void boot_world_attack_from_os(struct boot_world *w, enum flash_region region);

/* Somebody wrote storage from outside, or will make it lie: promises about an untouched device end. */
void boot_world_touch(struct boot_world *w);

/*
 * Flips bits of a byte of a key's fused hash. Nobody finds a key whose hash is nearly another one's; a fuse that is
 * nearly the hash of the key comes to the same for the device.
 */
void boot_world_misfuse(struct boot_world *w, uint8_t key, uint8_t byte, uint8_t bits);

/* Ends cuts and lies, boots until nothing changes, and demands that this comes soon; `again` boots once more. */
void boot_world_settle(struct boot_world *w, bool again);

/* "A" for IMAGE_FIRST and so on, as the payload has it; "recovery" at the port, "nothing". */
const char *boot_world_runs_name(const struct boot_world *w);

#endif
