/* SPDX-License-Identifier: Apache-2.0 */
/* One head, its argument in full 64 bits. */

#include "reference-impl/codec/cbor_head.h"

enum { FIRST_LONG_SIMPLE = 32 };

/* Of the argument behind the first byte: 1, 2, 4 or 8. */
static size_t argument_len(uint8_t info)
{
	return (size_t)1 << (info - CBOR_INFO_1_BYTE);
}

static uint64_t argument_at(const uint8_t *at, size_t len)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | at[i];
	return value;
}

/* Only strings, arrays and maps have an indefinite length, and a break looks as if it had one. */
static bool may_be_indefinite(uint8_t major)
{
	return major != CBOR_MAJOR_UNSIGNED && major != CBOR_MAJOR_NEGATIVE && major != CBOR_MAJOR_TAG;
}

enum result cbor_head_read_long(struct bytes input, struct cbor_head *ret_head)
{
	struct cbor_head head = { .major = input.at[0] >> CBOR_MAJOR_SHIFT, .info = input.at[0] & CBOR_INFO_MASK, .len = 1 };
	size_t len;

	if (head.info > CBOR_INFO_8_BYTES) {
		if (head.info != CBOR_INFO_INDEFINITE || !may_be_indefinite(head.major))
			return RESULT_MALFORMED;
		*ret_head = head;
		return RESULT_OK;
	}
	len = argument_len(head.info);
	if (input.len - 1 < len)
		return RESULT_TRUNCATED;
	head.argument = argument_at(input.at + 1, len);
	head.len = (uint8_t)(1 + len);
	if (head.major == CBOR_MAJOR_SIMPLE && head.info == CBOR_INFO_1_BYTE && head.argument < FIRST_LONG_SIMPLE)
		return RESULT_MALFORMED;
	*ret_head = head;
	return RESULT_OK;
}
