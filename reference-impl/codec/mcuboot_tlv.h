/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_MCUBOOT_TLV_H
#define CODEC_MCUBOOT_TLV_H

/*
 * Finds one of our own fields in the protected area of an MCUboot image.
 *
 * The area is that of an image that was parsed (struct mcuboot_image, `protected`): an
 * info header and then TLVs. Only the protected area is signed, so only there a field
 * of ours means anything; nothing may be done about it before the image is verified.
 * Source: MCUboot docs/design.md "Image trailer", vendor types xxA0 to xxFE.
 */

#include "reference-impl/base/bytes.h"

enum mcuboot_vendor_tlv {
	MCUBOOT_TLV_REVOKED_KEY = 0x00a1, /* SHA-256 of the SubjectPublicKeyInfo to revoke, 32 bytes */
	MCUBOOT_TLV_COMPONENT = 0x00a2    /* what the image is for: one byte, see boot/component.h */
};

/*
 * Sets *ret_value to the value of the one TLV of that type; RESULT_NOT_FOUND without one,
 * RESULT_MALFORMED when there are two or the area ends inside a TLV.
 */
enum result mcuboot_tlv_find(struct bytes area, uint16_t type, struct bytes *ret_value) MUST_CHECK;

#endif
