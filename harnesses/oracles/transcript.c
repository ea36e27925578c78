/* SPDX-License-Identifier: Apache-2.0 */
/* The text, line by line, by nobody's reader; then the text with something changed. */
#include "harnesses/oracles/transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harnesses/oracles/plain_text.h"
#include "harnesses/oracles/text_lines.h"
#include "reference-impl/crypto/crypto.h"

enum { HEX_LEN = 64, DEPTH_MAX = 16 };

static void hex_of(struct bytes text, char ret_hex[HEX_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	struct crypto_sha256 digest;

	harness_holds(crypto_sha256(text, &digest) == RESULT_OK, "no digest can be computed");
	for (size_t i = 0; i < sizeof(digest.at); i++) {
		ret_hex[2 * i] = digits[digest.at[i] >> 4];
		ret_hex[2 * i + 1] = digits[digest.at[i] & 15];
	}
	ret_hex[HEX_LEN] = '\0';
}

/* As deep as a line that was accepted can be. */
static bool holds_float(const json_t *value, unsigned int depth)
{
	bool found = json_is_real(value) || depth > DEPTH_MAX;
	const char *key;
	json_t *member;
	size_t index;

	json_object_foreach((json_t *)(uintptr_t)value, key, member)
		found = found || holds_float(member, depth + 1);
	json_array_foreach(value, index, member)
		found = found || holds_float(member, depth + 1);
	return found;
}

ORACLE FZ_TRANSCRIPT_001_accepted_is_canonical(struct bytes text)
{
	const char *id = "FZ-TRANSCRIPT-001", *promise = "accepted-is-canonical";
	struct bytes line;

	oracle_holds(text.len > 0 && text.at[text.len - 1] == '\n', id, promise, "it does not end with a newline");
	while (text_lines_next(&text, &line)) {
		json_t *value = json_loadb((const char *)line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
		char *again = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);

		oracle_holds(again != NULL && bytes_equal(line, bytes_of_text(again)), id, promise, "a line is not its own canonical form");
		oracle_holds(!holds_float(value, 0), id, promise, "a line holds a number that readers round differently");
		free(again);
		json_decref(value);
	}
}

/* The blob's name is the digest of its bytes. */
static bool blob_is_named_right(const json_t *line)
{
	const json_t *name = json_object_get(line, "blob"), *text = json_object_get(line, "bytes");
	struct bytes base64 = bytes_from(json_string_value(text), json_string_length(text));
	struct buffer room = { malloc(base64.len + 3), base64.len + 3 };
	char hex[HEX_LEN + 1];
	bool right;

	harness_holds(room.at != NULL, "memory is out");
	hex_of(plain_base64_decode(base64, room), hex);
	right = json_is_string(name) && plain_base64_is(base64) && strcmp(json_string_value(name), hex) == 0;
	free(room.at);
	return right;
}

/* The sum stands in the text as `,"self":"<64>"` behind the seed; it is over the text without that. */
static bool end_sums_up(struct bytes line, const json_t *value)
{
	enum { SELF_LEN = 9 + HEX_LEN + 1 };
	const char *self = json_string_value(json_object_get(json_object_get(value, "end"), "self"));
	const uint8_t *at = memmem(line.at, line.len, ",\"self\":\"", 9);
	char hex[HEX_LEN + 1];
	uint8_t *without;

	if (self == NULL || strlen(self) != HEX_LEN || at == NULL || (size_t)(line.at + line.len - at) < SELF_LEN)
		return false;
	without = malloc(line.len);
	harness_holds(without != NULL, "memory is out");
	memcpy(without, line.at, (size_t)(at - line.at));
	memcpy(without + (at - line.at), at + SELF_LEN, (size_t)(line.at + line.len - at) - SELF_LEN);
	hex_of(bytes_from(without, line.len - SELF_LEN), hex);
	free(without);
	return memcmp(self, hex, HEX_LEN) == 0;
}

ORACLE FZ_TRANSCRIPT_002_chain_holds(struct bytes text)
{
	const char *id = "FZ-TRANSCRIPT-002", *promise = "chain-holds";
	char prev[HEX_LEN + 1];
	struct bytes line;
	bool ended = false;

	memset(prev, '0', HEX_LEN);
	prev[HEX_LEN] = '\0';
	for (json_int_t seq = 0; text_lines_next(&text, &line); seq++) {
		json_t *value = json_loadb((const char *)line.at, line.len, 0, NULL);
		const char *said = json_string_value(json_object_get(value, "prev"));

		oracle_holds(!ended, id, promise, "there are lines behind the last");
		oracle_holds(json_integer_value(json_object_get(value, "seq")) == seq, id, promise, "a line has another number");
		oracle_holds(said != NULL && strcmp(said, prev) == 0, id, promise, "a line does not name the digest of the line before");
		oracle_holds(json_object_get(value, "blob") == NULL || blob_is_named_right(value), id, promise, "a blob is named wrongly");
		ended = json_object_get(value, "end") != NULL;
		oracle_holds(!ended || end_sums_up(line, value), id, promise, "the last line does not have the sum that it states");
		hex_of(line, prev);
		json_decref(value);
	}
	oracle_holds(ended, id, promise, "it has no end");
}

static bool is_whole(struct bytes text)
{
	struct transcript_reading reading;
	struct complaint why;

	if (transcript_read(text, TRANSCRIPT_WHOLE, &reading, &why) != RESULT_OK)
		return false;
	transcript_reading_release(&reading);
	return true;
}

ORACLE FZ_TRANSCRIPT_003_edit_is_noticed(struct bytes text, size_t at, uint8_t mask)
{
	uint8_t *edited = malloc(text.len);

	harness_holds(edited != NULL, "memory is out");
	memcpy(edited, text.at, text.len);
	edited[at % text.len] ^= mask == 0 ? 1 : mask;
	oracle_holds(!is_whole(bytes_from(edited, text.len)), "FZ-TRANSCRIPT-003", "edit-is-noticed", "a changed byte is not noticed");
	free(edited);
}

static size_t whole_lines(struct bytes text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == '\n';
	return count;
}

ORACLE FZ_TRANSCRIPT_004_cut_is_noticed(const struct transcript_reading *reading, size_t at)
{
	const char *id = "FZ-TRANSCRIPT-004", *promise = "cut-is-noticed";
	struct bytes cut = bytes_from(reading->all.at, at % reading->all.len);
	struct transcript_reading part;
	struct complaint why;
	enum result result;

	oracle_holds(!is_whole(cut), id, promise, "a transcript that was cut off passes for whole");
	result = transcript_read(cut, TRANSCRIPT_CUT_OFF, &part, &why);
	oracle_holds((result == RESULT_OK) == (whole_lines(cut) > 0), id, promise, "what is left of a killed run can't be read");
	if (result != RESULT_OK)
		return;
	oracle_holds(part.count == whole_lines(cut) && part.end == NULL, id, promise, "other lines than the whole ones are read");
	oracle_holds(json_equal(part.head, reading->head) == 1, id, promise, "the head is another one");
	transcript_reading_release(&part);
}
