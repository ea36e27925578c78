/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical form is jansson's compact, sorted dump; what is ours is the refusal of all
 * else: depth before recursion, duplicate keys, floats, and any byte that differs.
 */
#include "conformance/core/canonical_json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"

static void complain(struct json_complaint *complaint, long long at, const char *says)
{
	complaint->at = at;
	(void)snprintf(complaint->says, sizeof(complaint->says), "%s", says);
}

struct depth_scan {
	unsigned int depth;
	bool in_text, escaped;
};

static bool scan_byte(struct depth_scan *scan, uint8_t byte)
{
	if (scan->in_text) {
		if (scan->escaped)
			scan->escaped = false;
		else if (byte == '\\')
			scan->escaped = true;
		else if (byte == '"')
			scan->in_text = false;
		return true;
	}
	if (byte == '"')
		scan->in_text = true;
	else if (byte == '{' || byte == '[')
		scan->depth++;
	else if ((byte == '}' || byte == ']') && scan->depth > 0)
		scan->depth--;
	return scan->depth <= CANONICAL_JSON_DEPTH_MAX;
}

/* The parser behind us recurses, so its depth is bounded here first. */
static bool depth_is_bounded(struct bytes text, size_t *ret_at)
{
	struct depth_scan scan = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		if (!scan_byte(&scan, text.at[i])) {
			*ret_at = i;
			return false;
		}
	}
	return true;
}

static bool holds_float(const json_t *value, unsigned int depth)
{
	const char *key;
	json_t *member;
	size_t index;

	if (json_is_real(value) || depth > CANONICAL_JSON_DEPTH_MAX)
		return true;
	json_array_foreach(value, index, member)
		if (holds_float(member, depth + 1))
			return true;
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
		if (holds_float(member, depth + 1))
			return true;
	return false;
}

char *canonical_json_text(const json_t *value)
{
	if (value == NULL || holds_float(value, 0))
		return NULL;
	return json_dumps(value, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);
}

static enum result refuse_other_forms(struct bytes text, const json_t *value, struct json_complaint *ret_complaint)
{
	char *canonical = canonical_json_text(value);
	enum result result = RESULT_OK;

	if (canonical == NULL || !bytes_equal(text, bytes_of_text(canonical))) {
		complain(ret_complaint, -1, "not in canonical form (sorted keys, no spaces, no floats)");
		result = RESULT_MALFORMED;
	}
	free(canonical);
	return result;
}

enum result canonical_json_read(struct bytes text, bool strict, json_t **ret_object, struct json_complaint *ret_complaint)
{
	json_error_t error;
	json_t *value;
	size_t at;

	if (!depth_is_bounded(text, &at)) {
		complain(ret_complaint, (long long)at, "nested too deeply");
		return RESULT_MALFORMED;
	}
	value = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, &error);
	if (value == NULL) {
		complain(ret_complaint, error.position, error.text);
		return RESULT_MALFORMED;
	}
	if (!json_is_object(value)) {
		complain(ret_complaint, 0, "not a JSON object");
		json_decref(value);
		return RESULT_MALFORMED;
	}
	if (strict && refuse_other_forms(text, value, ret_complaint) != RESULT_OK) {
		json_decref(value);
		return RESULT_MALFORMED;
	}
	*ret_object = value;
	return RESULT_OK;
}

enum result canonical_json_load(const char *path, size_t max_len, bool strict, json_t **ret_object,
				struct json_complaint *ret_complaint)
{
	struct buffer content;
	struct bytes text;
	enum result result = file_load(path, max_len, &content);

	if (result != RESULT_OK) {
		complain(ret_complaint, -1, result == RESULT_TOO_LARGE ? "larger than any file of its kind" : strerror(errno));
		return result;
	}
	text = bytes_of_buffer(content);
	if (strict && (text.len == 0 || text.at[text.len - 1] != '\n')) {
		complain(ret_complaint, (long long)text.len, "does not end with a newline");
		result = RESULT_MALFORMED;
	} else {
		text.len -= strict ? 1 : 0;
		result = canonical_json_read(text, strict, ret_object, ret_complaint);
	}
	free(content.at);
	return result;
}

enum result canonical_json_store(const char *path, const json_t *value)
{
	char *text = canonical_json_text(value);
	enum result result = RESULT_INTERNAL;
	size_t len;

	if (text == NULL)
		return RESULT_INTERNAL;
	len = strlen(text);
	text[len] = '\n'; /* the newline takes the place of the NUL: bytes carry their length */
	result = file_store(path, bytes_from(text, len + 1), 0644);
	free(text);
	return result;
}
