/* SPDX-License-Identifier: Apache-2.0 */
/* Visits items level by level, with a stack as deep as the reader's. */
#include "harnesses/oracles/cbor.h"

#include "harnesses/oracles/cbor_rewrite.h"
#include "reference-impl/codec/cbor_utf8.h"

enum { KEY_ROOM = 64, KEYS_COMPARED = 32, REWRITTEN_MAX = 1 << 16 };

/* Every view is an interval of what it is a member of; members are as many as announced, and fill it. */
static ORACLE FZ_CBOR_001_members_fill_their_item(const struct cbor_item *item, struct bytes members, uint64_t count)
{
	const char *id = "FZ-CBOR-001", *promise = "members-fill-their-item";
	uint64_t announced = item->kind == CBOR_TAG ? 1 : item->kind == CBOR_MAP ? 2 * item->argument : item->argument;

	oracle_holds(bytes_lie_within(members, item->content), id, promise, "a member reaches beyond what it is in");
	oracle_holds(members.len == item->content.len, id, promise, "the members do not fill what they are in");
	oracle_holds(item->is_indefinite || count == announced, id, promise, "the members are not as many as announced");
}

/* One key in its shortest form; false if that is long. */
static bool short_key(const struct cbor_item *key, uint8_t room[KEY_ROOM], struct bytes *ret_key)
{
	struct writer w = writer_over((struct buffer){ room, KEY_ROOM });

	cbor_rewrite(&w, key);
	return writer_finish(&w, ret_key) == RESULT_OK;
}

static bool has_duplicate(const struct cbor_item *map)
{
	static uint8_t rooms[KEYS_COMPARED][KEY_ROOM];
	struct bytes keys[KEYS_COMPARED];
	struct cbor_reader r = cbor_reader_over(map);
	size_t count = 0;

	while (cbor_reader_has_more(&r) && count < KEYS_COMPARED) {
		struct cbor_item key = cbor_take(&r);

		(void)cbor_take(&r);
		if (!short_key(&key, rooms[count], &keys[count]))
			continue;
		for (size_t i = 0; i < count; i++) {
			if (bytes_equal(keys[i], keys[count]))
				return true;
		}
		count++;
	}
	return false;
}

static bool is_bad_text(const struct cbor_item *text)
{
	struct cbor_item chunks = { .kind = CBOR_ARRAY, .content = text->content };
	struct cbor_reader r = cbor_reader_over(&chunks);

	if (!text->is_indefinite)
		return !cbor_utf8_is_valid(text->content);
	while (cbor_reader_has_more(&r)) {
		if (!cbor_utf8_is_valid(cbor_take(&r).content))
			return true;
	}
	return false;
}

/* Tags 6 to 20 without an argument of their own are unknown to libcbor, COSE_Sign1's among them. */
static bool is_unassigned(const struct cbor_item *item)
{
	if (item->kind == CBOR_TAG)
		return item->raw.at[0] >= 0xc6 && item->raw.at[0] <= 0xd4;
	return item->kind == CBOR_SIMPLE && (item->argument < CBOR_FALSE || item->argument > CBOR_UNDEFINED);
}

static void look_at(const struct cbor_item *item, struct cbor_seen *seen)
{
	seen->items++;
	seen->is_indefinite = seen->is_indefinite || item->is_indefinite;
	seen->is_unassigned = seen->is_unassigned || is_unassigned(item);
	if (item->kind == CBOR_TEXT && is_bad_text(item))
		seen->is_bad_text = true;
	if (item->kind == CBOR_MAP && has_duplicate(item))
		seen->is_duplicate = true;
}

static bool has_members(const struct cbor_item *item)
{
	return item->kind >= CBOR_ARRAY && item->kind <= CBOR_TAG;
}

/* Holds all members of an item to their promise, without going into them. */
static void hold_members(const struct cbor_item *item)
{
	struct cbor_reader r = cbor_reader_over(item);
	struct bytes members = bytes_from(item->content.at, 0);
	uint64_t count = 0;

	for (; cbor_reader_has_more(&r); count++) {
		struct cbor_item member = cbor_take(&r);

		if (member.raw.at == members.at + members.len)
			members.len += member.raw.len;
	}
	FZ_CBOR_001_members_fill_their_item(item, members, count);
}

struct cbor_seen cbor_visit(const struct cbor_item *item)
{
	struct cbor_reader open[CBOR_MAX_DEPTH + 1];
	struct cbor_seen seen = { 0 };
	struct cbor_item next = *item;
	size_t depth = 0;

	for (;;) {
		look_at(&next, &seen);
		if (has_members(&next)) {
			harness_holds(depth <= CBOR_MAX_DEPTH, "an item is deeper than the reader may take");
			hold_members(&next);
			open[depth++] = cbor_reader_over(&next);
		}
		while (depth > 0 && !cbor_reader_has_more(&open[depth - 1]))
			depth--;
		if (depth == 0)
			return seen;
		next = cbor_take(&open[depth - 1]);
	}
}

ORACLE FZ_CBOR_002_rules_are_nested(const struct cbor_answers *answers)
{
	const char *id = "FZ-CBOR-002", *promise = "rules-are-nested";

	oracle_holds(answers->tolerant != RESULT_OK || answers->well_formed == RESULT_OK, id, promise,
		     "the tolerant rule takes what is not well-formed");
	oracle_holds(answers->deterministic != RESULT_OK || answers->well_formed == RESULT_OK, id, promise,
		     "the deterministic rule takes what is not well-formed");
	oracle_holds(answers->deterministic != RESULT_OK || answers->tolerant == RESULT_OK || answers->tolerant == RESULT_UNSUPPORTED, id,
		     promise, "the tolerant rule refuses what is deterministic");
}

ORACLE FZ_CBOR_003_tolerates_nothing_ambiguous(const struct cbor_answers *answers, const struct cbor_seen *seen)
{
	const char *id = "FZ-CBOR-003", *promise = "tolerates-nothing-ambiguous";

	if (answers->tolerant != RESULT_OK && answers->deterministic != RESULT_OK)
		return;
	oracle_holds(!seen->is_indefinite, id, promise, "an indefinite length was taken");
	oracle_holds(!seen->is_bad_text, id, promise, "text that is not UTF-8 was taken");
	oracle_holds(!seen->is_duplicate, id, promise, "a map with two equal keys was taken");
}

ORACLE FZ_CBOR_004_written_again_is_the_same(struct bytes input, const struct cbor_item *item, enum result deterministic)
{
	static uint8_t rooms[2][REWRITTEN_MAX];
	const char *id = "FZ-CBOR-004", *promise = "written-again-is-the-same";
	struct writer first = writer_over(BUFFER_OF(rooms[0])), second = writer_over(BUFFER_OF(rooms[1]));
	struct bytes once, twice;
	struct cbor_item again;

	cbor_rewrite(&first, item);
	if (writer_finish(&first, &once) != RESULT_OK)
		return;
	oracle_holds(deterministic != RESULT_OK || bytes_equal(once, input), id, promise, "a deterministic item is written otherwise");
	if (bytes_equal(once, input))
		return; /* reading it again is what was just done */
	oracle_holds(cbor_parse(once, CBOR_WELL_FORMED, &again) == RESULT_OK, id, promise, "what was written cannot be read");
	oracle_holds(again.kind == item->kind, id, promise, "what was written is of another kind");
	cbor_rewrite(&second, &again);
	oracle_holds(writer_finish(&second, &twice) == RESULT_OK && bytes_equal(once, twice), id, promise,
		     "written a second time it differs");
}

ORACLE FZ_CBOR_005_peer_agrees(enum result well_formed, const struct cbor_seen *seen, enum cbor_peer_answer peer)
{
	const char *id = "FZ-CBOR-005", *promise = "peer-agrees";

	/* Depth is each implementation's own limit, and the peer has rules of its own about what is looked for here. */
	if (peer == CBOR_PEER_SILENT || well_formed == RESULT_TOO_LARGE)
		return;
	if (well_formed != RESULT_OK)
		oracle_holds(peer == CBOR_PEER_REFUSES, id, promise, "the peer takes what we refuse");
	else if (!seen->is_unassigned && !seen->is_bad_text)
		oracle_holds(peer == CBOR_PEER_TAKES, id, promise, "the peer refuses what we take");
}
