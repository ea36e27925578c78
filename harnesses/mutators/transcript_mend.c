/* SPDX-License-Identifier: Apache-2.0 */
/* Line by line, with what the lines before have left behind. */
#include "harnesses/mutators/transcript_mend.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/crypto.h"

enum { HEX_LEN = 2 * CRYPTO_SHA256_LEN, DEPTH_MAX = 64 };

struct mending {
	struct writer w;
	json_int_t seq, last_ms;
	char prev[HEX_LEN + 1];
	json_t *renamed; /* blobs: old name -> new name */
};

static bool digest_of(struct bytes text, char ret_hex[HEX_LEN + 1])
{
	struct crypto_sha256 digest;
	struct writer w = writer_over((struct buffer){ (uint8_t *)ret_hex, HEX_LEN });

	if (crypto_sha256(text, &digest) != RESULT_OK)
		return false;
	text_write_hex(&w, BYTES_OF(digest));
	ret_hex[HEX_LEN] = '\0';
	return true;
}

static char *canonical(const json_t *value)
{
	return json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
}

/* Names the blob by its bytes, where its text is base64. */
static void mend_blob(struct mending *m, json_t *line)
{
	const json_t *text = json_object_get(line, "bytes"), *name = json_object_get(line, "blob");
	struct bytes base64 = bytes_from(json_string_value(text), json_string_length(text)), bytes;
	struct buffer room;
	char hex[HEX_LEN + 1];

	if (!json_is_string(text) || !json_is_string(name))
		return;
	room = (struct buffer){ malloc(base64.len + 3), base64.len + 3 };
	if (room.at != NULL && text_read_base64(base64, room, &bytes) == RESULT_OK && digest_of(bytes, hex)) {
		(void)json_object_set_new(m->renamed, json_string_value(name), json_string(hex));
		(void)json_object_set_new(line, "blob", json_string(hex));
	}
	free(room.at);
}

/* Follows renamed blobs into records; as deep as a text of this length can be nested. */
static void rename_blobs(struct mending *m, json_t *value, unsigned int depth)
{
	const json_t *renamed = json_object_get(m->renamed, json_string_value(json_object_get(value, "$blob")));
	const char *key;
	json_t *member;
	size_t index;

	if (renamed != NULL)
		(void)json_object_set_new(value, "$blob", json_string(json_string_value(renamed)));
	if (depth > DEPTH_MAX)
		return;
	json_object_foreach(value, key, member)
		rename_blobs(m, member, depth + 1);
	json_array_foreach(value, index, member)
		rename_blobs(m, member, depth + 1);
}

static void mend_end(struct mending *m, json_t *line)
{
	json_t *end = json_object_get(line, "end");
	char hex[HEX_LEN + 1], *text;

	(void)json_object_set_new(end, "records", json_integer(m->seq));
	(void)json_object_del(end, "self");
	text = canonical(line);
	if (text != NULL && digest_of(bytes_of_text(text), hex))
		(void)json_object_set_new(end, "self", json_string(hex));
	free(text);
}

static void mend_line(struct mending *m, json_t *line)
{
	const json_t *ms = json_object_get(line, "ms");

	(void)json_object_set_new(line, "seq", json_integer(m->seq));
	(void)json_object_set_new(line, "prev", json_string(m->prev));
	if (json_is_integer(ms) && json_integer_value(ms) < m->last_ms)
		(void)json_object_set_new(line, "ms", json_integer(m->last_ms));
	m->last_ms = json_is_integer(json_object_get(line, "ms")) ? json_integer_value(json_object_get(line, "ms")) : m->last_ms;
	if (json_object_get(line, "blob") != NULL)
		mend_blob(m, line);
	else
		rename_blobs(m, line, 0);
	if (json_is_object(json_object_get(line, "end")))
		mend_end(m, line);
}

/* Too many brackets would have the parser recurse. */
static bool is_flat(struct bytes text)
{
	size_t open = 0;

	for (size_t i = 0; i < text.len; i++)
		open += text.at[i] == '[' || text.at[i] == '{';
	return open <= DEPTH_MAX;
}

static void take_line(struct mending *m, struct bytes text)
{
	json_t *line = is_flat(text) ? json_loadb((const char *)text.at, text.len, 0, NULL) : NULL;
	char *mended = NULL;

	if (json_is_object(line)) {
		mend_line(m, line);
		mended = canonical(line);
	}
	if (mended != NULL)
		text = bytes_of_text(mended);
	writer_bytes(&m->w, text);
	writer_u8(&m->w, '\n');
	if (!digest_of(text, m->prev))
		m->prev[0] = '\0';
	m->seq++;
	free(mended);
	json_decref(line);
}

struct bytes transcript_mend(struct bytes input, struct buffer room)
{
	struct mending m = { .w = writer_over(room), .renamed = json_object() };
	struct bytes mended;

	memset(m.prev, '0', HEX_LEN);
	while (input.len > 0) {
		const uint8_t *newline = memchr(input.at, '\n', input.len);
		size_t len = newline == NULL ? input.len : (size_t)(newline - input.at);

		take_line(&m, bytes_from(input.at, len));
		len += newline != NULL;
		input = bytes_from(input.at + len, input.len - len);
	}
	json_decref(m.renamed);
	return writer_finish(&m.w, &mended) == RESULT_OK ? mended : bytes_from(NULL, 0);
}
