/* SPDX-License-Identifier: Apache-2.0 */
/* Every write goes through room_for(), which counts on after the room is used up. */

#include "reference-impl/base/writer.h"

#include <string.h>

struct writer writer_over(struct buffer room)
{
	return (struct writer){ .room = room, .used = 0, .failed = RESULT_OK };
}

/* Where the next len bytes go, or NULL when nothing is to be written. */
static uint8_t *room_for(struct writer *w, size_t len)
{
	size_t at = w->used;

	/* A count that wraps round would look small again: it stays at the top. */
	w->used = len > SIZE_MAX - at ? SIZE_MAX : at + len;
	if (w->used > w->room.len)
		w->failed = RESULT_TOO_LARGE;
	return w->failed == RESULT_OK && len > 0 ? w->room.at + at : NULL;
}

void writer_bytes(struct writer *w, struct bytes bytes)
{
	uint8_t *at = room_for(w, bytes.len);

	if (at)
		memmove(at, bytes.at, bytes.len);
}

void writer_fill(struct writer *w, uint8_t value, size_t count)
{
	uint8_t *at = room_for(w, count);

	if (at)
		memset(at, value, count);
}

void writer_text(struct writer *w, const char *text)
{
	writer_bytes(w, bytes_of_text(text));
}

static void write_le(struct writer *w, uint64_t value, size_t len)
{
	uint8_t field[8];

	for (size_t i = 0; i < len; i++)
		field[i] = (uint8_t)(value >> (8 * i));
	writer_bytes(w, bytes_from(field, len));
}

static void write_be(struct writer *w, uint64_t value, size_t len)
{
	uint8_t field[8];

	for (size_t i = 0; i < len; i++)
		field[len - 1 - i] = (uint8_t)(value >> (8 * i));
	writer_bytes(w, bytes_from(field, len));
}

void writer_u8(struct writer *w, uint8_t value)
{
	write_le(w, value, 1);
}

void writer_u16_le(struct writer *w, uint16_t value)
{
	write_le(w, value, 2);
}

void writer_u32_le(struct writer *w, uint32_t value)
{
	write_le(w, value, 4);
}

void writer_u64_le(struct writer *w, uint64_t value)
{
	write_le(w, value, 8);
}

void writer_u16_be(struct writer *w, uint16_t value)
{
	write_be(w, value, 2);
}

void writer_u32_be(struct writer *w, uint32_t value)
{
	write_be(w, value, 4);
}

void writer_u64_be(struct writer *w, uint64_t value)
{
	write_be(w, value, 8);
}

size_t writer_needed(const struct writer *w)
{
	return w->used;
}

enum result writer_finish(const struct writer *w, struct bytes *ret_written)
{
	if (w->failed != RESULT_OK)
		return w->failed;
	*ret_written = bytes_from(w->room.at, w->used);
	return RESULT_OK;
}
