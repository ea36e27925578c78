/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_STORAGE_H
#define CONFORMANCE_CHECK_STORAGE_H

/*
 * Words for checks that hold a chip programmer: the unit's storage, read and written past the
 * device, and storage that fails or lies. They are the rig's and never the device's: a refusal
 * is an error. Writing is best done with power off.
 */

#include "conformance/check.h"

enum { STORAGE_NAME_LEN = 64, STORAGE_SPOT_MAX = 4096 };

struct storage_region {
	const char *name, *kind;
	uint64_t offset, length; /* bytes */
};

struct storage_list {
	size_t count;
	const struct storage_region *at;
};

struct storage_list storage_list(struct bench *b);
/* Reads at most 1 MiB at a time; empty when it was a no-op. */
struct bytes storage_read(struct bench *b, const char *region, uint64_t offset, uint64_t length);
void storage_write(struct bench *b, const char *region, uint64_t offset, struct bytes bytes);

/* A place that target.json names, as "REGION OFFSET LENGTH" in its settings. */
struct storage_spot {
	char region[STORAGE_NAME_LEN];
	uint64_t offset, length; /* at least 1, at most STORAGE_SPOT_MAX */
};

/* False where target.json does not name it; what it names wrongly decides `error`. */
bool storage_spot(struct bench *b, const char *setting, struct storage_spot *ret_spot);
/* From the second read on the lowest bit of the byte at `index` of the spot is another: what is read once is right. */
void fault_bit(struct bench *b, const struct storage_spot *spot, uint64_t index);

/* Where `part` stands in `whole`; false if it does not. */
bool bytes_find(struct bytes whole, struct bytes part, size_t *ret_offset);

/* From the second read on, the bytes at offset are these. */
void fault_second_read(struct bench *b, const char *region, uint64_t offset, struct bytes bytes);
/* No read that touches any of the length bytes at offset succeeds. */
void fault_read_error(struct bench *b, const char *region, uint64_t offset, uint64_t length);
/* Clears all faults; how often one took effect. */
uint64_t fault_clear(struct bench *b);

#endif
