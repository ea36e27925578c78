/* SPDX-License-Identifier: Apache-2.0 */
/* Elements one behind the other; their lengths are compared before anything is looked at. */

#include "reference-impl/service/verifier/evidence_der.h"

enum { LONG_TAG = 0x1f, LONG_LEN = 0x80, LEN_BYTES_MAX = 3 };

/* Reads the length behind the tag; false unless it is the shortest form and the bytes are there. */
static bool read_len(struct bytes rest, size_t *ret_head_len, size_t *ret_len)
{
	size_t count = rest.at[1] & 0x7f, len = 0;

	if (rest.at[1] < LONG_LEN) {
		*ret_head_len = 2;
		*ret_len = rest.at[1];
		return *ret_len <= rest.len - 2;
	}
	if (count == 0 || count > LEN_BYTES_MAX || rest.len < 2 + count)
		return false;
	for (size_t i = 0; i < count; i++)
		len = len << 8 | rest.at[2 + i];
	if (len < LONG_LEN || rest.at[2] == 0)
		return false;
	*ret_head_len = 2 + count;
	*ret_len = len;
	return len <= rest.len - 2 - count;
}

bool evidence_der_next(struct bytes *rest, struct evidence_der *ret_item)
{
	size_t head_len, len;

	if (rest->len < 2 || (rest->at[0] & LONG_TAG) == LONG_TAG || !read_len(*rest, &head_len, &len))
		return false;
	*ret_item = (struct evidence_der){ rest->at[0], bytes_from(rest->at + head_len, len), bytes_from(rest->at, head_len + len) };
	*rest = bytes_from(rest->at + head_len + len, rest->len - head_len - len);
	return true;
}

bool evidence_der_next_of(struct bytes *rest, uint8_t tag, struct evidence_der *ret_item)
{
	struct bytes ahead = *rest;
	struct evidence_der item;

	if (!evidence_der_next(&ahead, &item) || item.tag != tag)
		return false;
	*rest = ahead;
	*ret_item = item;
	return true;
}

bool evidence_der_only(struct bytes whole, uint8_t tag, struct bytes *ret_content)
{
	struct evidence_der item;

	if (!evidence_der_next_of(&whole, tag, &item) || whole.len > 0)
		return false;
	*ret_content = item.content;
	return true;
}

bool evidence_der_number(struct bytes content, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (content.len == 0 || content.len > sizeof(number) || (content.at[0] & 0x80))
		return false;
	if (content.len > 1 && content.at[0] == 0 && !(content.at[1] & 0x80))
		return false;
	for (size_t i = 0; i < content.len; i++)
		number = number << 8 | content.at[i];
	*ret_number = number;
	return true;
}
