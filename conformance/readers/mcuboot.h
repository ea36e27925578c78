/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_MCUBOOT_H
#define READERS_MCUBOOT_H

/*
 * MCUboot images as the suite reads and forges them.
 *
 * Regions: "header.<field>", "header.padding", "payload", "protected.info",
 * "protected.0x50.head" (type and length), "protected.0x50.value", the same for "unprotected",
 * and "trailing" for what is behind the last TLV. A second TLV of a type is "0x50#2".
 * Source: mcuboot docs/design.md, "Image format".
 */

#include "conformance/reader.h"

#define MCUBOOT_MAGIC UINT32_C(0x96f3b83d)

enum { MCUBOOT_HEADER_LEN = 32, MCUBOOT_TLV_INFO_LEN = 4, MCUBOOT_TLV_HEAD_LEN = 4 };
enum { MCUBOOT_PROTECTED_MAGIC = 0x6908, MCUBOOT_UNPROTECTED_MAGIC = 0x6907 };

/* RESULT_TRUNCATED, RESULT_MALFORMED, RESULT_TOO_LARGE. */
enum result mcuboot_regions(struct bytes image, struct regions *ret_regions) MUST_CHECK;

#endif
