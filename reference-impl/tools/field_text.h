/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_FIELD_TEXT_H
#define TOOLS_FIELD_TEXT_H

/* Fields as a maker types them: whole numbers, versions, UUIDs, hexadecimal. Each is read whole or not at all. */

#include "reference-impl/codec/mcuboot_image.h"

/* A decimal number up to max. */
bool field_number(const char *text, uint32_t max, uint32_t *ret_number);

/* "major.minor.revision", and "+build" if wanted. */
bool field_version(const char *text, struct mcuboot_version *ret_version);

/* "01234567-89ab-cdef-0123-456789abcdef", case as you like. */
bool field_uuid(const char *text, uint8_t ret_uuid[MCUBOOT_UUID_LEN]);

/* Exactly len bytes of hexadecimal, case as you like. */
bool field_hex(const char *text, size_t len, uint8_t *ret_bytes);

#endif
