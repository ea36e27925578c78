/* SPDX-License-Identifier: Apache-2.0 */
/* One function writes every head. */

#include "reference-impl/codec/cbor_writer.h"

#include "reference-impl/codec/cbor_head.h"

static void write_head(struct writer *w, enum cbor_major major, uint64_t argument)
{
	unsigned int high = (unsigned int)major << 5;

	if (argument < CBOR_INFO_1_BYTE) {
		writer_u8(w, (uint8_t)(high | argument));
	} else if (argument <= UINT8_MAX) {
		writer_u8(w, (uint8_t)(high | CBOR_INFO_1_BYTE));
		writer_u8(w, (uint8_t)argument);
	} else if (argument <= UINT16_MAX) {
		writer_u8(w, (uint8_t)(high | CBOR_INFO_2_BYTES));
		writer_u16_be(w, (uint16_t)argument);
	} else if (argument <= UINT32_MAX) {
		writer_u8(w, (uint8_t)(high | CBOR_INFO_4_BYTES));
		writer_u32_be(w, (uint32_t)argument);
	} else {
		writer_u8(w, (uint8_t)(high | CBOR_INFO_8_BYTES));
		writer_u64_be(w, argument);
	}
}

void cbor_write_unsigned(struct writer *w, uint64_t value)
{
	write_head(w, CBOR_MAJOR_UNSIGNED, value);
}

void cbor_write_int(struct writer *w, int64_t value)
{
	if (value >= 0)
		write_head(w, CBOR_MAJOR_UNSIGNED, (uint64_t)value);
	else
		write_head(w, CBOR_MAJOR_NEGATIVE, (uint64_t)(-1 - value));
}

void cbor_write_bytes_head(struct writer *w, uint64_t len)
{
	write_head(w, CBOR_MAJOR_BYTES, len);
}

void cbor_write_bytes(struct writer *w, struct bytes bytes)
{
	write_head(w, CBOR_MAJOR_BYTES, bytes.len);
	writer_bytes(w, bytes);
}

void cbor_write_text_bytes(struct writer *w, struct bytes utf8)
{
	write_head(w, CBOR_MAJOR_TEXT, utf8.len);
	writer_bytes(w, utf8);
}

void cbor_write_text(struct writer *w, const char *text)
{
	cbor_write_text_bytes(w, bytes_of_text(text));
}

void cbor_write_array(struct writer *w, uint64_t member_count)
{
	write_head(w, CBOR_MAJOR_ARRAY, member_count);
}

void cbor_write_map(struct writer *w, uint64_t pair_count)
{
	write_head(w, CBOR_MAJOR_MAP, pair_count);
}

void cbor_write_tag(struct writer *w, uint64_t number)
{
	write_head(w, CBOR_MAJOR_TAG, number);
}

void cbor_write_bool(struct writer *w, bool value)
{
	write_head(w, CBOR_MAJOR_SIMPLE, value ? CBOR_TRUE : CBOR_FALSE);
}

void cbor_write_null(struct writer *w)
{
	write_head(w, CBOR_MAJOR_SIMPLE, CBOR_NULL);
}

enum result cbor_write_finish(const struct writer *w, struct bytes *ret_written)
{
	struct bytes written;
	struct cbor_item item;
	enum result result = writer_finish(w, &written);

	if (result == RESULT_OK)
		result = cbor_parse(written, CBOR_DETERMINISTIC, &item);
	if (result == RESULT_OK)
		*ret_written = written;
	return result;
}
