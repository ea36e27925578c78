/* SPDX-License-Identifier: Apache-2.0 */
/* Every read goes through reader_take(): one bounds check guards them all. */

#include "reference-impl/base/reader.h"

struct reader reader_over(struct bytes all)
{
	return (struct reader){ .all = all, .offset = 0, .failed = RESULT_OK };
}

struct bytes reader_take(struct reader *r, uint64_t len)
{
	struct bytes taken = { NULL, 0 };

	if (r->failed != RESULT_OK)
		return taken;
	r->failed = bytes_slice(r->all, r->offset, len, &taken);
	r->offset += taken.len;
	return taken;
}

static uint64_t read_le(struct reader *r, size_t len)
{
	struct bytes field = reader_take(r, len);
	uint64_t value = 0;

	for (size_t i = field.len; i > 0; i--)
		value = value << 8 | field.at[i - 1];
	return value;
}

static uint64_t read_be(struct reader *r, size_t len)
{
	struct bytes field = reader_take(r, len);
	uint64_t value = 0;

	for (size_t i = 0; i < field.len; i++)
		value = value << 8 | field.at[i];
	return value;
}

uint8_t reader_u8(struct reader *r)
{
	return (uint8_t)read_le(r, 1);
}

uint16_t reader_u16_le(struct reader *r)
{
	return (uint16_t)read_le(r, 2);
}

uint32_t reader_u32_le(struct reader *r)
{
	return (uint32_t)read_le(r, 4);
}

uint64_t reader_u64_le(struct reader *r)
{
	return read_le(r, 8);
}

uint16_t reader_u16_be(struct reader *r)
{
	return (uint16_t)read_be(r, 2);
}

uint32_t reader_u32_be(struct reader *r)
{
	return (uint32_t)read_be(r, 4);
}

uint64_t reader_u64_be(struct reader *r)
{
	return read_be(r, 8);
}

struct bytes reader_rest(const struct reader *r)
{
	struct bytes rest = { NULL, 0 };

	if (r->failed != RESULT_OK || bytes_slice(r->all, r->offset, r->all.len - r->offset, &rest) != RESULT_OK)
		return bytes_from(NULL, 0);
	return rest;
}

enum result reader_result(const struct reader *r)
{
	return r->failed;
}

enum result reader_finish(const struct reader *r)
{
	if (r->failed != RESULT_OK)
		return r->failed;
	return r->offset == r->all.len ? RESULT_OK : RESULT_MALFORMED;
}
