/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/ct/silicon.h"

#include <string.h>

#include "ci/ct/mark.h"

void ct_silicon_init(struct ct_silicon *silicon)
{
	*silicon = (struct ct_silicon){ .noise = 1, .counters[COUNTER_CLIENT_KEY] = 1 };
	memset(silicon->fuses + FUSE_LIFECYCLE, 0xff, 2);
	memset(silicon->fuses + FUSE_DEVICE_ID, 0x1d, FUSE_DEVICE_ID_LEN);
	memset(silicon->fuses + FUSE_VENDOR_UUID, 0x3c, 32);
	for (size_t i = 0; i < FUSE_DEVICE_SECRET_LEN; i++)
		silicon->fuses[FUSE_DEVICE_SECRET + i] = (uint8_t)(7 * i + 1);
}

static enum result take_secret(void *context, struct buffer into)
{
	struct ct_silicon *silicon = context;

	memcpy(into.at, silicon->fuses + FUSE_DEVICE_SECRET, into.len);
	ct_hide(into.at, into.len);
	return RESULT_OK;
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	struct ct_silicon *silicon = context;

	memcpy(into.at, silicon->fuses + offset, into.len);
	return RESULT_OK;
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	(void)context, (void)offset, (void)bits;
	return RESULT_REFUSED;
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	struct ct_silicon *silicon = context;

	*ret_value = silicon->counters[counter];
	return RESULT_OK;
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	struct ct_silicon *silicon = context;

	silicon->counters[counter] = value;
	return RESULT_OK;
}

/* The upper bits of Knuth's generator. */
static enum result draw_noise(void *context, struct buffer into)
{
	struct ct_silicon *silicon = context;

	for (size_t i = 0; i < into.len; i++) {
		silicon->noise = silicon->noise * 6364136223846793005u + 1442695040888963407u;
		into.at[i] = (uint8_t)(silicon->noise >> 56);
	}
	ct_hide(into.at, into.len);
	return RESULT_OK;
}

static uint64_t uptime_ms(void *context)
{
	const struct ct_silicon *silicon = context;

	return silicon->uptime_ms;
}

struct vault ct_silicon_vault(struct ct_silicon *silicon)
{
	return (struct vault){ silicon, take_secret, read_fuses, burn_fuses, read_counter, raise_counter, draw_noise, uptime_ms };
}
