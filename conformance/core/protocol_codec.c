/* SPDX-License-Identifier: Apache-2.0 */
/* Every way out of protocol_read_answer() is an answer kind with a reason; nothing is trusted before it was checked. */

#include "conformance/core/protocol_codec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/protocol_check.h"
#include "conformance/core/protocol_line.h"

static bool set_new(json_t *object, const char *key, json_t *value)
{
	return json_object_set_new(object, key, value) == 0;
}

static json_t *params_of(const struct question *question)
{
	json_t *params = question->params == NULL ? json_object() : json_copy((json_t *)(uintptr_t)question->params);

	if (set_new(params, "unit", json_integer(question->unit)) && set_new(params, "deadline_ms", json_integer(question->deadline_ms)))
		return params;
	json_decref(params);
	return NULL;
}

/* Room for the newline, and no NUL counted. */
static char *with_newline(char *text, size_t *ret_len)
{
	size_t len = text == NULL ? 0 : strlen(text);
	char *line = len == 0 || len > PROTOCOL_LINE_MAX ? NULL : realloc(text, len + 2);

	if (line == NULL) {
		free(text);
		return NULL;
	}
	line[len] = '\n';
	line[len + 1] = '\0';
	*ret_len = len + 1;
	return line;
}

char *protocol_request_line(uint64_t id, const struct question *question, size_t *ret_len)
{
	json_t *message = json_pack("{s:s, s:I, s:s, s:o}", "jsonrpc", "2.0", "id", (json_int_t)id, "method",
				    question->method, "params", params_of(question));
	char *text = message == NULL ? NULL : json_dumps(message, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(message);
	return with_newline(text, ret_len);
}

/* Cut where a character ends, so that the reason stays UTF-8. */
static void set_reason(struct answer *answer, const char *text)
{
	size_t len = strlen(text);

	if (len >= ANSWER_REASON_LEN) {
		len = ANSWER_REASON_LEN - 1;
		while (len > 0 && ((uint8_t)text[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(answer->reason, text, len);
	answer->reason[len] = '\0';
}

void answer_without_result(enum answer_kind kind, struct answer *ret_answer, const char *format, ...)
{
	char text[2 * PROTOCOL_TEXT_MAX];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(text, sizeof(text), format, arguments) < 0)
		text[0] = '\0';
	va_end(arguments);
	*ret_answer = (struct answer){ .kind = kind };
	set_reason(ret_answer, text);
	if (!protocol_text_is_plain(bytes_of_text(ret_answer->reason)))
		set_reason(ret_answer, "a reason that can't be printed");
}

/* The error object of JSON-RPC: code, message, and data, which nobody looks at. */
static void read_error(const json_t *error, struct answer *ret_answer)
{
	const json_t *code = json_object_get(error, "code"), *message = json_object_get(error, "message");
	size_t known = 2 + (size_t)(json_object_get(error, "data") != NULL);
	enum answer_kind kind;

	if (!json_is_integer(code) || !protocol_is_text(message) || json_object_size(error) != known) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "the error object is not {code, message}");
		return;
	}
	kind = json_integer_value(code) == PROTOCOL_METHOD_NOT_FOUND ? ANSWER_UNSUPPORTED : ANSWER_ERROR;
	answer_without_result(kind, ret_answer, "%lld %s", (long long)json_integer_value(code), json_string_value(message));
}

static void read_result(json_t *result, const struct protocol_method *method, struct answer *ret_answer)
{
	const json_t *refused = json_object_get(result, "refused");
	struct complaint why;

	if (refused != NULL && json_object_size(result) == 1 && protocol_is_text(refused)) {
		answer_without_result(ANSWER_REFUSED, ret_answer, "%s", json_string_value(refused));
		return;
	}
	if (method == NULL) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "a result for a method that the protocol does not have");
		return;
	}
	if (!protocol_object_is_right(&method->gives, result, &why)) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "%s: %s", method->name, why.text);
		return;
	}
	*ret_answer = (struct answer){ .kind = ANSWER_GIVEN, .result = json_incref(result) };
}

/* NULL if the message is the answer to `id`, with either result or error; else what is wrong. */
static const char *envelope_fault(const json_t *message, uint64_t id)
{
	const char *version = json_string_value(json_object_get(message, "jsonrpc"));
	const json_t *its_id = json_object_get(message, "id");

	if (!json_is_object(message))
		return "the line is not a JSON object";
	if (version == NULL || strcmp(version, "2.0") != 0)
		return "\"jsonrpc\" is not \"2.0\"";
	if (!json_is_integer(its_id) || (uint64_t)json_integer_value(its_id) != id)
		return "the id is not that of the request: an answer out of step";
	if ((json_object_get(message, "result") == NULL) == (json_object_get(message, "error") == NULL))
		return "there must be a result or an error, and not both";
	if (json_object_size(message) != 3)
		return "the answer holds a field that JSON-RPC does not have";
	return NULL;
}

static void read_message(const json_t *message, uint64_t id, const struct protocol_method *method, struct answer *ret_answer)
{
	const char *fault = envelope_fault(message, id);

	if (fault != NULL)
		answer_without_result(ANSWER_BROKEN, ret_answer, "%s", fault);
	else if (json_object_get(message, "error") != NULL)
		read_error(json_object_get(message, "error"), ret_answer);
	else
		read_result(json_object_get(message, "result"), method, ret_answer);
}

void protocol_read_answer(struct bytes line, uint64_t id, const struct protocol_method *method, struct answer *ret_answer)
{
	const char *fault = protocol_line_fault(line);
	json_error_t error;
	json_t *message;

	if (fault != NULL) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "%s", fault);
		return;
	}
	message = json_loadb((const char *)line.at, line.len, JSON_REJECT_DUPLICATES, &error);
	if (message == NULL) {
		answer_without_result(ANSWER_BROKEN, ret_answer, "the line is not JSON, at byte %d", error.position);
		return;
	}
	read_message(message, id, method, ret_answer);
	json_decref(message);
}
