/* SPDX-License-Identifier: Apache-2.0 */
/* Long byte strings leave a record and are stored once; what comes back is the same text. */

#include "conformance/core/transcript.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum result transcript_digest(struct bytes text, char ret_hex[TRANSCRIPT_DIGEST_CHARS + 1])
{
	struct crypto_sha256 digest;
	struct writer w = writer_over((struct buffer){ (uint8_t *)ret_hex, TRANSCRIPT_DIGEST_CHARS });
	enum result result = crypto_sha256(text, &digest);

	if (result != RESULT_OK)
		return result;
	text_write_hex(&w, BYTES_OF(digest));
	ret_hex[TRANSCRIPT_DIGEST_CHARS] = '\0';
	return RESULT_OK;
}

static bool can_hold(const json_t *value, unsigned int depth)
{
	const char *key;
	json_t *member;
	size_t index;

	if (json_is_real(value) || depth > CANONICAL_JSON_DEPTH_MAX - 4) /* the record around it has its own depth */
		return false;
	json_array_foreach(value, index, member)
		if (!can_hold(member, depth + 1))
			return false;
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
		if (strcmp(key, "$blob") == 0 || !can_hold(member, depth + 1))
			return false;
	return true;
}

bool transcript_can_hold(const json_t *value)
{
	return can_hold(value, 0);
}

/* Is it a long text in canonical base64? Then its digest is set. */
static bool is_blob(const json_t *value, char ret_hex[TRANSCRIPT_DIGEST_CHARS + 1])
{
	struct bytes text = bytes_from(json_string_value(value), json_string_length(value)), bytes;
	struct buffer room;
	bool blob;

	if (text.len <= TRANSCRIPT_BLOB_CHARS || text.len % 4 != 0)
		return false;
	room = (struct buffer){ malloc(text.len), text.len };
	blob = room.at != NULL && text_read_base64(text, room, &bytes) == RESULT_OK && transcript_digest(bytes, ret_hex) == RESULT_OK;
	free(room.at);
	return blob;
}

static json_t *pack_text(const json_t *value, const struct transcript_blobs *blobs)
{
	char hex[TRANSCRIPT_DIGEST_CHARS + 1];

	if (!is_blob(value, hex))
		return json_copy((json_t *)(uintptr_t)value);
	if (blobs != NULL && blobs->blob(blobs->context, hex, json_string_value(value)) != RESULT_OK)
		return NULL;
	return json_pack("{s:s}", "$blob", hex);
}

static json_t *pack_array(const json_t *value, const struct transcript_blobs *blobs)
{
	json_t *packed = json_array(), *member;
	size_t index;

	json_array_foreach(value, index, member) {
		if (json_array_append_new(packed, transcript_pack(member, blobs)) != 0) {
			json_decref(packed);
			return NULL;
		}
	}
	return packed;
}

static json_t *pack_object(const json_t *value, const struct transcript_blobs *blobs)
{
	json_t *packed = json_object(), *member;
	const char *key;

	json_object_foreach((json_t *)(uintptr_t)value, key, member) {
		if (json_object_set_new(packed, key, transcript_pack(member, blobs)) != 0) {
			json_decref(packed);
			return NULL;
		}
	}
	return packed;
}

/* Recurses only as deep as transcript_can_hold() has allowed, or as the suite itself asks. */
json_t *transcript_pack(const json_t *value, const struct transcript_blobs *blobs)
{
	if (json_is_string(value))
		return pack_text(value, blobs);
	if (json_is_array(value))
		return pack_array(value, blobs);
	if (json_is_object(value))
		return pack_object(value, blobs);
	return json_copy((json_t *)(uintptr_t)value);
}

enum result transcript_end_sum(const json_t *line, char ret_hex[TRANSCRIPT_DIGEST_CHARS + 1])
{
	json_t *bare = json_deep_copy(line);
	enum result result = RESULT_INTERNAL;
	char *text;

	if (bare == NULL)
		return RESULT_INTERNAL;
	(void)json_object_del(json_object_get(bare, "end"), "self");
	text = canonical_json_text(bare);
	if (text != NULL)
		result = transcript_digest(bytes_of_text(text), ret_hex);
	free(text);
	json_decref(bare);
	return result;
}
