/* SPDX-License-Identifier: Apache-2.0 */
/* One loop over heads: what is still to come at each depth is counted on a stack of fixed size. */

#include "conformance/readers/cbor_walk.h"

#include "conformance/readers/utf8_text.h"
#include "reference-impl/base/reader.h"

enum { IN_ONE_BYTE = 24, IN_EIGHT_BYTES = 27, SIMPLE_MIN_LONG = 32 };

static uint64_t take_argument(struct reader *r, unsigned int info)
{
	switch (info) {
	case IN_ONE_BYTE:
		return reader_u8(r);
	case IN_ONE_BYTE + 1:
		return reader_u16_be(r);
	case IN_ONE_BYTE + 2:
		return reader_u32_be(r);
	case IN_EIGHT_BYTES:
		return reader_u64_be(r);
	default:
		return info;
	}
}

/* Head and, of a string, its bytes; *ret_inside is how many items follow that belong to it. */
static enum result take_head(struct reader *r, struct walked_item *item, uint64_t *ret_inside)
{
	size_t start = r->offset;
	uint8_t first = reader_u8(r);
	unsigned int info = first & 0x1f;
	struct bytes text;

	if (info > IN_EIGHT_BYTES && reader_result(r) == RESULT_OK)
		return RESULT_MALFORMED; /* reserved, or of a length that is not told */
	item->kind = (enum cbor_walk_kind)(first >> 5);
	item->argument = take_argument(r, info);
	item->head_len = r->offset - start;
	*ret_inside = item->kind == WALK_ARRAY || item->kind == WALK_MAP ? item->argument : item->kind == WALK_TAG;
	/* Each item inside has a byte at least, each pair two. */
	if (*ret_inside > (item->kind == WALK_MAP ? reader_rest(r).len / 2 : reader_rest(r).len))
		return RESULT_TRUNCATED;
	if (item->kind == WALK_MAP)
		*ret_inside *= 2;
	if (item->kind == WALK_SIMPLE && info == IN_ONE_BYTE && item->argument < SIMPLE_MIN_LONG)
		return reader_result(r) == RESULT_OK ? RESULT_MALFORMED : RESULT_TRUNCATED;
	text = reader_take(r, item->kind == WALK_BYTES || item->kind == WALK_TEXT ? item->argument : 0);
	if (item->kind == WALK_TEXT && !utf8_text_is_whole(text))
		return RESULT_MALFORMED;
	return reader_result(r);
}

enum result cbor_walk_take(struct bytes *rest, struct walked_item *ret_item)
{
	struct reader r = reader_over(*rest);
	struct walked_item first = { 0 }, inner;
	uint64_t left[CBOR_WALK_DEPTH_MAX], inside;
	size_t depth = 0;
	enum result result = take_head(&r, &first, &left[0]);

	while (result == RESULT_OK) {
		while (left[depth] == 0 && depth > 0)
			depth--;
		if (left[depth] == 0)
			break;
		left[depth]--;
		result = take_head(&r, &inner, &inside);
		if (result == RESULT_OK && inside > 0 && depth + 1 == CBOR_WALK_DEPTH_MAX)
			result = RESULT_TOO_LARGE;
		else if (result == RESULT_OK && inside > 0)
			left[++depth] = inside;
	}
	if (result != RESULT_OK)
		return result;
	first.whole = bytes_from(rest->at, r.offset);
	*rest = reader_rest(&r);
	*ret_item = first;
	return RESULT_OK;
}

enum result cbor_walk_only(struct bytes all, struct walked_item *ret_item)
{
	struct walked_item item;
	enum result result = cbor_walk_take(&all, &item);

	if (result != RESULT_OK)
		return result;
	if (all.len > 0)
		return RESULT_MALFORMED;
	*ret_item = item;
	return RESULT_OK;
}

struct bytes walked_content(const struct walked_item *item)
{
	return bytes_from(item->whole.at + item->head_len, item->whole.len - item->head_len);
}

bool walked_number(const struct walked_item *item, int64_t *ret_number)
{
	if ((item->kind != WALK_UINT && item->kind != WALK_NEGATIVE) || item->argument > INT64_MAX)
		return false;
	*ret_number = item->kind == WALK_UINT ? (int64_t)item->argument : -1 - (int64_t)item->argument;
	return true;
}

bool walked_is_number(const struct walked_item *item, int64_t number)
{
	int64_t own;

	return walked_number(item, &own) && own == number;
}

/* Keys are alike by what they mean: a number may have several heads. Arrays and maps as keys are told by their bytes. */
static bool are_alike(const struct walked_item *a, const struct walked_item *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == WALK_UINT || a->kind == WALK_NEGATIVE)
		return a->argument == b->argument;
	return bytes_equal(walked_content(a), walked_content(b)) && a->argument == b->argument;
}

enum result cbor_walk_pairs(const struct walked_item *map, struct walked_pair *pairs, size_t max, size_t *ret_count)
{
	struct bytes rest = walked_content(map);

	if (map->kind != WALK_MAP)
		return RESULT_MALFORMED;
	if (map->argument > max)
		return RESULT_TOO_LARGE;
	for (size_t i = 0; i < map->argument; i++) {
		enum result result = cbor_walk_take(&rest, &pairs[i].key);

		if (result == RESULT_OK)
			result = cbor_walk_take(&rest, &pairs[i].value);
		if (result != RESULT_OK)
			return result;
		for (size_t before = 0; before < i; before++)
			if (are_alike(&pairs[before].key, &pairs[i].key))
				return RESULT_MALFORMED;
	}
	*ret_count = (size_t)map->argument;
	return RESULT_OK;
}

const struct walked_item *walked_value(const struct walked_pair *pairs, size_t count, int64_t key)
{
	for (size_t i = 0; i < count; i++)
		if (walked_is_number(&pairs[i].key, key))
			return &pairs[i].value;
	return NULL;
}
