/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_TRUST_H
#define BOOT_TRUST_H

/*
 * What the silicon demands of an image, gathered afresh for each decision.
 *
 * The maker's keys lie in flash, where anyone can write; the one at place i counts only if
 * its SHA-256 is in fuse i. Revocation, vendor and class are fuses, the lowest allowed
 * security counter is a monotonic counter. Nothing here comes from a place that can be
 * rewritten, and whatever can't be read leaves a trust that accepts nothing.
 *
 * FLASH_KEYS holds FUSE_KEY_COUNT places of BOOT_KEY_PLACE_LEN bytes, each beginning with a
 * SubjectPublicKeyInfo of 91 bytes.
 */

#include "reference-impl/boot/component.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/platform.h"

enum { BOOT_KEY_PLACE_LEN = 128 };

struct boot_trust {
	uint8_t spki[FUSE_KEY_COUNT][CRYPTO_P256_SPKI_LEN];
	bool known[FUSE_KEY_COUNT];   /* its fuse vouches for it */
	bool revoked[FUSE_KEY_COUNT];
	uint8_t vendor_uuid[MCUBOOT_UUID_LEN]; /* all zero: any */
	uint8_t class_uuid[MCUBOOT_UUID_LEN];
	uint32_t stored_counter;
};

/* The policy as the codec takes it; keys must outlive it, and so must the trust. */
struct boot_policy {
	struct mcuboot_key keys[FUSE_KEY_COUNT];
	struct mcuboot_policy policy;
};

/* Reads fuses, keys and the counter for images of that place. RESULT_IO if any can't be read. */
enum result boot_trust_read(const struct platform *platform, enum boot_component place,
			    struct boot_trust *ret_trust) MUST_CHECK;

/* Fills ret_policy with views into trust. */
void boot_trust_policy(const struct boot_trust *trust, struct boot_policy *ret_policy);

/*
 * The key hash in the first of the image's signatures that names a living key; zero if none does. It is for the
 * boot log and decides nothing: whether that signature is right is mcuboot_image_verify()'s to say.
 */
struct crypto_sha256 boot_trust_signer(const struct boot_trust *trust, const struct mcuboot_image *image);

/* The counter that guards images of that place. */
enum counter boot_trust_counter(enum boot_component place);

#endif
