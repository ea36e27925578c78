/* SPDX-License-Identifier: Apache-2.0 */
/* Burns and writes what the maker does, then lives the short lives that the other starts are. */
#include "harnesses/worlds/boot_world.h"

#include <string.h>

#include "reference-impl/boot/trust.h"

static const struct nor_layout LAYOUT = {
	.region_len = {
		[FLASH_LOADER] = BOOT_WORLD_SLOT_LEN,
		[FLASH_SLOT_A] = BOOT_WORLD_SLOT_LEN,
		[FLASH_SLOT_B] = BOOT_WORLD_SLOT_LEN,
		[FLASH_BOOT_STATE] = 2 * FLASH_BLOCK_LEN,
		[FLASH_BOOT_CONFIG] = FLASH_BLOCK_LEN,
		[FLASH_KEYS] = FLASH_BLOCK_LEN,
	},
};

static void burn_key(struct boot_world *w, uint32_t place)
{
	struct bytes spki = BYTES_OF(w->images.keys[place].key.spki);
	struct crypto_sha256 hash;

	harness_holds(crypto_sha256(spki, &hash) == RESULT_OK &&
			      nor_burn(&w->sim.chip.nor, FUSE_KEY_HASH + place * CRYPTO_SHA256_LEN, BYTES_OF(hash)) == RESULT_OK &&
			      sim_put(&w->sim, FLASH_KEYS, place * BOOT_KEY_PLACE_LEN, spki) == RESULT_OK,
		      "a key can't be burnt");
}

/*
 * The chip that all lives begin on: keys and class in its fuses, counters at their first value, a loader in
 * its slot, nothing else. The images must be there. Power is off.
 */
static void make_chip(struct boot_world *w)
{
	struct sim_memory memory = { .storage = BUFFER_OF(w->storage), .image = BUFFER_OF(w->memory), .entropy_seed = 1 };
	struct nor *nor = &w->sim.chip.nor;

	harness_holds(sim_init(&w->sim, &LAYOUT, &memory) == RESULT_OK, "the chip can't be made");
	w->platform = sim_platform(&w->sim);
	nor_power(nor, true);
	burn_key(w, TEST_KEY_TRUSTED);
	burn_key(w, TEST_KEY_REVOKED);
	harness_holds(nor_burn(nor, FUSE_CLASS_UUID, BYTES_OF(w->images.class_uuid)) == RESULT_OK &&
			      nor_counter_raise(nor, COUNTER_LOADER, BOOT_FIRST_COUNTER) == RESULT_OK &&
			      nor_counter_raise(nor, COUNTER_OS, BOOT_FIRST_COUNTER) == RESULT_OK &&
			      sim_put(&w->sim, FLASH_LOADER, 0, w->images.at[IMAGE_LOADER]) == RESULT_OK,
		      "the chip can't be provisioned");
	nor_power(nor, false);
}

static void keep(struct boot_world *w, enum boot_world_start start)
{
	struct boot_world_snapshot *snapshot = &w->starts[start];

	w->life.watched = true;
	w->life.vouched = start != START_EMPTY;
	w->life.confirm_tried = w->life.tampered = w->life.quiet = false;
	w->life.boots = 0;
	w->life.decisions = 0;
	snapshot->life = w->life;
	w->life.watched = false;
	snapshot->sim = w->sim;
	memcpy(snapshot->storage, w->storage, sizeof(w->storage));
}

/* Each start is where the life before it went on to. */
void boot_world_init(struct boot_world *w)
{
	memset(w, 0, sizeof(*w));
	boot_images_make(&w->images);
	make_chip(w);
	w->life = (struct boot_life){ .through_rom = true, .kept = BOOT_SLOT_NONE };
	boot_world_power(w, false);
	keep(w, START_EMPTY);
	harness_holds(sim_put(&w->sim, FLASH_SLOT_A, 0, w->images.at[IMAGE_FIRST]) == RESULT_OK, "no image can be installed");
	boot_world_power(w, false);
	keep(w, START_RUNNING);
	boot_world_stage(w, w->images.at[IMAGE_NEWER], PORT_PATH_NORMAL);
	boot_world_reset(w, BOOT_RESET);
	keep(w, START_TRIAL);
	boot_world_confirm(w);
	boot_world_reset(w, BOOT_RESET);
	keep(w, START_UPDATED);
}

void boot_world_begin(struct boot_world *w, enum boot_world_start start, bool through_rom)
{
	const struct boot_world_snapshot *snapshot = &w->starts[start];

	memcpy(w->storage, snapshot->storage, sizeof(w->storage));
	w->sim = snapshot->sim;
	w->life = snapshot->life;
	w->life.through_rom = through_rom;
}

void boot_world_misfuse(struct boot_world *w, uint8_t key, uint8_t byte, uint8_t bits)
{
	struct buffer fuses = w->sim.chip.nor.space[NOR_FUSES];

	boot_world_touch(w);
	fuses.at[FUSE_KEY_HASH + key % 2 * CRYPTO_SHA256_LEN + byte % CRYPTO_SHA256_LEN] ^= bits;
}
