/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/memory_chip.h"

#include <string.h>

void memory_chip_init(struct memory_chip *chip)
{
	*chip = (struct memory_chip){ .noise = 1, .counters[COUNTER_CLIENT_KEY] = 1 };
	memset(chip->fuses + FUSE_LIFECYCLE, 0xff, 2);
	memset(chip->fuses + FUSE_DEVICE_ID, 0x1d, FUSE_DEVICE_ID_LEN);
	memset(chip->fuses + FUSE_VENDOR_UUID, 0x3c, 32);
	for (size_t i = 0; i < FUSE_DEVICE_SECRET_LEN; i++)
		chip->fuses[FUSE_DEVICE_SECRET + i] = (uint8_t)(7 * i + 1);
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	const struct memory_chip *chip = context;

	if ((uint64_t)offset + into.len > FUSE_LEN)
		return RESULT_REFUSED;
	return bytes_copy(into, bytes_from(chip->fuses + offset, into.len));
}

static enum result take_secret(void *context, struct buffer into)
{
	return into.len == FUSE_DEVICE_SECRET_LEN ? read_fuses(context, FUSE_DEVICE_SECRET, into) : RESULT_MALFORMED;
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	(void)context, (void)offset, (void)bits;
	return RESULT_REFUSED;
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	const struct memory_chip *chip = context;

	if ((unsigned int)counter >= COUNTER_END)
		return RESULT_REFUSED;
	*ret_value = chip->counters[counter];
	return RESULT_OK;
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	struct memory_chip *chip = context;

	if ((unsigned int)counter >= COUNTER_END || value < chip->counters[counter])
		return RESULT_REFUSED;
	chip->counters[counter] = value;
	return RESULT_OK;
}

/* The upper bits of Knuth's generator: not random at all, but healthy by the tests. */
static enum result draw_noise(void *context, struct buffer into)
{
	struct memory_chip *chip = context;

	for (size_t i = 0; i < into.len; i++) {
		chip->noise = chip->noise * 6364136223846793005u + 1442695040888963407u;
		into.at[i] = (uint8_t)(chip->noise >> 56);
	}
	return RESULT_OK;
}

static uint64_t uptime_ms(void *context)
{
	(void)context;
	return 1;
}

struct vault memory_chip_vault(struct memory_chip *chip)
{
	return (struct vault){ chip, take_secret, read_fuses, burn_fuses, read_counter, raise_counter, draw_noise, uptime_ms };
}
