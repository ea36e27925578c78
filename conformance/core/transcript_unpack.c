/* SPDX-License-Identifier: Apache-2.0 */
/* Out of a transcript again: a line by its number, blobs back in their place, an answer. */

#include <stdio.h>
#include <string.h>

#include "conformance/core/transcript_read.h"

json_t *transcript_line_json(const struct transcript_reading *reading, size_t index)
{
	const struct transcript_line *line;

	if (index >= reading->count)
		return NULL;
	line = &reading->lines[index];
	return json_loadb((const char *)reading->all.at + line->offset, line->len, 0, NULL);
}

static json_t *blob_text(const struct transcript_reading *reading, const char *digest, size_t before, json_t *used)
{
	const json_t *index = json_object_get(reading->blobs, digest);
	json_t *line, *text;

	if (index == NULL || (size_t)json_integer_value(index) >= before)
		return NULL;
	line = transcript_line_json(reading, (size_t)json_integer_value(index));
	text = json_incref(json_object_get(line, "bytes"));
	json_decref(line);
	if (used != NULL && json_object_set_new(used, digest, json_true()) != 0) {
		json_decref(text);
		return NULL;
	}
	return text;
}

static json_t *unpack_array(const struct transcript_reading *reading, const json_t *value, size_t before, json_t *used)
{
	json_t *unpacked = json_array(), *member;
	size_t index;

	json_array_foreach(value, index, member) {
		if (json_array_append_new(unpacked, transcript_unpack(reading, member, before, used)) != 0) {
			json_decref(unpacked);
			return NULL;
		}
	}
	return unpacked;
}

static json_t *unpack_object(const struct transcript_reading *reading, const json_t *value, size_t before, json_t *used)
{
	const char *digest = json_string_value(json_object_get(value, "$blob")), *key;
	json_t *unpacked, *member;

	if (digest != NULL && json_object_size(value) == 1)
		return blob_text(reading, digest, before, used);
	unpacked = json_object();
	json_object_foreach((json_t *)(uintptr_t)value, key, member) {
		if (json_object_set_new(unpacked, key, transcript_unpack(reading, member, before, used)) != 0) {
			json_decref(unpacked);
			return NULL;
		}
	}
	return unpacked;
}

json_t *transcript_unpack(const struct transcript_reading *reading, const json_t *value, size_t before, json_t *used)
{
	if (json_is_array(value))
		return unpack_array(reading, value, before, used);
	if (json_is_object(value))
		return unpack_object(reading, value, before, used);
	return json_copy((json_t *)(uintptr_t)value);
}

static bool kind_from_name(const char *name, enum answer_kind *ret_kind)
{
	static const char *const names[] = { "given", "refused", "unsupported", "error", "broken" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0) {
			*ret_kind = (enum answer_kind)i;
			return true;
		}
	}
	return false;
}

enum result transcript_answer(const struct transcript_reading *reading, size_t index, const json_t *line, json_t *used,
			      struct answer *ret_answer)
{
	struct answer answer = { 0 };
	const json_t *said = json_object_get(line, "answer");
	const char *kind = json_string_value(json_object_get(said, "kind"));
	const char *reason = json_string_value(json_object_get(said, "reason"));
	const json_t *result = json_object_get(said, "result");

	if (kind == NULL || !kind_from_name(kind, &answer.kind) || (answer.kind == ANSWER_GIVEN) != json_is_object(result) ||
	    (answer.kind == ANSWER_GIVEN) == (reason != NULL))
		return RESULT_MALFORMED;
	answer.ms = (uint64_t)json_integer_value(json_object_get(said, "took"));
	if (reason != NULL)
		(void)snprintf(answer.reason, sizeof(answer.reason), "%s", reason);
	if (result != NULL && (answer.result = transcript_unpack(reading, result, index, used)) == NULL)
		return RESULT_MALFORMED;
	*ret_answer = answer;
	return RESULT_OK;
}
