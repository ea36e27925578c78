/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over an item, with a stack of fixed size for the arrays, maps and tags around it.
 *
 * Every announced length is compared in 64 bits with the bytes that are left before it is used,
 * a count as one byte a member at least, so that no sum can wrap and nothing is believed.
 */

#include "reference-impl/codec/cbor_head.h"
#include "reference-impl/codec/cbor_keys.h"
#include "reference-impl/codec/cbor_reader.h"
#include "reference-impl/codec/cbor_utf8.h"

/* An array, map or tag that is not at its end yet. */
struct level {
	uint8_t major;
	bool is_indefinite;
	bool is_at_value; /* of a map: the next member is a value */
	uint64_t left;    /* members to come; more than can come, if that is told by a break */
	size_t first;     /* offset of the first member */
	size_t member;    /* offset of the member that is being read */
	struct bytes greatest_key;
	/* The least integer that is greater than all keys so far: no search finds it among them. */
	uint8_t least_major;
	uint64_t least_argument;
};

/* No integer is: a key of another kind came. */
enum { NO_INTEGER = UINT8_MAX };

struct check {
	struct bytes input;
	size_t at;
	enum cbor_rules rules;
	size_t compared;
	unsigned int depth;
	struct level levels[CBOR_MAX_DEPTH];
};

static struct bytes rest_of(const struct check *c)
{
	return (struct bytes){ c->input.at + c->at, c->input.len - c->at };
}

static enum result key_done(struct check *c, struct level *level)
{
	struct bytes before = { c->input.at + level->first, level->member - level->first };
	struct bytes key = { c->input.at + level->member, c->at - level->member };
	const uint8_t *greatest = level->greatest_key.at;
	enum result result = cbor_keys_take(before, &level->greatest_key, key, c->rules, &c->compared);

	if (level->greatest_key.at != greatest)
		level->least_major = NO_INTEGER;
	return result;
}

/* An item ended at c->at, and with it perhaps what it was the last member of. */
static enum result item_done(struct check *c)
{
	while (c->depth > 0) {
		struct level *level = &c->levels[c->depth - 1];

		if (level->major == CBOR_MAJOR_MAP && !level->is_at_value) {
			enum result result = key_done(c, level);

			if (result != RESULT_OK)
				return result;
		}
		level->is_at_value = !level->is_at_value;
		level->member = c->at;
		if (--level->left > 0)
			return RESULT_OK;
		c->depth--;
	}
	return RESULT_OK;
}

static enum result take_break(struct check *c)
{
	const struct level *level = c->depth > 0 ? &c->levels[c->depth - 1] : NULL;

	if (!level || !level->is_indefinite || (level->major == CBOR_MAJOR_MAP && level->is_at_value))
		return RESULT_MALFORMED;
	c->depth--;
	return item_done(c);
}

static enum result open_level(struct check *c, const struct cbor_head *head)
{
	uint64_t here = c->input.len - c->at;
	bool is_map = head->major == CBOR_MAJOR_MAP;
	uint64_t members = head->major == CBOR_MAJOR_TAG ? 1 : head->argument;

	if (members > (is_map ? here / 2 : here))
		return RESULT_TRUNCATED;
	if (members == 0 && !cbor_head_is_indefinite(head))
		return item_done(c);
	if (c->depth == CBOR_MAX_DEPTH)
		return RESULT_TOO_LARGE;
	if (cbor_head_is_indefinite(head))
		members = UINT64_MAX;
	else if (is_map)
		members *= 2;
	c->levels[c->depth++] = (struct level){ .major = head->major, .is_indefinite = cbor_head_is_indefinite(head),
						.left = members, .first = c->at, .member = c->at };
	return RESULT_OK;
}

static bool text_holds(enum cbor_rules rules, struct bytes text)
{
	return rules == CBOR_WELL_FORMED || cbor_utf8_is_valid(text);
}

static enum result take_string(struct check *c, const struct cbor_head *head)
{
	struct bytes string = rest_of(c);

	if (head->argument > string.len)
		return RESULT_TRUNCATED;
	string.len = (size_t)head->argument;
	if (head->major == CBOR_MAJOR_TEXT && !text_holds(c->rules, string))
		return RESULT_REFUSED;
	c->at += string.len;
	return RESULT_OK;
}

/* Definite strings of the same kind, up to a break. */
static enum result take_chunks(struct check *c, uint8_t major)
{
	struct cbor_head head;
	enum result result = RESULT_OK;

	while (result == RESULT_OK) {
		result = cbor_head_read(rest_of(c), &head);
		if (result != RESULT_OK)
			return result;
		c->at += head.len;
		if (cbor_head_is_break(&head))
			return RESULT_OK;
		if (head.major != major || cbor_head_is_indefinite(&head))
			return RESULT_MALFORMED;
		result = take_string(c, &head);
	}
	return result;
}

static bool rules_allow(enum cbor_rules rules, const struct cbor_head *head)
{
	if (rules == CBOR_WELL_FORMED)
		return true;
	if (cbor_head_is_indefinite(head))
		return false;
	return rules == CBOR_TOLERANT || cbor_head_is_shortest(head);
}

static enum result take_item(struct check *c)
{
	struct cbor_head head;
	enum result result = cbor_head_read(rest_of(c), &head);

	if (result != RESULT_OK)
		return result;
	if (!rules_allow(c->rules, &head))
		return RESULT_REFUSED;
	c->at += head.len;
	if (cbor_head_is_break(&head))
		return take_break(c);
	if (head.major == CBOR_MAJOR_ARRAY || head.major == CBOR_MAJOR_MAP || head.major == CBOR_MAJOR_TAG)
		return open_level(c, &head);
	if (head.major == CBOR_MAJOR_BYTES || head.major == CBOR_MAJOR_TEXT)
		result = cbor_head_is_indefinite(&head) ? take_chunks(c, head.major) : take_string(c, &head);
	return result == RESULT_OK ? item_done(c) : result;
}

/*
 * Most maps have integers for keys, in rising order, and one comparison says that none of them came
 * before. Their order is that of their shortest encodings, so it is right under both strict rules.
 */
static inline bool is_next_integer(struct level *level, const struct cbor_head *head, const uint8_t *at)
{
	bool is_less = head->major == level->least_major ? head->argument < level->least_argument : head->major < level->least_major;

	if (is_less || head->major > CBOR_MAJOR_NEGATIVE)
		return false;
	level->least_major = (uint8_t)(head->major + (head->argument == UINT64_MAX));
	level->least_argument = head->argument + 1;
	level->greatest_key.at = at;
	level->greatest_key.len = head->len;
	return true;
}

/* The length of a number or a definite string within the rules, at the start of rest; 0 for anything else. */
static inline size_t leaf_len(struct bytes rest, enum cbor_rules rules, struct cbor_head *ret_head)
{
	struct bytes string;

	if (cbor_head_read(rest, ret_head) != RESULT_OK || ret_head->major > CBOR_MAJOR_TEXT || ret_head->info == CBOR_INFO_INDEFINITE)
		return 0;
	if (ret_head->info >= CBOR_INFO_1_BYTE && !rules_allow(rules, ret_head))
		return 0;
	if (ret_head->major < CBOR_MAJOR_BYTES)
		return ret_head->len;
	string = (struct bytes){ rest.at + ret_head->len, rest.len - ret_head->len };
	if (ret_head->argument > string.len)
		return 0;
	string.len = (size_t)ret_head->argument;
	return ret_head->major == CBOR_MAJOR_BYTES || text_holds(rules, string) ? ret_head->len + string.len : 0;
}

/*
 * Takes what most of an item consists of: members without members, but for the last. The first that is anything
 * else, or against a rule, is left to take_item(), which says what it is.
 */
static void take_leaves(struct check *c, struct level *level)
{
	struct bytes rest = rest_of(c);
	bool is_map = level->major == CBOR_MAJOR_MAP, is_key = is_map && !level->is_at_value;
	uint64_t left = level->left;

	for (; left > 1; left--) {
		struct cbor_head head;
		size_t len = leaf_len(rest, c->rules, &head);

		if (len == 0 || (is_key && !is_next_integer(level, &head, rest.at)))
			break;
		rest.at += len;
		rest.len -= len;
		is_key = is_map && !is_key;
	}
	level->left = left;
	level->is_at_value = is_map && !is_key;
	level->member = c->at = c->input.len - rest.len;
}

enum result cbor_extent(struct bytes input, enum cbor_rules rules, size_t *ret_len)
{
	/* Levels are written before they are read; clearing them all would cost more than most items. */
	struct check c __attribute__((uninitialized));
	enum result result;

	if (input.len == 0)
		return RESULT_TRUNCATED;
	c.input = input;
	c.at = 0;
	c.rules = rules;
	c.compared = 0;
	c.depth = 0;
	do {
		if (c.depth > 0)
			take_leaves(&c, &c.levels[c.depth - 1]);
		result = take_item(&c);
	} while (result == RESULT_OK && c.depth > 0);
	if (result == RESULT_OK)
		*ret_len = c.at;
	return result;
}
