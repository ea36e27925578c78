/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_STORAGE_H
#define PLATFORM_STORAGE_H

/*
 * What the chip keeps without power: flash, fuses, counters, as tables of functions.
 *
 * Power can fail inside any program, erase, raise or burn: the call then never returns on
 * the board, and returns RESULT_IO for ever in the simulator, until power comes back.
 */

#include "reference-impl/base/bytes.h"

/* NOR flash: programming clears bits, erasing sets a whole block. Sizes in bytes. */
enum { FLASH_WORD_LEN = 4, FLASH_PAGE_LEN = 1024, FLASH_BLOCK_LEN = 4096 };

enum flash_region {
	FLASH_LOADER,      /* the loader's image; write-locked before anything but the ROM runs */
	FLASH_SLOT_A,
	FLASH_SLOT_B,
	FLASH_BOOT_STATE,  /* log of boot_state records; unauthenticated */
	FLASH_BOOT_CONFIG, /* the owner's boot settings; unauthenticated, harmless by construction */
	FLASH_KEYS,        /* the maker's public keys; each counts only if a fuse holds its hash */
	FLASH_REGION_COUNT
};

struct flash {
	void *context;
	/* Reads anywhere within one region. */
	enum result (*read)(void *context, enum flash_region region, uint32_t offset, struct buffer into) MUST_CHECK;
	/* Clears bits within one page; offset and length in whole words. */
	enum result (*program)(void *context, enum flash_region region, uint32_t offset, struct bytes from) MUST_CHECK;
	/* Sets all bits of the block that begins at offset. */
	enum result (*erase)(void *context, enum flash_region region, uint32_t offset) MUST_CHECK;
	uint32_t (*region_len)(void *context, enum flash_region region);
};

/* One-time-programmable fields; bits go from 0 to 1 and stay. Layout: platform/fuse_map.h. */
struct fuses {
	void *context;
	enum result (*read)(void *context, uint32_t offset, struct buffer into) MUST_CHECK;
	enum result (*burn)(void *context, uint32_t offset, struct bytes bits) MUST_CHECK;
};

/* Counters that only rise: one for each kind of image, then those of the root of trust, which no stage reaches. */
enum counter {
	COUNTER_LOADER,
	COUNTER_OS,
	COUNTER_COUNT,                 /* of the stages' counters */
	COUNTER_RELEASE = COUNTER_COUNT, /* newest release statement that was taken */
	COUNTER_TOKEN_TRIED,           /* debug and service tokens that were looked at */
	COUNTER_TOKEN_SETTLED,         /* the value of that when the last good one was taken */
	COUNTER_CLIENT_KEY,            /* generation of the key for TLS */
	COUNTER_SEAL_OS,               /* generations of sealing keys */
	COUNTER_SEAL_APPS,
	COUNTER_END
};

struct counters {
	void *context;
	enum result (*read)(void *context, enum counter counter, uint32_t *ret_value) MUST_CHECK;
	/* RESULT_REFUSED if it would fall or is locked; equal is a no-op. */
	enum result (*raise)(void *context, enum counter counter, uint32_t value) MUST_CHECK;
};

#endif
