/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_STORAGE_H
#define CONFORMANCE_CHECK_STORAGE_H

/*
 * Words for checks that hold a chip programmer: the unit's storage, read and written past the
 * device, and storage that fails or lies. They are the rig's and never the device's: a refusal
 * is an error. Writing is best done with power off.
 */

#include "conformance/check.h"

struct storage_region {
	const char *name, *kind;
	uint64_t offset, length; /* bytes */
};

struct storage_list {
	size_t count;
	const struct storage_region *at;
};

struct storage_list storage_list(struct bench *b);
/* The region of that name, or NULL. */
const struct storage_region *storage_find(const struct storage_list *list, const char *name);
/* Reads at most 1 MiB at a time; empty when it was a no-op. */
struct bytes storage_read(struct bench *b, const char *region, uint64_t offset, uint64_t length);
void storage_write(struct bench *b, const char *region, uint64_t offset, struct bytes bytes);

/* All bytes of a region, and where `part` stands in it; false if it does not. */
struct bytes storage_read_all(struct bench *b, const struct storage_region *region);
bool bytes_find(struct bytes whole, struct bytes part, size_t *ret_offset);

/* From the second read on, the bytes at offset are these. */
void fault_second_read(struct bench *b, const char *region, uint64_t offset, struct bytes bytes);
void fault_read_error(struct bench *b, const char *region, uint64_t offset, uint64_t length);
/* Flips bit_count bits of the region for good, at places drawn from the seed. */
void fault_bit_rot(struct bench *b, const char *region, uint64_t offset, uint64_t bit_count);
/* Clears all faults; how often one took effect. */
uint64_t fault_clear(struct bench *b);
uint64_t fault_fired(struct bench *b);

#endif
