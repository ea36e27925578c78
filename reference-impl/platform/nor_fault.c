/* SPDX-License-Identifier: Apache-2.0 */
/* Faults between the cells and who reads them. */

#include <string.h>

#include "reference-impl/platform/nor_change.h"

static enum result arm(struct nor *nor, const struct nor_fault *fault)
{
	struct buffer cells;
	enum result result = nor_cells(nor, fault->space, fault->offset, fault->len, &cells);

	if (result != RESULT_OK)
		return result;
	if (fault->len == 0)
		return RESULT_MALFORMED;
	if (nor->faults.count == NOR_FAULT_COUNT)
		return RESULT_BUSY;
	nor->faults.at[nor->faults.count++] = *fault;
	return RESULT_OK;
}

enum result nor_fault_read_error(struct nor *nor, unsigned int space, uint64_t offset, uint64_t len)
{
	return arm(nor, &(struct nor_fault){ .kind = NOR_FAULT_READ_ERROR, .space = space, .offset = offset, .len = len });
}

enum result nor_fault_second_read(struct nor *nor, unsigned int space, uint64_t offset, struct bytes altered,
				  struct buffer seen)
{
	struct nor_fault fault = {
		.kind = NOR_FAULT_SECOND_READ,
		.space = space,
		.offset = offset,
		.len = altered.len,
		.altered = altered,
		.seen = seen,
	};

	if (seen.len != altered.len || seen.len == 0)
		return RESULT_MALFORMED;
	memset(seen.at, 0, seen.len);
	return arm(nor, &fault);
}

/* Cells that were flipped already are skipped by trying again, so `count` bits differ in the end. */
static void flip(struct buffer cells, uint64_t count, uint64_t seed)
{
	uint64_t bits = (uint64_t)cells.len * 8;
	uint8_t flipped[FLASH_BLOCK_LEN] = { 0 };

	for (uint64_t done = 0, attempt = 0; done < count; attempt++) {
		uint64_t bit = nor_mixed(seed, attempt) % bits;
		uint8_t mask = (uint8_t)(1u << (bit % 8));

		if (flipped[bit / 8] & mask)
			continue;
		flipped[bit / 8] |= mask;
		cells.at[bit / 8] ^= mask;
		done++;
	}
}

enum result nor_fault_bit_rot(struct nor *nor, unsigned int space, uint64_t offset, uint64_t count, uint64_t seed)
{
	struct buffer cells;
	enum result result;
	uint64_t len;

	if (space >= NOR_SPACE_COUNT)
		return RESULT_NOT_FOUND;
	if (offset >= nor->space[space].len)
		return RESULT_TOO_LARGE;
	len = nor->space[space].len - offset;
	result = nor_cells(nor, space, offset, len < FLASH_BLOCK_LEN ? len : FLASH_BLOCK_LEN, &cells);
	if (result != RESULT_OK)
		return result;
	if (count > (uint64_t)cells.len * 8)
		return RESULT_TOO_LARGE;
	flip(cells, count, seed);
	nor->faults.fired += count != 0;
	return RESULT_OK;
}

void nor_fault_clear(struct nor *nor)
{
	nor->faults = (struct nor_faults){ .count = 0 };
}

/* The part of a read that a fault covers, as offsets within the read. */
static bool overlap(const struct nor_fault *fault, unsigned int space, uint64_t offset, uint64_t len, uint64_t part[2])
{
	uint64_t begin = fault->offset > offset ? fault->offset : offset;
	uint64_t fault_end = fault->offset + fault->len;
	uint64_t end = fault_end < offset + len ? fault_end : offset + len;

	if (fault->space != space || begin >= end)
		return false;
	part[0] = begin - offset;
	part[1] = end - offset;
	return true;
}

bool nor_fault_allows_read(struct nor *nor, unsigned int space, uint64_t offset, uint64_t len)
{
	uint64_t part[2];

	for (size_t i = 0; i < nor->faults.count; i++) {
		const struct nor_fault *fault = &nor->faults.at[i];

		if (fault->kind != NOR_FAULT_READ_ERROR || !overlap(fault, space, offset, len, part))
			continue;
		nor->faults.fired++;
		return false;
	}
	return true;
}

/* True when at least one byte was served altered. */
static bool alter(const struct nor_fault *fault, uint64_t offset, struct buffer read, const uint64_t part[2])
{
	bool altered = false;

	for (uint64_t i = part[0]; i < part[1]; i++) {
		uint64_t in_fault = offset + i - fault->offset;

		if (fault->seen.at[in_fault]) {
			read.at[i] = fault->altered.at[in_fault];
			altered = true;
		}
		fault->seen.at[in_fault] = 1;
	}
	return altered;
}

void nor_fault_alter(struct nor *nor, unsigned int space, uint64_t offset, struct buffer read)
{
	uint64_t part[2];

	for (size_t i = 0; i < nor->faults.count; i++) {
		const struct nor_fault *fault = &nor->faults.at[i];

		if (fault->kind == NOR_FAULT_SECOND_READ && overlap(fault, space, offset, read.len, part))
			nor->faults.fired += alter(fault, offset, read, part);
	}
}
