/* SPDX-License-Identifier: Apache-2.0 */
/* Where each space lies in the memory that the caller gives, how it is called, and its factory state. */

#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/nor.h"

const struct nor_layout nor_chip_layout = {
	.region_len = {
		[FLASH_LOADER] = 8u << 20,
		[FLASH_SLOT_A] = 8u << 20,
		[FLASH_SLOT_B] = 8u << 20,
		[FLASH_BOOT_STATE] = 2 * FLASH_BLOCK_LEN,
		[FLASH_BOOT_CONFIG] = FLASH_BLOCK_LEN,
		[FLASH_KEYS] = FLASH_BLOCK_LEN,
	},
};

static const char *const space_names[NOR_SPACE_COUNT] = {
	[FLASH_LOADER] = "loader",
	[FLASH_SLOT_A] = "slot_a",
	[FLASH_SLOT_B] = "slot_b",
	[FLASH_BOOT_STATE] = "boot_state",
	[FLASH_BOOT_CONFIG] = "boot_config",
	[FLASH_KEYS] = "keys",
	[NOR_FUSES] = "fuses",
	[NOR_COUNTERS] = "counters",
};

const char *nor_space_name(unsigned int space)
{
	return space < NOR_SPACE_COUNT ? space_names[space] : NULL;
}

enum result nor_space_named(struct bytes name, unsigned int *ret_space)
{
	for (unsigned int i = 0; i < NOR_SPACE_COUNT; i++) {
		if (bytes_equal(name, bytes_of_text(space_names[i]))) {
			*ret_space = i;
			return RESULT_OK;
		}
	}
	return RESULT_NOT_FOUND;
}

uint64_t nor_flash_len(const struct nor_layout *layout)
{
	uint64_t len = 0;

	for (unsigned int i = 0; i < FLASH_REGION_COUNT; i++)
		len += layout->region_len[i];
	return len;
}

static bool fits(const struct nor_layout *layout, const struct nor_memory *memory)
{
	return memory->flash.len == nor_flash_len(layout) && memory->fuses.len == FUSE_LEN &&
	       memory->counters.len == NOR_COUNTERS_LEN;
}

enum result nor_attach(struct nor *nor, const struct nor_layout *layout, const struct nor_memory *memory)
{
	uint8_t *at = memory->flash.at;

	if (!fits(layout, memory))
		return RESULT_TOO_LARGE;
	memset(nor, 0, sizeof(*nor));
	for (unsigned int i = 0; i < FLASH_REGION_COUNT; i++) {
		nor->space[i] = (struct buffer){ at, layout->region_len[i] };
		at += layout->region_len[i];
	}
	nor->space[NOR_FUSES] = memory->fuses;
	nor->space[NOR_COUNTERS] = memory->counters;
	return RESULT_OK;
}

void nor_format(struct nor *nor)
{
	struct writer rows = writer_over(nor->space[NOR_COUNTERS]);

	for (unsigned int i = 0; i < FLASH_REGION_COUNT; i++)
		memset(nor->space[i].at, 0xff, nor->space[i].len);
	memset(nor->space[NOR_FUSES].at, 0, nor->space[NOR_FUSES].len);
	while (rows.used < NOR_COUNTERS_LEN) {
		writer_u32_le(&rows, 0);
		writer_u32_le(&rows, ~0u);
	}
}
