/* SPDX-License-Identifier: Apache-2.0 */
/* The chip's operations as platform.h has them: grant, lock, then storage or register. */

#include <string.h>

#include "reference-impl/platform/chip.h"
#include "reference-impl/platform/fuse_map.h"

static enum result flash_read(void *context, enum flash_region region, uint32_t offset, struct buffer into)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_FLASH_READ);

	if (result == RESULT_OK && (unsigned int)region >= FLASH_REGION_COUNT)
		result = RESULT_NOT_FOUND;
	return result == RESULT_OK ? nor_read(&chip->nor, region, offset, into) : result;
}

static enum result flash_program(void *context, enum flash_region region, uint32_t offset, struct bytes from)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_FLASH_PROGRAM);

	if (result == RESULT_OK)
		result = chip_grants_write(chip, region);
	return result == RESULT_OK ? nor_program(&chip->nor, region, offset, from) : result;
}

static enum result flash_erase(void *context, enum flash_region region, uint32_t offset)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_FLASH_ERASE);

	if (result == RESULT_OK)
		result = chip_grants_write(chip, region);
	return result == RESULT_OK ? nor_erase(&chip->nor, region, offset) : result;
}

static uint32_t flash_region_len(void *context, enum flash_region region)
{
	const struct chip *chip = context;

	return (unsigned int)region < FLASH_REGION_COUNT ? (uint32_t)chip->nor.space[region].len : 0;
}

/* Only the ROM sees the device secret, and not behind the root of trust, which takes it once. */
static bool hides_secret(const struct chip *chip, uint64_t offset, uint64_t len)
{
	enum { SECRET_END = FUSE_DEVICE_SECRET + FUSE_DEVICE_SECRET_LEN };

	return (chip->stage != CHIP_ROM || chip->secret_taken) && offset < SECRET_END && offset + len > FUSE_DEVICE_SECRET;
}

static enum result fuses_read(void *context, uint32_t offset, struct buffer into)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_FUSE_READ);

	if (result == RESULT_OK && hides_secret(chip, offset, into.len))
		result = RESULT_REFUSED;
	return result == RESULT_OK ? nor_read(&chip->nor, NOR_FUSES, offset, into) : result;
}

static enum result fuses_burn(void *context, uint32_t offset, struct bytes bits)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_FUSE_BURN);

	if (result == RESULT_OK && chip->locks & LOCK_FUSES)
		result = RESULT_REFUSED;
	return result == RESULT_OK ? nor_burn(&chip->nor, offset, bits) : result;
}

static enum result counters_read(void *context, enum counter counter, uint32_t *ret_value)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_COUNTER_READ);

	if (result == RESULT_OK && (unsigned int)counter >= COUNTER_COUNT)
		result = RESULT_NOT_FOUND;
	return result == RESULT_OK ? nor_counter_read(&chip->nor, counter, ret_value) : result;
}

static enum result counters_raise(void *context, enum counter counter, uint32_t value)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_COUNTER_RAISE);

	if (result == RESULT_OK && chip->locks & LOCK_COUNTERS)
		result = RESULT_REFUSED;
	if (result == RESULT_OK && (unsigned int)counter >= COUNTER_COUNT)
		result = RESULT_NOT_FOUND;
	return result == RESULT_OK ? nor_counter_raise(&chip->nor, counter, value) : result;
}

void chip_offer(struct chip *chip, struct platform *ret_platform)
{
	ret_platform->flash = (struct flash){ chip, flash_read, flash_program, flash_erase, flash_region_len };
	ret_platform->fuses = (struct fuses){ chip, fuses_read, fuses_burn };
	ret_platform->counters = (struct counters){ chip, counters_read, counters_raise };
	chip_offer_control(chip, &ret_platform->control);
}
