/* SPDX-License-Identifier: Apache-2.0 */
/* Everything grows towards the beginning of room. */

#include "reference-impl/codec/der_writer.h"

#include <string.h>

enum { NUMBER_LEN = 8, BITS_IN_BYTE = 8 };

struct der_writer der_writer_over(struct buffer room)
{
	return (struct der_writer){ .room = room, .used = 0, .failed = RESULT_OK };
}

void der_writer_put(struct der_writer *w, struct bytes bytes)
{
	if (w->failed == RESULT_OK && bytes.len > w->room.len - w->used)
		w->failed = RESULT_TOO_LARGE;
	if (w->failed != RESULT_OK || bytes.len == 0)
		return;
	w->used += bytes.len;
	memcpy(w->room.at + w->room.len - w->used, bytes.at, bytes.len);
}

static void put_byte(struct der_writer *w, uint8_t byte)
{
	der_writer_put(w, BYTES_OF(byte));
}

void der_writer_put_head(struct der_writer *w, uint8_t tag, size_t since)
{
	size_t len = w->used - since;

	if (len > UINT16_MAX)
		w->failed = RESULT_TOO_LARGE;
	put_byte(w, (uint8_t)len);
	if (len > UINT8_MAX)
		put_byte(w, (uint8_t)(len >> BITS_IN_BYTE));
	if (len >= DER_LONG_LEN)
		put_byte(w, (uint8_t)(DER_LONG_LEN | (len > UINT8_MAX ? 2 : 1)));
	put_byte(w, tag);
}

void der_writer_put_element(struct der_writer *w, uint8_t tag, struct bytes content)
{
	size_t since = w->used;

	der_writer_put(w, content);
	der_writer_put_head(w, tag, since);
}

static void put_number(struct der_writer *w, uint8_t tag, struct bytes number)
{
	size_t since = w->used;

	while (number.len > 1 && number.at[0] == 0)
		number = bytes_from(number.at + 1, number.len - 1);
	der_writer_put(w, number);
	if (number.at[0] >= 0x80)
		put_byte(w, 0);
	der_writer_put_head(w, tag, since);
}

void der_writer_put_unsigned(struct der_writer *w, uint8_t tag, uint64_t value)
{
	uint8_t number[NUMBER_LEN];

	for (size_t i = NUMBER_LEN; i > 0; i--, value >>= BITS_IN_BYTE)
		number[i - 1] = (uint8_t)value;
	put_number(w, tag, BYTES_OF(number));
}

void der_writer_put_integer(struct der_writer *w, struct bytes number)
{
	put_number(w, DER_INTEGER, number);
}

enum result der_writer_finish(const struct der_writer *w, struct bytes *ret_written)
{
	if (w->failed == RESULT_OK)
		*ret_written = bytes_from(w->room.at + w->room.len - w->used, w->used);
	return w->failed;
}
