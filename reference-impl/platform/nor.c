/* SPDX-License-Identifier: Apache-2.0 */
/* The operations on storage that its rules allow: bounds and alignment first, then one change. */

#include <string.h>

#include "reference-impl/platform/nor_change.h"

void nor_power(struct nor *nor, bool on)
{
	nor->powered = on;
}

enum result nor_cells(const struct nor *nor, unsigned int space, uint64_t offset, uint64_t len,
		      struct buffer *ret_cells)
{
	if (space >= NOR_SPACE_COUNT)
		return RESULT_NOT_FOUND;
	if (offset > nor->space[space].len || len > nor->space[space].len - offset)
		return RESULT_TOO_LARGE;
	*ret_cells = (struct buffer){ nor->space[space].at + offset, (size_t)len };
	return RESULT_OK;
}

enum result nor_read(struct nor *nor, unsigned int space, uint64_t offset, struct buffer into)
{
	struct buffer cells;
	enum result result = nor_cells(nor, space, offset, into.len, &cells);

	if (result != RESULT_OK)
		return result;
	if (!nor->powered || !nor_fault_allows_read(nor, space, offset, into.len))
		return RESULT_IO;
	if (into.len == 0)
		return RESULT_OK;
	memcpy(into.at, cells.at, into.len);
	nor_fault_alter(nor, space, offset, into);
	return RESULT_OK;
}

static bool is_flash(unsigned int space)
{
	return space < FLASH_REGION_COUNT;
}

static bool lies_in_one_page(uint64_t offset, size_t len)
{
	return len <= FLASH_PAGE_LEN - offset % FLASH_PAGE_LEN;
}

enum result nor_program(struct nor *nor, unsigned int region, uint64_t offset, struct bytes from)
{
	struct nor_change change = { .kind = NOR_PROGRAM, .from = from.at };
	enum result result;

	if (!is_flash(region))
		return RESULT_NOT_FOUND;
	if (from.len == 0 || offset % FLASH_WORD_LEN || from.len % FLASH_WORD_LEN || !lies_in_one_page(offset, from.len))
		return RESULT_MALFORMED;
	result = nor_cells(nor, region, offset, from.len, &change.cells);
	return result == RESULT_OK ? nor_change_perform(nor, &change) : result;
}

enum result nor_erase(struct nor *nor, unsigned int region, uint64_t offset)
{
	struct nor_change change = { .kind = NOR_ERASE };
	enum result result;

	if (!is_flash(region))
		return RESULT_NOT_FOUND;
	if (offset % FLASH_BLOCK_LEN)
		return RESULT_MALFORMED;
	result = nor_cells(nor, region, offset, FLASH_BLOCK_LEN, &change.cells);
	return result == RESULT_OK ? nor_change_perform(nor, &change) : result;
}

enum result nor_burn(struct nor *nor, uint64_t offset, struct bytes bits)
{
	struct nor_change change = { .kind = NOR_BURN, .from = bits.at };
	enum result result;

	if (bits.len == 0)
		return RESULT_MALFORMED;
	result = nor_cells(nor, NOR_FUSES, offset, bits.len, &change.cells);
	return result == RESULT_OK ? nor_change_perform(nor, &change) : result;
}

enum result nor_inspect(const struct nor *nor, unsigned int space, uint64_t offset, uint64_t len,
			struct bytes *ret_view)
{
	struct buffer cells;
	enum result result = nor_cells(nor, space, offset, len, &cells);

	if (result == RESULT_OK)
		*ret_view = bytes_of_buffer(cells);
	return result;
}

enum result nor_rewrite(struct nor *nor, unsigned int space, uint64_t offset, struct bytes from)
{
	struct buffer cells;
	enum result result = nor_cells(nor, space, offset, from.len, &cells);

	if (result != RESULT_OK)
		return result;
	return is_flash(space) ? bytes_copy(cells, from) : RESULT_REFUSED;
}
