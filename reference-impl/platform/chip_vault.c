/* SPDX-License-Identifier: Apache-2.0 */
/* The root of trust's side of the chip: no stage, no lock, and only what vault.h names. */

#include "reference-impl/platform/chip.h"

enum { SECRET_END = FUSE_DEVICE_SECRET + FUSE_DEVICE_SECRET_LEN };

/* Taken is taken, also by a reading that failed: half a secret must not be asked for again. */
static enum result take_secret(void *context, struct buffer into)
{
	struct chip *chip = context;

	if (!chip->nor.powered)
		return RESULT_IO;
	if (into.len != FUSE_DEVICE_SECRET_LEN)
		return RESULT_MALFORMED;
	if (chip->secret_taken)
		return RESULT_REFUSED;
	chip->secret_taken = true;
	return nor_read(&chip->nor, NOR_FUSES, FUSE_DEVICE_SECRET, into);
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	struct chip *chip = context;

	if (offset < SECRET_END && (uint64_t)offset + into.len > FUSE_DEVICE_SECRET)
		return RESULT_REFUSED;
	return nor_read(&chip->nor, NOR_FUSES, offset, into);
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	struct chip *chip = context;
	uint64_t from = (uint64_t)offset - FUSE_LIFECYCLE; /* below it, this is far above it */

	if (from > FUSE_LIFECYCLE_LEN || bits.len > FUSE_LIFECYCLE_LEN - from)
		return RESULT_REFUSED;
	return nor_burn(&chip->nor, offset, bits);
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	struct chip *chip = context;

	return nor_counter_read(&chip->nor, counter, ret_value);
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	struct chip *chip = context;

	return counter < COUNTER_COUNT ? RESULT_REFUSED : nor_counter_raise(&chip->nor, counter, value);
}

void chip_offer_vault(struct chip *chip, struct vault *ret_vault)
{
	ret_vault->context = chip;
	ret_vault->take_secret = take_secret;
	ret_vault->read_fuses = read_fuses;
	ret_vault->burn_fuses = burn_fuses;
	ret_vault->read_counter = read_counter;
	ret_vault->raise_counter = raise_counter;
}
