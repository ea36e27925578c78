/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_MCUBOOT_BUILD_H
#define CODEC_MCUBOOT_BUILD_H

/*
 * Writes MCUboot images, as their maker does; no device needs this.
 *
 * TLVs come in the order of imgtool. The image is signed with P-256 over SHA-256 and read
 * back before it is handed out.
 */

#include "reference-impl/codec/mcuboot_image.h"

/* What a maker asks for; unset fields are left out of the image. */
struct mcuboot_build {
	uint16_t header_len; /* 0 means 32 */
	uint32_t load_address;
	uint32_t flags;
	struct mcuboot_version version;
	struct bytes payload;
	bool has_security_counter;
	uint32_t security_counter;
	struct bytes vendor_uuid, class_uuid;
	const struct crypto_p256_key *key; /* NULL: hash only */
	struct bytes more_protected;       /* further protected TLVs, ready-made, behind the others */
};

/*
 * Writes a whole image into room; RESULT_TOO_LARGE if it does not fit. What would not be
 * parsed again is refused with the result of mcuboot_image_parse().
 */
enum result mcuboot_image_build(const struct mcuboot_build *build, struct buffer room, struct bytes *ret_image) MUST_CHECK;

#endif
