/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UPDATE_STAGE_H
#define UPDATE_STAGE_H

/*
 * Brings a new image into the slot that is not needed, to be tried at the next boot.
 *
 * The bytes are gathered in the memory that images are verified in, and flash is not touched
 * before the verdict: a refused image leaves no trace, and the fallback in the slot stays. A good
 * one is written with its first page last, so that the slot never holds half an image that looks
 * whole, is compared with what was verified, and only then recorded. The loader verifies again.
 *
 * Call order: stage_begin(), stage_data() until all is there, stage_end(). A begin in the middle
 * starts over; any failure ends the staging.
 */

#include "reference-impl/platform/platform.h"

/* What staging leaves to the boot code, which alone knows the slots and decides what may start. */
struct stage_boot {
	void *context;
	/* The slot that may be overwritten: never the one that runs or is kept. RESULT_BUSY while a trial runs. */
	enum result (*free_slot)(void *context, enum flash_region *ret_slot) MUST_CHECK;
	/* RESULT_OK if the loader would start these frozen bytes; sets *ret_image to the image within them. */
	enum result (*judge)(void *context, struct bytes frozen, struct bytes *ret_image) MUST_CHECK;
	/* Records the image judged last as a trial in slot; path is an enum port_path. */
	enum result (*record_trial)(void *context, enum flash_region slot, uint8_t path) MUST_CHECK;
};

struct stage {
	const struct platform *platform;
	const struct stage_boot *boot;
	bool open;
	uint8_t path;
	enum flash_region slot;
	struct buffer room; /* of the platform's image memory */
	uint32_t have;
};

/* Both tables must outlive the stage. */
void stage_init(struct stage *stage, const struct platform *platform, const struct stage_boot *boot);

/* Expects len bytes. RESULT_REFUSED for 0 or an unknown path, RESULT_TOO_LARGE beyond the slot, and as free_slot(). */
enum result stage_begin(struct stage *stage, uint8_t path, uint32_t len) MUST_CHECK;

/* RESULT_REFUSED outside of a staging and for a gap or repetition, RESULT_TOO_LARGE beyond the announced length. */
enum result stage_data(struct stage *stage, uint32_t offset, struct bytes data) MUST_CHECK;

/* RESULT_TRUNCATED if data is missing, as judge() if the image may not start, RESULT_IO if it can't be written. */
enum result stage_end(struct stage *stage) MUST_CHECK;

#endif
