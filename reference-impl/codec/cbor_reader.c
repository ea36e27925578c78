/* SPDX-License-Identifier: Apache-2.0 */
/* Views of items and of their members. */

#include "reference-impl/codec/cbor_reader.h"

#include "reference-impl/codec/cbor_head.h"

static enum cbor_kind kind_of(const struct cbor_head *head)
{
	static const uint8_t KINDS[] = {
		[CBOR_MAJOR_UNSIGNED] = CBOR_UNSIGNED, [CBOR_MAJOR_NEGATIVE] = CBOR_NEGATIVE, [CBOR_MAJOR_BYTES] = CBOR_BYTES,
		[CBOR_MAJOR_TEXT] = CBOR_TEXT,         [CBOR_MAJOR_ARRAY] = CBOR_ARRAY,       [CBOR_MAJOR_MAP] = CBOR_MAP,
		[CBOR_MAJOR_TAG] = CBOR_TAG,           [CBOR_MAJOR_SIMPLE] = CBOR_SIMPLE,
	};

	return cbor_head_is_float(head) ? CBOR_FLOAT : (enum cbor_kind)KINDS[head->major];
}

/* Has the kind anything behind its head? */
static bool has_content(enum cbor_kind kind)
{
	return kind >= CBOR_BYTES && kind <= CBOR_TAG;
}

/*
 * The length of an item. While lengths are definite one count of the items to come is enough, each of
 * at least a byte, so that it cannot wrap; how deep they lie was checked before. Otherwise levels are needed.
 */
static enum result extent_of(struct bytes input, size_t *ret_len)
{
	size_t at = 0;

	for (uint64_t left = 1; left > 0; left--) {
		struct cbor_head head;
		struct bytes rest = { input.at + at, input.len - at };
		enum result result = cbor_head_read(rest, &head);

		if (result != RESULT_OK)
			return result;
		if (head.info == CBOR_INFO_INDEFINITE)
			return cbor_extent(input, CBOR_WELL_FORMED, ret_len);
		at += head.len;
		if (head.major <= CBOR_MAJOR_NEGATIVE || head.major == CBOR_MAJOR_SIMPLE)
			continue;
		if (head.major != CBOR_MAJOR_TAG && head.argument > input.len - at)
			return RESULT_TRUNCATED;
		if (head.major <= CBOR_MAJOR_TEXT)
			at += (size_t)head.argument;
		else
			left += head.major == CBOR_MAJOR_TAG ? 1 : head.major == CBOR_MAJOR_MAP ? 2 * head.argument : head.argument;
	}
	*ret_len = at;
	return RESULT_OK;
}

/* The same for a string, whose head is enough if its length is definite. */
static inline enum result string_extent_of(struct bytes input, const struct cbor_head *head, size_t *ret_len)
{
	if (cbor_head_is_indefinite(head))
		return cbor_extent(input, CBOR_WELL_FORMED, ret_len);
	if (head->argument > input.len - head->len)
		return RESULT_TRUNCATED;
	*ret_len = head->len + (size_t)head->argument;
	return RESULT_OK;
}

/* Written field by field: copies of items are what reading would spend its time on. */
static inline void fill_item(struct bytes raw, const struct cbor_head *head, struct cbor_item *ret_item)
{
	ret_item->kind = kind_of(head);
	ret_item->is_indefinite = cbor_head_is_indefinite(head);
	ret_item->argument = head->argument;
	ret_item->raw = raw;
	ret_item->content.at = has_content(ret_item->kind) ? raw.at + head->len : NULL;
	ret_item->content.len = has_content(ret_item->kind) ? raw.len - head->len - ret_item->is_indefinite : 0;
}

/* The item that input begins with. */
static enum result item_at(struct bytes input, struct cbor_item *ret_item)
{
	struct cbor_head head;
	size_t len;
	enum result result = cbor_head_read(input, &head);

	if (result != RESULT_OK)
		return result;
	if (cbor_head_is_break(&head))
		return RESULT_MALFORMED;
	len = head.len;
	if (head.major >= CBOR_MAJOR_ARRAY && head.major <= CBOR_MAJOR_TAG)
		result = extent_of(input, &len);
	else if (head.major >= CBOR_MAJOR_BYTES && head.major <= CBOR_MAJOR_TEXT)
		result = string_extent_of(input, &head, &len);
	if (result == RESULT_OK)
		fill_item((struct bytes){ input.at, len }, &head, ret_item);
	return result;
}

enum result cbor_parse(struct bytes input, enum cbor_rules rules, struct cbor_item *ret_item)
{
	struct cbor_head head;
	size_t len = 0;
	enum result result = cbor_extent(input, rules, &len);

	if (result != RESULT_OK)
		return result;
	if (len != input.len)
		return RESULT_MALFORMED;
	/* Read again, in case that somebody changes the bytes meanwhile: what is told lies within them all the same. */
	result = cbor_head_read(input, &head);
	if (result == RESULT_OK && (cbor_head_is_break(&head) || (size_t)head.len + cbor_head_is_indefinite(&head) > len))
		result = RESULT_MALFORMED;
	if (result == RESULT_OK)
		fill_item((struct bytes){ input.at, len }, &head, ret_item);
	return result;
}

bool cbor_item_int(const struct cbor_item *item, int64_t *ret_value)
{
	if ((item->kind != CBOR_UNSIGNED && item->kind != CBOR_NEGATIVE) || item->argument > INT64_MAX)
		return false;
	*ret_value = item->kind == CBOR_UNSIGNED ? (int64_t)item->argument : -1 - (int64_t)item->argument;
	return true;
}

bool cbor_item_is_null(const struct cbor_item *item)
{
	return item->kind == CBOR_SIMPLE && item->argument == CBOR_NULL;
}

struct cbor_reader cbor_reader_over(const struct cbor_item *item)
{
	bool has_members = item->kind == CBOR_ARRAY || item->kind == CBOR_MAP || item->kind == CBOR_TAG;

	return (struct cbor_reader){ .rest = item->content, .failed = has_members ? RESULT_OK : RESULT_MALFORMED };
}

bool cbor_reader_has_more(const struct cbor_reader *r)
{
	return r->failed == RESULT_OK && r->rest.len > 0;
}

struct cbor_item cbor_take(struct cbor_reader *r)
{
	struct cbor_item item = { .kind = CBOR_NOTHING };

	if (r->failed == RESULT_OK)
		r->failed = item_at(r->rest, &item);
	if (r->failed == RESULT_OK) {
		r->rest.at += item.raw.len;
		r->rest.len -= item.raw.len;
	}
	return item;
}

static struct cbor_item unfit(struct cbor_reader *r)
{
	if (r->failed == RESULT_OK)
		r->failed = RESULT_MALFORMED;
	return (struct cbor_item){ .kind = CBOR_NOTHING };
}

struct cbor_item cbor_take_kind(struct cbor_reader *r, enum cbor_kind kind)
{
	struct cbor_item item = cbor_take(r);

	return item.kind == kind ? item : unfit(r);
}

uint64_t cbor_take_unsigned(struct cbor_reader *r)
{
	return cbor_take_kind(r, CBOR_UNSIGNED).argument;
}

int64_t cbor_take_int(struct cbor_reader *r)
{
	struct cbor_item item = cbor_take(r);
	int64_t value = 0;

	if (!cbor_item_int(&item, &value))
		(void)unfit(r);
	return value;
}

bool cbor_take_bool(struct cbor_reader *r)
{
	struct cbor_item item = cbor_take_kind(r, CBOR_SIMPLE);

	if (item.argument != CBOR_FALSE && item.argument != CBOR_TRUE)
		item = unfit(r);
	return item.argument == CBOR_TRUE;
}

static struct bytes take_string(struct cbor_reader *r, enum cbor_kind kind)
{
	struct cbor_item item = cbor_take_kind(r, kind);

	return item.is_indefinite ? unfit(r).content : item.content;
}

struct bytes cbor_take_bytes(struct cbor_reader *r)
{
	return take_string(r, CBOR_BYTES);
}

struct bytes cbor_take_text(struct cbor_reader *r)
{
	return take_string(r, CBOR_TEXT);
}

enum result cbor_reader_result(const struct cbor_reader *r)
{
	return r->failed;
}

enum result cbor_reader_finish(const struct cbor_reader *r)
{
	if (r->failed != RESULT_OK)
		return r->failed;
	return r->rest.len == 0 ? RESULT_OK : RESULT_MALFORMED;
}

enum result cbor_map_find(const struct cbor_item *map, int64_t key, struct cbor_item *ret_value)
{
	struct cbor_reader r = cbor_reader_over(map);

	if (map->kind != CBOR_MAP)
		return RESULT_MALFORMED;
	while (cbor_reader_has_more(&r)) {
		struct cbor_item label = cbor_take(&r);
		struct cbor_item value = cbor_take(&r);
		int64_t number;

		if (cbor_reader_result(&r) == RESULT_OK && cbor_item_int(&label, &number) && number == key) {
			*ret_value = value;
			return RESULT_OK;
		}
	}
	return r.failed == RESULT_OK ? RESULT_NOT_FOUND : r.failed;
}
