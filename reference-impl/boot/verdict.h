/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_VERDICT_H
#define BOOT_VERDICT_H

/*
 * May this frozen image start? The one question that all of the boot chain exists for.
 *
 * The image is examined twice, each time from the ground up: fuses, keys and counter are read
 * again, parts are found again, hash and signatures are checked again. Each examination sets one
 * word of the permit; starting asks for both, and the length that the processor is given comes
 * out right only with both. So one glitch (an instruction skipped, one result forged) spoils
 * one examination and starts nothing.
 *
 * Call order: boot_load(), boot_judge(), boot_permit_start().
 */

#include "reference-impl/boot/component.h"
#include "reference-impl/platform/platform.h"

/* Each is the complement of the other; both are far from 0 and from all ones. */
#define BOOT_PERMIT_FIRST 0x3c96a5d2u
#define BOOT_PERMIT_SECOND 0xc3695a2du

struct boot_permit {
	volatile uint32_t first, second;
	volatile uint32_t sealed_len; /* payload length under both words */
};

struct boot_verdict {
	struct boot_permit permit;
	struct mcuboot_image image;   /* views into the frozen bytes */
	struct crypto_sha256 digest;  /* its hash, which both computed: what is measured and recorded */
	struct crypto_sha256 signer;  /* of the maker's key that vouches for it */
};

/*
 * Examines frozen for that place. RESULT_OK with a permit that holds; else the first rule
 * that was broken, and a permit that does not.
 */
enum result boot_judge(const struct platform *platform, enum boot_component place, struct bytes frozen,
		       struct boot_verdict *ret_verdict) MUST_CHECK;

/* Did both examinations end well? */
bool boot_permit_holds(const struct boot_permit *permit);

/* Starts what was judged last; returns only if it can't. RESULT_REFUSED without a whole permit. */
enum result boot_permit_start(const struct platform *platform, const struct boot_permit *permit) MUST_CHECK;

#endif
