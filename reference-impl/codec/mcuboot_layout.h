/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_MCUBOOT_LAYOUT_H
#define CODEC_MCUBOOT_LAYOUT_H

/*
 * Inside codec/ only: the numbers of the MCUboot format that reading and building share.
 *
 * Image: header, payload, protected area, unprotected area, without gaps. An area is an
 * info header (magic, length of all of it) and TLVs (type, length, value), little endian.
 * The UUIDs have the numbers of the code, 0x74 and 0x75; those of the text, 0x80 and 0x81, are refused.
 * Source: MCUboot bootutil/image.h, imgtool.
 */

#include "reference-impl/codec/mcuboot_image.h"

enum tlv_area { AREA_UNPROTECTED = 0x6907, AREA_PROTECTED = 0x6908 }; /* the magics of their info headers */

enum { TLV_INFO_LEN = 4, TLV_HEADER_LEN = 4, TLV_DEPENDENCY_LEN = 12 };

enum tlv_type {
	TLV_KEY_HASH = 0x01,
	TLV_PUBLIC_KEY = 0x02,
	TLV_SHA256 = 0x10,
	TLV_SHA384 = 0x11,
	TLV_SHA512 = 0x12,
	TLV_RSA2048 = 0x20,
	TLV_ECDSA_P256 = 0x22,
	TLV_PURE_SIGNATURE = 0x25,
	TLV_ENCRYPTED_FIRST = 0x30,
	TLV_ENCRYPTED_LAST = 0x34,
	TLV_DEPENDENCY = 0x40,
	TLV_SECURITY_COUNTER = 0x50,
	TLV_COMPRESSED_FIRST = 0x70,
	TLV_COMPRESSED_LAST = 0x73,
	TLV_VENDOR_UUID = 0x74,
	TLV_CLASS_UUID = 0x75,
	TLV_OTHER_UUID_FIRST = 0x80,
	TLV_OTHER_UUID_LAST = 0x81
};

struct mcuboot_header {
	uint32_t load_address;
	uint16_t header_len;
	uint16_t protected_len; /* with the info header; 0 without an area */
	uint32_t payload_len;
	uint32_t flags;
	struct mcuboot_version version;
};

/* Reads the 32 bytes of the header and checks what they say by themselves. */
enum result mcuboot_header_read(struct bytes slot, struct mcuboot_header *ret_header) MUST_CHECK;

#endif
