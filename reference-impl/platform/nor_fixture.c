/* SPDX-License-Identifier: Apache-2.0 */
/* Static storage for one small chip. */

#include <stdlib.h>

#include "reference-impl/platform/nor_fixture.h"

const struct nor_layout nor_fixture_layout = {
	.region_len = {
		[FLASH_LOADER] = NOR_FIXTURE_SLOT_LEN,
		[FLASH_SLOT_A] = NOR_FIXTURE_SLOT_LEN,
		[FLASH_SLOT_B] = NOR_FIXTURE_SLOT_LEN,
		[FLASH_BOOT_STATE] = 2 * FLASH_BLOCK_LEN,
		[FLASH_BOOT_CONFIG] = FLASH_BLOCK_LEN,
		[FLASH_KEYS] = FLASH_BLOCK_LEN,
	},
};

static uint8_t storage[NOR_FIXTURE_STORAGE_LEN];
static uint8_t image[NOR_FIXTURE_SLOT_LEN];

void nor_fixture_init(struct nor *nor)
{
	enum { FLASH_LEN = NOR_FIXTURE_STORAGE_LEN - FUSE_LEN - NOR_COUNTERS_LEN };
	struct nor_memory memory = {
		.flash = { storage, FLASH_LEN },
		.fuses = { storage + FLASH_LEN, FUSE_LEN },
		.counters = { storage + FLASH_LEN + FUSE_LEN, NOR_COUNTERS_LEN },
	};

	if (nor_attach(nor, &nor_fixture_layout, &memory) != RESULT_OK)
		abort();
	nor_format(nor);
	nor_power(nor, true);
}

void nor_fixture_sim(struct sim *sim)
{
	struct sim_memory memory = { .storage = BUFFER_OF(storage), .image = BUFFER_OF(image), .entropy_seed = 1 };

	if (sim_init(sim, &nor_fixture_layout, &memory) != RESULT_OK)
		abort();
}
