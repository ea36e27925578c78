/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_NOR_CHANGE_H
#define PLATFORM_NOR_CHANGE_H

/*
 * One storage operation as a change of cells: the only way in which the chip's own code
 * alters storage, so that each is counted and any of them can be torn.
 */

#include "reference-impl/platform/nor.h"

enum nor_change_kind {
	NOR_PROGRAM, /* 1 to 0, where `from` has a 0 */
	NOR_ERASE,   /* all to 1; `from` is not looked at */
	NOR_BURN,    /* 0 to 1, where `from` has a 1 */
	NOR_SET      /* either way: a counter's row */
};

struct nor_change {
	enum nor_change_kind kind;
	struct buffer cells;
	const uint8_t *from; /* cells.len bytes */
};

/* Counts the operation and does it, or does a part of it and power is off: RESULT_IO. */
enum result nor_change_perform(struct nor *nor, const struct nor_change *change) MUST_CHECK;

/* The cells at an offset of a space; errors as nor.h has them. */
enum result nor_cells(const struct nor *nor, unsigned int space, uint64_t offset, uint64_t len,
		      struct buffer *ret_cells) MUST_CHECK;

/* A number that looks like chance and follows from the two: splitmix64. */
uint64_t nor_mixed(uint64_t seed, uint64_t index);

#endif
