/* SPDX-License-Identifier: Apache-2.0 */
/* Order and equality of map keys. */

#include "reference-impl/codec/cbor_keys.h"

#include <string.h>

#include "reference-impl/codec/cbor_head.h"

/* <0, 0, >0; what is a prefix of the other comes before it. */
static int order_of_bytes(struct bytes a, struct bytes b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter > 0 ? memcmp(a.at, b.at, shorter) : 0;

	if (order != 0 || a.len == b.len)
		return order;
	return a.len < b.len ? -1 : 1;
}

/* A key by its value: what stands in front of the content, and the content. */
struct key {
	uint8_t major;
	uint64_t argument;
	struct bytes content;
};

static bool is_string(uint8_t major)
{
	return major == CBOR_MAJOR_BYTES || major == CBOR_MAJOR_TEXT;
}

static enum result key_of(struct bytes raw, struct key *ret_key)
{
	struct cbor_head head;
	enum result result = cbor_head_read(raw, &head);

	if (result != RESULT_OK)
		return result;
	/* Equal values of these have many forms, which are not told apart here. */
	if (head.major == CBOR_MAJOR_ARRAY || head.major == CBOR_MAJOR_MAP || head.major == CBOR_MAJOR_TAG || cbor_head_is_float(&head))
		return RESULT_UNSUPPORTED;
	ret_key->major = head.major;
	ret_key->argument = head.argument;
	ret_key->content = bytes_from(NULL, 0);
	return is_string(head.major) ? bytes_slice(raw, head.len, head.argument, &ret_key->content) : RESULT_OK;
}

/* The order that their shortest encodings have. */
static int order_of_keys(const struct key *a, const struct key *b)
{
	if (a->major != b->major)
		return a->major < b->major ? -1 : 1;
	if (a->argument != b->argument)
		return a->argument < b->argument ? -1 : 1;
	return order_of_bytes(a->content, b->content);
}

/* Moves *rest behind one item, of definite lengths all through; a nested one counts for each of its own. */
static enum result pass_item(struct bytes *rest, size_t *compared)
{
	for (uint64_t left = 1; left > 0; left--) {
		struct cbor_head head;
		uint64_t len;
		enum result result = cbor_head_read(*rest, &head);

		if (result != RESULT_OK)
			return result;
		if (++*compared > CBOR_MAX_COMPARED)
			return RESULT_TOO_LARGE;
		len = is_string(head.major) ? head.argument : 0;
		if (head.major == CBOR_MAJOR_ARRAY || head.major == CBOR_MAJOR_MAP)
			left += head.major == CBOR_MAJOR_MAP ? 2 * head.argument : head.argument;
		else if (head.major == CBOR_MAJOR_TAG)
			left++;
		if (len > rest->len - head.len)
			return RESULT_TRUNCATED;
		*rest = bytes_from(rest->at + head.len + len, rest->len - head.len - (size_t)len);
	}
	return RESULT_OK;
}

static enum result search(struct bytes before, const struct key *key, size_t *compared)
{
	enum result result = RESULT_OK;

	while (result == RESULT_OK && before.len > 0) {
		struct key earlier;

		result = key_of(before, &earlier);
		if (result == RESULT_OK && order_of_keys(&earlier, key) == 0)
			return RESULT_REFUSED;
		if (result == RESULT_OK)
			result = pass_item(&before, compared);
		if (result == RESULT_OK)
			result = pass_item(&before, compared);
	}
	return result;
}

static enum result take_tolerant(struct bytes before, struct bytes *greatest, struct bytes raw, size_t *compared)
{
	struct key key, last;
	enum result result = key_of(raw, &key);
	int order = -1;

	if (result == RESULT_OK && greatest->len > 0) {
		result = key_of(*greatest, &last);
		if (result == RESULT_OK)
			order = order_of_keys(&last, &key);
	}
	if (result == RESULT_OK && order == 0)
		result = RESULT_REFUSED;
	if (result == RESULT_OK && order > 0)
		result = search(before, &key, compared);
	if (result == RESULT_OK && order < 0)
		*greatest = raw;
	return result;
}

enum result cbor_keys_take(struct bytes before, struct bytes *greatest, struct bytes key, enum cbor_rules rules, size_t *compared)
{
	if (rules == CBOR_WELL_FORMED)
		return RESULT_OK;
	if (rules == CBOR_TOLERANT)
		return take_tolerant(before, greatest, key, compared);
	if (greatest->len > 0 && order_of_bytes(*greatest, key) >= 0)
		return RESULT_REFUSED;
	*greatest = key;
	return RESULT_OK;
}
