/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_VAULT_H
#define PLATFORM_VAULT_H

/*
 * What the silicon offers to the root of trust and to nobody else.
 *
 * A stage's grants end with the stage, and its locks keep fuses and counters from whoever runs
 * next. The root of trust outlives all stages, so it has a port of its own beside platform.h:
 * the device secret, once; the lifecycle's fuses; the counters that no stage may move.
 * Power can fail inside a burn or a raise, as platform/storage.h says.
 */

#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/storage.h"

struct vault {
	void *context;
	/* The device secret, FUSE_DEVICE_SECRET_LEN bytes; RESULT_REFUSED from then on until power goes. */
	enum result (*take_secret)(void *context, struct buffer into) MUST_CHECK;
	/* Any other fuses; RESULT_REFUSED where the range touches the secret. */
	enum result (*read_fuses)(void *context, uint32_t offset, struct buffer into) MUST_CHECK;
	/* Of the lifecycle alone; RESULT_REFUSED elsewhere. */
	enum result (*burn_fuses)(void *context, uint32_t offset, struct bytes bits) MUST_CHECK;
	enum result (*read_counter)(void *context, enum counter counter, uint32_t *ret_value) MUST_CHECK;
	/* RESULT_REFUSED if it would fall, and for the counters of the boot stages; equal is a no-op. */
	enum result (*raise_counter)(void *context, enum counter counter, uint32_t value) MUST_CHECK;
	/* Raw samples of the noise source: who draws them tests them. */
	enum result (*draw_noise)(void *context, struct buffer into) MUST_CHECK;
	/* Milliseconds since power-on; goes on over resets. */
	uint64_t (*uptime_ms)(void *context);
};

#endif
