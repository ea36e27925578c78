/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_NOR_FAULT_H
#define PLATFORM_NOR_FAULT_H

/*
 * Storage that lies: what a bench puts between the chip and its cells.
 *
 * A fault holds over resets and power cuts until all are cleared. It is judged byte by byte:
 * whoever reads a range in pieces, or overlapping, meets the same lie as one who reads it at once.
 */

#include "reference-impl/base/bytes.h"

enum { NOR_FAULT_COUNT = 8 };

enum nor_fault_kind {
	NOR_FAULT_SECOND_READ, /* a byte's first read is true, every later one is `altered` */
	NOR_FAULT_READ_ERROR   /* a read that touches the range fails */
};

struct nor_fault {
	enum nor_fault_kind kind;
	unsigned int space;
	uint64_t offset, len;
	struct bytes altered; /* second read only: len bytes, owned by who armed it */
	struct buffer seen;   /* second read only: len bytes of its owner, not 0 where read before */
};

struct nor_faults {
	struct nor_fault at[NOR_FAULT_COUNT];
	size_t count;
	uint64_t fired; /* reads and rots that took effect since the last clear */
};

struct nor;

/*
 * Arms one more fault over bytes of a space; RESULT_BUSY when there are NOR_FAULT_COUNT,
 * RESULT_TOO_LARGE outside of the space, else as nor.h.
 */
enum result nor_fault_read_error(struct nor *nor, unsigned int space, uint64_t offset, uint64_t len) MUST_CHECK;
/* `altered` and `seen`, of one length, must live until the faults are cleared; `seen` is zeroed. */
enum result nor_fault_second_read(struct nor *nor, unsigned int space, uint64_t offset, struct bytes altered,
				  struct buffer seen) MUST_CHECK;

/*
 * Flips `count` different bits for good, chosen by seed, in the one block's length of bytes
 * from offset (fewer at the end of the space); RESULT_TOO_LARGE if there are not so many.
 */
enum result nor_fault_bit_rot(struct nor *nor, unsigned int space, uint64_t offset, uint64_t count,
			      uint64_t seed) MUST_CHECK;

void nor_fault_clear(struct nor *nor); /* rotten bits stay so */

/* For nor.c: may these bytes be read; and what a read of them shows. */
bool nor_fault_allows_read(struct nor *nor, unsigned int space, uint64_t offset, uint64_t len);
void nor_fault_alter(struct nor *nor, unsigned int space, uint64_t offset, struct buffer read);

#endif
