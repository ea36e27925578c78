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
	uint64_t left;    /* members to come, if definite */
	size_t first;     /* offset of the first member */
	size_t member;    /* offset of the member that is being read */
	struct bytes greatest_key;
};

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

	return cbor_keys_take(before, &level->greatest_key, key, c->rules, &c->compared);
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
		if (level->is_indefinite || --level->left > 0)
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
	c->levels[c->depth++] = (struct level){ .major = head->major, .is_indefinite = cbor_head_is_indefinite(head),
						.left = is_map ? 2 * members : members, .first = c->at, .member = c->at };
	return RESULT_OK;
}

static enum result take_string(struct check *c, const struct cbor_head *head)
{
	struct bytes string = rest_of(c);

	if (head->argument > string.len)
		return RESULT_TRUNCATED;
	string.len = (size_t)head->argument;
	if (head->major == CBOR_MAJOR_TEXT && c->rules != CBOR_WELL_FORMED && !cbor_utf8_is_valid(string))
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
		result = take_item(&c);
	} while (result == RESULT_OK && c.depth > 0);
	if (result == RESULT_OK)
		*ret_len = c.at;
	return result;
}
