/* SPDX-License-Identifier: Apache-2.0 */
/* Walking: heads one behind the other, and a count of what is still owed instead of a call stack. */

#include "reference-impl/service/verifier/evidence_cbor.h"

#include "reference-impl/base/reader.h"

enum { INFO_ONE_BYTE = 24, INFO_EIGHT_BYTES = 27, INFO_INDEFINITE = 31, SIMPLE_NULL = 22 };

static uint64_t read_argument(struct reader *r, unsigned int info)
{
	switch (info) {
	case INFO_ONE_BYTE:
		return reader_u8(r);
	case INFO_ONE_BYTE + 1:
		return reader_u16_be(r);
	case INFO_ONE_BYTE + 2:
		return reader_u32_be(r);
	case INFO_EIGHT_BYTES:
		return reader_u64_be(r);
	default:
		return info;
	}
}

/* Takes the head off the front, and with it the bytes of a string; NULL, or what is wrong. */
static const char *take_head(struct evidence_walk *walk, struct evidence_item *item)
{
	struct reader r = reader_over(walk->rest);
	uint8_t first = reader_u8(&r);
	unsigned int info = first & 0x1f;

	if (walk->rest.len == 0)
		return "it ends where another item should be";
	if (info == INFO_INDEFINITE)
		return "a length that is not told beforehand";
	if (info > INFO_EIGHT_BYTES)
		return "a head that is reserved";
	*item = (struct evidence_item){ .kind = (enum evidence_kind)(first >> 5), .offset = walk->offset };
	item->argument = read_argument(&r, info);
	if (item->kind == EVIDENCE_BYTES || item->kind == EVIDENCE_TEXT)
		item->content = reader_take(&r, item->argument);
	if (reader_result(&r) != RESULT_OK)
		return "it ends before what it announces";
	item->raw = bytes_from(walk->rest.at, r.offset);
	walk->rest = reader_rest(&r);
	walk->offset += r.offset;
	return NULL;
}

/* How many items stand inside of it; UINT64_MAX for a map that nobody can hold. */
static uint64_t member_count(const struct evidence_item *item)
{
	if (item->kind == EVIDENCE_ARRAY)
		return item->argument;
	if (item->kind == EVIDENCE_MAP)
		return item->argument > UINT64_MAX / 2 ? UINT64_MAX : 2 * item->argument;
	return item->kind == EVIDENCE_TAG;
}

bool evidence_next(struct evidence_walk *walk, struct evidence_item *ret_item)
{
	struct evidence_walk ahead = *walk;
	struct evidence_item item, member;
	uint64_t owed;

	if (take_head(&ahead, &item))
		return false;
	for (owed = member_count(&item); owed > 0; owed--) {
		/* Each member is a byte at least: what can't be there is not counted up to. */
		if (owed > ahead.rest.len || take_head(&ahead, &member))
			return false;
		owed += member_count(&member) <= ahead.rest.len ? member_count(&member) : ahead.rest.len + 1;
	}
	if (item.kind >= EVIDENCE_ARRAY && item.kind <= EVIDENCE_TAG)
		item.content = bytes_from(item.raw.at + item.raw.len, (size_t)(ahead.rest.at - (item.raw.at + item.raw.len)));
	item.raw = bytes_from(item.raw.at, (size_t)(ahead.rest.at - item.raw.at));
	*walk = ahead;
	*ret_item = item;
	return true;
}

struct evidence_walk evidence_walk_into(const struct evidence_item *container)
{
	size_t head_len = container->raw.len - container->content.len;

	return (struct evidence_walk){ container->content, container->offset + head_len };
}

bool evidence_whole(struct bytes input, size_t base, struct evidence_item *ret_item)
{
	struct evidence_walk walk = { input, base };

	return evidence_next(&walk, ret_item) && walk.rest.len == 0;
}

bool evidence_number(const struct evidence_item *item, int64_t *ret_number)
{
	if (item->kind > EVIDENCE_NEGATIVE || item->argument > INT64_MAX)
		return false;
	*ret_number = item->kind == EVIDENCE_UNSIGNED ? (int64_t)item->argument : -1 - (int64_t)item->argument;
	return true;
}

bool evidence_find(const struct evidence_item *map, int64_t key, struct evidence_item *ret_value)
{
	struct evidence_walk walk = evidence_walk_into(map);
	struct evidence_item name, value;
	int64_t number;

	while (map->kind == EVIDENCE_MAP && evidence_next(&walk, &name) && evidence_next(&walk, &value)) {
		if (!evidence_number(&name, &number) || number != key)
			continue;
		*ret_value = value;
		return true;
	}
	return false;
}

bool evidence_is_null(const struct evidence_item *item)
{
	return item->kind == EVIDENCE_SIMPLE && item->argument == SIMPLE_NULL && item->raw.len == 1;
}

static bool is_shortest(const struct evidence_item *head)
{
	size_t content_len = head->kind == EVIDENCE_BYTES || head->kind == EVIDENCE_TEXT ? head->content.len : 0;
	size_t head_len = head->raw.len - content_len;

	if (head->kind == EVIDENCE_SIMPLE || head_len == 1)
		return head->kind != EVIDENCE_SIMPLE || head_len <= 2;
	return head->argument >= (head_len == 2 ? 24 : head_len == 3 ? 0x100 : head_len == 5 ? 0x10000 : 0x100000000);
}

/* The length of the UTF-8 character at the front: 0 if it is none. */
static size_t character_len(struct bytes text)
{
	uint8_t first = text.at[0];
	size_t len = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;

	if (len == 0 || len > text.len)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((text.at[i] & 0xc0) != 0x80)
			return 0;
	}
	/* Neither a longer form than needed, nor a surrogate, nor beyond U+10FFFF. */
	if (len > 2) {
		uint16_t start = (uint16_t)(first << 8 | text.at[1]);

		if (start < 0xe0a0 || (start >= 0xeda0 && start < 0xee00) || (start >= 0xf000 && start < 0xf090) || start >= 0xf490)
			return 0;
	}
	return len;
}

static bool is_utf8(struct bytes text)
{
	while (text.len > 0) {
		size_t len = character_len(text);

		if (len == 0)
			return false;
		text = bytes_from(text.at + len, text.len - len);
	}
	return true;
}

static const char *look_at_head(const struct evidence_item *head, enum evidence_rules rules, size_t rest_len)
{
	if (member_count(head) > rest_len)
		return "it announces more members than bytes are left";
	if (head->kind == EVIDENCE_MAP && head->argument > EVIDENCE_MAX_PAIRS)
		return "a map with more entries than anybody needs";
	if (rules == EVIDENCE_SHORTEST && !is_shortest(head))
		return "a number that is not in its shortest form";
	if (head->kind == EVIDENCE_TEXT && !is_utf8(head->content))
		return "a text that is not UTF-8";
	/* A two-byte simple value below 32 is not well-formed. */
	if (head->kind == EVIDENCE_SIMPLE && head->raw.len == 2 && head->argument < 32)
		return "a simple value in a form that is forbidden";
	return NULL;
}

static bool same_key(const struct evidence_item *a, const struct evidence_item *b)
{
	return a->kind == b->kind && a->argument == b->argument && bytes_equal(a->content, b->content);
}

static bool stands_before(const struct evidence_item *map, const struct evidence_item *key)
{
	struct evidence_walk walk = evidence_walk_into(map);
	struct evidence_item name, value;

	while (evidence_next(&walk, &name) && name.offset < key->offset && evidence_next(&walk, &value)) {
		if (same_key(&name, key))
			return true;
	}
	return false;
}

static const char *look_at_keys(const struct evidence_item *map, size_t *ret_offset)
{
	struct evidence_walk walk = evidence_walk_into(map);
	struct evidence_item key, value;

	while (evidence_next(&walk, &key) && evidence_next(&walk, &value)) {
		*ret_offset = key.offset;
		if (key.kind > EVIDENCE_TEXT || key.kind == EVIDENCE_BYTES)
			return "a key that is neither a number nor a text";
		if (stands_before(map, &key))
			return "a key that stands twice in one map";
	}
	return NULL;
}

/* What is open: how many members each container still owes. */
struct open_items {
	uint64_t owed[EVIDENCE_MAX_DEPTH];
	size_t depth;
};

/* One item came: those that are complete by it close. */
static void count_item(struct open_items *open)
{
	while (open->depth > 0 && --open->owed[open->depth - 1] == 0)
		open->depth--;
}

static const char *look_at_one(struct evidence_walk *walk, struct open_items *open, enum evidence_rules rules, size_t *ret_offset)
{
	struct evidence_walk here = *walk;
	struct evidence_item head, whole;
	const char *what = take_head(walk, &head);

	*ret_offset = here.offset;
	if (!what)
		what = look_at_head(&head, rules, walk->rest.len);
	if (what)
		return what;
	if (member_count(&head) == 0) {
		count_item(open);
		return NULL;
	}
	if (open->depth == EVIDENCE_MAX_DEPTH)
		return "deeper nesting than anybody needs";
	open->owed[open->depth++] = member_count(&head);
	if (head.kind != EVIDENCE_MAP)
		return NULL;
	if (!evidence_next(&here, &whole))
		return "a map that ends before what it announces";
	return look_at_keys(&whole, ret_offset);
}

enum result evidence_check(struct bytes input, size_t base, enum evidence_rules rules, struct evidence_fault *ret_fault)
{
	struct evidence_walk walk = { input, base };
	struct open_items open = { .depth = 0 };
	size_t offset = base;
	const char *what;

	do {
		what = look_at_one(&walk, &open, rules, &offset);
	} while (!what && open.depth > 0);
	if (!what && walk.rest.len > 0) {
		what = "bytes behind the end";
		offset = walk.offset;
	}
	if (!what)
		return RESULT_OK;
	*ret_fault = (struct evidence_fault){ what, offset };
	return RESULT_MALFORMED;
}
