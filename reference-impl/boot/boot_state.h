/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_BOOT_STATE_H
#define BOOT_BOOT_STATE_H

/*
 * What the device remembers of its two slots: which image is kept, which is on trial.
 *
 * One record in each of two flash blocks, the newer one counts. A record is written by erasing the
 * other block and programming there, so the old one stays until the new one is whole, and always
 * takes the same two storage operations. The two steps of a trial are marks: words behind the
 * record that are programmed to zero in place, the second by control.confirm().
 *
 * Nothing here is authenticated and no security rests on it: a record speaks of an image only
 * by its digest, and every image is verified before it starts, whatever a record says. Any
 * content whatever leads to a verified image or to recovery.
 */

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/platform/platform.h"

enum boot_slot { BOOT_SLOT_A, BOOT_SLOT_B, BOOT_SLOT_COUNT, BOOT_SLOT_NONE = 0xff };

enum boot_slot_status { BOOT_SLOT_UNKNOWN, BOOT_SLOT_TRIAL, BOOT_SLOT_CONFIRMED, BOOT_SLOT_FAILED };

struct boot_slot_record {
	enum boot_slot_status status;
	struct crypto_sha256 digest; /* of the image that the status is about */
};

struct boot_state {
	bool present; /* a good record was found; else all is unknown */
	uint32_t block; /* where it was found, 0 or 1 */
	uint32_t sequence;
	struct boot_slot_record slot[BOOT_SLOT_COUNT]; /* at most one is on trial */
	uint8_t path; /* enum port_path: how the image on trial came */
	bool tried, confirmed; /* marks of the image on trial */
};

/* How an image in a slot stands, by the record and its own digest. */
enum boot_standing {
	BOOT_STANDING_STRANGER,  /* the record does not know it */
	BOOT_STANDING_FAILED,    /* had its one try and did not confirm */
	BOOT_STANDING_TRIAL,     /* may be tried once */
	BOOT_STANDING_CONFIRMED
};

enum flash_region boot_slot_region(enum boot_slot slot);
enum boot_slot boot_slot_other(enum boot_slot slot);

/* Finds the newest good record; unreadable blocks count as empty, so there is always an answer. */
void boot_state_read(const struct platform *platform, struct boot_state *ret_state);

/* What follows current when slot holds the image of that record; what is known of the other slot's image stays. */
struct boot_state boot_state_with(const struct boot_state *current, enum boot_slot slot, struct boot_slot_record record);

/* Writes next's slots and path as the record that follows current, without marks, and reads it back into *ret_state. */
enum result boot_state_write(const struct platform *platform, const struct boot_state *current,
			     const struct boot_state *next, struct boot_state *ret_state) MUST_CHECK;

/* Marks the image on trial as tried. */
enum result boot_state_mark_tried(const struct platform *platform, const struct boot_state *state) MUST_CHECK;

/* Where control.confirm() has to put its mark, from the start of FLASH_BOOT_STATE. */
uint32_t boot_state_confirm_offset(const struct boot_state *state);

enum boot_standing boot_state_standing(const struct boot_state *state, enum boot_slot slot,
				       const struct crypto_sha256 *digest);

/* The slot whose record is an untried trial, BOOT_SLOT_NONE without one. */
enum boot_slot boot_state_untried(const struct boot_state *state);

/* The newest slot that the record calls confirmed, BOOT_SLOT_NONE without one. */
enum boot_slot boot_state_active(const struct boot_state *state);

#endif
