/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Monotonic counters as two rows each. A raise overwrites the row that is not the value:
 * whatever part of it is done, that row is still what it was, is invalid, or is the new value.
 */

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/platform/nor_change.h"

enum { ROW_LEN = 8, ROW_COUNT = 2 };

struct row {
	bool valid;
	uint32_t value;
};

static uint64_t row_offset(unsigned int counter, unsigned int row)
{
	return (uint64_t)(counter * ROW_COUNT + row) * ROW_LEN;
}

static enum result read_row(struct nor *nor, uint64_t offset, struct row *ret_row)
{
	uint8_t cells[ROW_LEN];
	struct reader r = reader_over(BYTES_OF(cells));
	enum result result = nor_read(nor, NOR_COUNTERS, offset, BUFFER_OF(cells));

	if (result != RESULT_OK)
		return result;
	ret_row->value = reader_u32_le(&r);
	ret_row->valid = reader_u32_le(&r) == ~ret_row->value;
	return RESULT_OK;
}

/* Sets *ret_holder to the row that the value is read from. */
static enum result find_value(struct nor *nor, unsigned int counter, unsigned int *ret_holder, uint32_t *ret_value)
{
	struct row row[ROW_COUNT];
	unsigned int holder;

	if (counter >= COUNTER_END)
		return RESULT_NOT_FOUND;
	for (unsigned int i = 0; i < ROW_COUNT; i++) {
		enum result result = read_row(nor, row_offset(counter, i), &row[i]);

		if (result != RESULT_OK)
			return result;
	}
	if (!row[0].valid && !row[1].valid)
		return RESULT_IO;
	holder = !row[0].valid || (row[1].valid && row[1].value > row[0].value);
	*ret_holder = holder;
	*ret_value = row[holder].value;
	return RESULT_OK;
}

enum result nor_counter_read(struct nor *nor, unsigned int counter, uint32_t *ret_value)
{
	unsigned int holder;

	return find_value(nor, counter, &holder, ret_value);
}

static void make_row(uint8_t cells[ROW_LEN], uint32_t value)
{
	struct writer w = writer_over((struct buffer){ cells, ROW_LEN });

	writer_u32_le(&w, value);
	writer_u32_le(&w, ~value);
}

enum result nor_counter_raise(struct nor *nor, unsigned int counter, uint32_t value)
{
	uint8_t row[ROW_LEN];
	struct nor_change change = { .kind = NOR_SET, .from = row };
	unsigned int holder;
	uint32_t now;
	enum result result = find_value(nor, counter, &holder, &now);

	if (result != RESULT_OK)
		return result;
	if (value < now)
		return RESULT_REFUSED;
	if (value == now)
		return RESULT_OK;
	make_row(row, value);
	result = nor_cells(nor, NOR_COUNTERS, row_offset(counter, !holder), ROW_LEN, &change.cells);
	return result == RESULT_OK ? nor_change_perform(nor, &change) : result;
}
