/* SPDX-License-Identifier: Apache-2.0 */
/* One element after the other; every length is compared with what is left by the reader of base/. */

#include "reference-impl/codec/der_reader.h"

enum { TAG_NUMBER_LONG = 0x1f, BOOLEAN_TRUE = 0xff, BITS_IN_BYTE = 8, NUMBER_MAX_LEN = 8, BITS_MAX_LEN = 4, ARC_MORE = 0x80 };

void der_reader_refuse(struct reader *r, enum result result)
{
	if (r->failed == RESULT_OK)
		r->failed = result;
}

bool der_reader_next_is(const struct reader *r, uint8_t tag)
{
	struct bytes rest = reader_rest(r);

	return r->failed == RESULT_OK && rest.len > 0 && rest.at[0] == tag;
}

static size_t take_len(struct reader *r)
{
	uint8_t first = reader_u8(r);
	size_t len = 0, count = first - (size_t)DER_LONG_LEN;

	if (first < DER_LONG_LEN)
		return first;
	if (count < 1 || count > DER_MAX_LEN_BYTES) {
		der_reader_refuse(r, RESULT_MALFORMED);
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		len = len << BITS_IN_BYTE | reader_u8(r);
	/* A shorter form would have done. */
	if (len < DER_LONG_LEN || (count > 1 && len <= UINT8_MAX))
		der_reader_refuse(r, RESULT_MALFORMED);
	return len;
}

struct bytes der_reader_take_any(struct reader *r, uint8_t *ret_tag)
{
	struct bytes start = reader_rest(r);
	uint8_t tag = reader_u8(r);
	struct bytes content;

	if ((tag & TAG_NUMBER_LONG) == TAG_NUMBER_LONG)
		der_reader_refuse(r, RESULT_MALFORMED);
	content = reader_take(r, take_len(r));
	if (r->failed != RESULT_OK)
		return bytes_from(NULL, 0);
	if (ret_tag)
		*ret_tag = tag;
	return bytes_from(start.at, (size_t)(content.at - start.at) + content.len);
}

struct bytes der_reader_take(struct reader *r, uint8_t tag)
{
	struct bytes content;

	if (reader_u8(r) != tag)
		der_reader_refuse(r, RESULT_MALFORMED);
	content = reader_take(r, take_len(r));
	return r->failed == RESULT_OK ? content : bytes_from(NULL, 0);
}

struct reader der_reader_open(struct reader *r, uint8_t tag)
{
	struct reader inner = reader_over(der_reader_take(r, tag));

	inner.failed = r->failed;
	return inner;
}

void der_reader_close(struct reader *r, const struct reader *inner)
{
	enum result result = reader_finish(inner);

	/* What ends too early inside an element that is whole is malformed, not cut off. */
	if (result != RESULT_OK)
		der_reader_refuse(r, result == RESULT_TRUNCATED ? RESULT_MALFORMED : result);
}

uint64_t der_reader_take_unsigned(struct reader *r, uint8_t tag)
{
	struct bytes content = der_reader_take(r, tag);
	uint64_t value = 0;
	bool is_padded = content.len > 1 && content.at[0] == 0;

	if (content.len == 0 || content.at[0] >= 0x80 || (is_padded && content.at[1] < 0x80) ||
	    content.len - is_padded > NUMBER_MAX_LEN) {
		der_reader_refuse(r, RESULT_MALFORMED);
		return 0;
	}
	for (size_t i = 0; i < content.len; i++)
		value = value << BITS_IN_BYTE | content.at[i];
	return value;
}

uint32_t der_reader_take_bits(struct reader *r, uint8_t tag)
{
	struct bytes content = der_reader_take(r, tag);
	uint32_t bits = 0;
	uint8_t unused;

	if (content.len < 1 || content.len > 1 + BITS_MAX_LEN || content.at[0] >= BITS_IN_BYTE || (content.len == 1 && content.at[0] > 0)) {
		der_reader_refuse(r, RESULT_MALFORMED);
		return 0;
	}
	unused = content.at[0];
	if (content.len > 1 && (content.at[content.len - 1] & ((1u << unused) - 1)) != 0)
		der_reader_refuse(r, RESULT_MALFORMED);
	for (size_t i = 0; i < (content.len - 1) * BITS_IN_BYTE; i++) {
		if (content.at[1 + i / BITS_IN_BYTE] & 0x80 >> i % BITS_IN_BYTE)
			bits |= (uint32_t)1 << i;
	}
	return bits;
}

bool der_reader_take_true(struct reader *r)
{
	struct bytes content = der_reader_take(r, DER_BOOLEAN);

	if (content.len != 1 || content.at[0] != BOOLEAN_TRUE)
		der_reader_refuse(r, RESULT_MALFORMED);
	return r->failed == RESULT_OK;
}

struct bytes der_reader_take_oid(struct reader *r)
{
	struct bytes oid = der_reader_take(r, DER_OID);
	bool begins_arc = true;

	for (size_t i = 0; i < oid.len; i++) {
		if (begins_arc && oid.at[i] == ARC_MORE)
			der_reader_refuse(r, RESULT_MALFORMED);
		begins_arc = oid.at[i] < ARC_MORE;
	}
	if (oid.len == 0 || !begins_arc)
		der_reader_refuse(r, RESULT_MALFORMED);
	return oid;
}
