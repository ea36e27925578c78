/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_BOOT_RECORD_H
#define BOOT_BOOT_RECORD_H

/*
 * The bytes of one boot state record, as they lie at the start of a block.
 *
 *   0   u32 magic "ABS1"         8   u8 status of slot a, u8 of slot b, u8 path, u8 zero
 *   4   u32 sequence             12  32 bytes digest of slot a's image, 32 of slot b's
 *   76  20 bytes: the first of the SHA-256 over all before, against torn writes and rot
 *   96  u32 tried mark, u32 confirmed mark: erased, or programmed to zero
 *
 * A mark counts when most of its bits are gone, so neither a torn program nor a few rotten bits
 * give a different answer at each reading.
 */

#include "reference-impl/boot/boot_state.h"

enum { BOOT_RECORD_LEN = 96, BOOT_RECORD_TRIED = 96, BOOT_RECORD_CONFIRMED = 100, BOOT_RECORD_WITH_MARKS_LEN = 104 };

/* Writes the record of state into exactly BOOT_RECORD_LEN bytes. */
enum result boot_record_encode(const struct boot_state *state, struct buffer room) MUST_CHECK;

/* Reads BOOT_RECORD_WITH_MARKS_LEN bytes; RESULT_MALFORMED for everything but a whole record. */
enum result boot_record_decode(struct bytes record, struct boot_state *ret_state) MUST_CHECK;

#endif
