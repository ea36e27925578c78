/* SPDX-License-Identifier: Apache-2.0 */
/* The factory burns what it likes; the rules of the root of trust come to it by their own port. */

#include "reference-impl/tools/chip_memory.h"

enum { SECRET_END = FUSE_DEVICE_SECRET + FUSE_DEVICE_SECRET_LEN };

static enum result take_secret(void *context, struct buffer into)
{
	(void)context;
	(void)into;
	return RESULT_UNSUPPORTED;
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	struct chip_memory *chip = context;

	if (offset < SECRET_END && (uint64_t)offset + into.len > FUSE_DEVICE_SECRET)
		return RESULT_REFUSED;
	return nor_read(&chip->nor, NOR_FUSES, offset, into);
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	struct chip_memory *chip = context;
	uint64_t from = (uint64_t)offset - FUSE_LIFECYCLE; /* below it, this is far above it */

	if (from > FUSE_LIFECYCLE_LEN || bits.len > FUSE_LIFECYCLE_LEN - from)
		return RESULT_REFUSED;
	return nor_burn(&chip->nor, offset, bits);
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	(void)context;
	(void)counter;
	(void)ret_value;
	return RESULT_UNSUPPORTED;
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	(void)context;
	(void)counter;
	(void)value;
	return RESULT_UNSUPPORTED;
}

static enum result draw_noise(void *context, struct buffer into)
{
	(void)context;
	(void)into;
	return RESULT_UNSUPPORTED;
}

static uint64_t uptime_ms(void *context)
{
	(void)context;
	return 0;
}

struct vault chip_memory_vault(struct chip_memory *chip)
{
	return (struct vault){ chip, take_secret, read_fuses, burn_fuses, read_counter, raise_counter, draw_noise, uptime_ms };
}
