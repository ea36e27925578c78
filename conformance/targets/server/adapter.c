/* SPDX-License-Identifier: Apache-2.0 */
/* The loop of an adapter: a line in, one function, a line out. */

#include "conformance/targets/server/adapter.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"

enum { NOT_FOUND = -32601, WRONG_PARAMS = -32602, FAILED = -32000, NOT_JSON = -32700 };

struct line {
	char *at;
	size_t len, room;
};

static bool line_grow(struct line *line)
{
	size_t room = line->room == 0 ? 4096 : line->room * 2;
	char *at = line->room >= 2 * ADAPTER_LINE_MAX ? NULL : realloc(line->at, room);

	if (at == NULL)
		return false;
	line->at = at;
	line->room = room;
	return true;
}

/* The next line without its newline; false at the end, or when it can't be held. */
static bool line_read(struct line *line, FILE *in)
{
	int c;

	line->len = 0;
	while ((c = fgetc(in)) != EOF && c != '\n') {
		if (line->len + 1 >= line->room && !line_grow(line))
			return false;
		line->at[line->len++] = (char)c;
	}
	return c == '\n' && (line->len != 0 || line->room != 0 || line_grow(line));
}

const char *adapter_text(const struct adapter_request *request, const char *field)
{
	return json_string_value(json_object_get(request->params, field));
}

bool adapter_text_is(const struct adapter_request *request, const char *field, const char *value)
{
	const char *text = adapter_text(request, field);

	return text != NULL && strcmp(text, value) == 0;
}

bool adapter_integer(const struct adapter_request *request, const char *field, uint64_t *ret_value)
{
	const json_t *value = json_object_get(request->params, field);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*ret_value = (uint64_t)json_integer_value(value);
	return true;
}

bool adapter_boolean(const struct adapter_request *request, const char *field)
{
	return json_is_true(json_object_get(request->params, field));
}

struct bytes adapter_bytes(struct adapter_request *request, const char *field)
{
	const json_t *value = json_object_get(request->params, field);
	size_t len = json_string_length(value);
	struct bytes bytes = { NULL, 0 };
	uint8_t *room;

	if (!json_is_string(value) || request->decoded_count == ADAPTER_DECODED_MAX)
		return bytes;
	room = malloc(len + 1);
	if (room == NULL)
		return bytes;
	request->decoded[request->decoded_count++] = room;
	if (text_read_base64(bytes_from((const uint8_t *)json_string_value(value), len), (struct buffer){ room, len + 1 }, &bytes) !=
	    RESULT_OK)
		return (struct bytes){ NULL, 0 };
	return (struct bytes){ room, bytes.len };
}

static json_t *json_of_bytes(struct bytes value)
{
	size_t len = text_base64_len(value.len);
	char *text = malloc(len + 1);
	struct writer w;
	json_t *json;

	if (text == NULL)
		return NULL;
	w = writer_over((struct buffer){ (uint8_t *)text, len });
	text_write_base64(&w, value);
	json = json_stringn(text, len);
	free(text);
	return json;
}

/* A field that can't be made stays away; the suite then names it as missing. */
static void give(struct adapter_request *request, const char *field, json_t *value)
{
	if (json_object_set_new(request->result, field, value) != 0)
		fprintf(stderr, "%s: the field %s can't be given\n", request->method, field);
}

static void add(struct adapter_request *request, const char *field, json_t *value)
{
	if (json_object_get(request->result, field) == NULL)
		adapter_give_list(request, field);
	if (json_array_append_new(json_object_get(request->result, field), value) != 0)
		fprintf(stderr, "%s: the list %s can't grow\n", request->method, field);
}

void adapter_give_text(struct adapter_request *request, const char *field, const char *value)
{
	give(request, field, json_string(value));
}

void adapter_give_integer(struct adapter_request *request, const char *field, uint64_t value)
{
	give(request, field, json_integer((json_int_t)value));
}

void adapter_give_boolean(struct adapter_request *request, const char *field, bool value)
{
	give(request, field, json_boolean(value));
}

void adapter_give_bytes(struct adapter_request *request, const char *field, struct bytes value)
{
	give(request, field, json_of_bytes(value));
}

void adapter_give_list(struct adapter_request *request, const char *field)
{
	give(request, field, json_array());
}

void adapter_add_text(struct adapter_request *request, const char *field, const char *value)
{
	add(request, field, json_string(value));
}

void adapter_add_bytes(struct adapter_request *request, const char *field, struct bytes value)
{
	add(request, field, json_of_bytes(value));
}

void adapter_add_region(struct adapter_request *request, const char *name, const char *kind, struct bytes whole, struct bytes part)
{
	add(request, "regions", json_pack("{s:s, s:I, s:I, s:s}", "name", name, "offset", (json_int_t)(part.at - whole.at), "length",
					  (json_int_t)part.len, "kind", kind));
}

static void set_reason(struct adapter_request *request, const char *format, va_list arguments)
{
	if (vsnprintf(request->reason, sizeof(request->reason), format, arguments) < 0)
		request->reason[0] = '\0';
}

enum adapter_answer adapter_refuse(struct adapter_request *request, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	set_reason(request, format, arguments);
	va_end(arguments);
	return ADAPTER_REFUSES;
}

enum adapter_answer adapter_wrong(struct adapter_request *request, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	set_reason(request, format, arguments);
	va_end(arguments);
	return ADAPTER_WRONG;
}

enum adapter_answer adapter_fail(struct adapter_request *request, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	set_reason(request, format, arguments);
	va_end(arguments);
	return ADAPTER_FAILS;
}

static enum adapter_answer dispatch(const struct adapter *adapter, struct adapter_request *request)
{
	const json_t *unit = json_object_get(request->params, "unit");
	uint64_t deadline_ms = 0;

	for (size_t i = 0; i < adapter->method_count; i++) {
		if (strcmp(adapter->methods[i].name, request->method) != 0)
			continue;
		if (!json_is_integer(unit) || json_integer_value(unit) < 0 || json_integer_value(unit) >= adapter->units)
			return adapter_wrong(request, "there is no such unit: this adapter drives %u, from 0 on", adapter->units);
		if (!adapter_integer(request, "deadline_ms", &deadline_ms) || deadline_ms > UINT32_MAX)
			return adapter_wrong(request, "deadline_ms must be a whole number");
		request->unit = (unsigned int)json_integer_value(unit);
		request->deadline_ms = (uint32_t)deadline_ms;
		return adapter->methods[i].serve(adapter->context, request);
	}
	return ADAPTER_UNSUPPORTED;
}

static json_t *error_of(int code, const char *message)
{
	return json_pack("{s:i, s:s}", "code", code, "message", message);
}

/* Takes the result out of the request, or makes what stands in its place. */
static json_t *message_of(struct adapter_request *request, enum adapter_answer answer, json_t *id)
{
	const char *member = answer == ADAPTER_GIVES || answer == ADAPTER_REFUSES ? "result" : "error";
	json_t *body;

	if (answer == ADAPTER_GIVES)
		body = json_incref(request->result);
	else if (answer == ADAPTER_REFUSES)
		body = json_pack("{s:s}", "refused", request->reason);
	else if (answer == ADAPTER_UNSUPPORTED)
		body = error_of(NOT_FOUND, "this adapter has no such method");
	else
		body = error_of(answer == ADAPTER_WRONG ? WRONG_PARAMS : FAILED, request->reason);
	return json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", id, member, body);
}

static bool write_message(json_t *message, FILE *out)
{
	bool written = message != NULL && json_dumpf(message, out, JSON_COMPACT) == 0 && fputc('\n', out) != EOF && fflush(out) == 0;

	json_decref(message);
	return written;
}

static bool serve_request(const struct adapter *adapter, const json_t *message, FILE *out)
{
	struct adapter_request request = { .method = json_string_value(json_object_get(message, "method")),
					   .params = json_object_get(message, "params"), .result = json_object() };
	json_t *id = json_object_get(message, "id");
	enum adapter_answer answer;
	bool written;

	if (request.method == NULL || !json_is_object(request.params))
		answer = adapter_wrong(&request, "a request has a method and params");
	else
		answer = dispatch(adapter, &request);
	id = id == NULL ? json_null() : id;
	written = write_message(message_of(&request, answer, id), out);
	for (size_t i = 0; i < request.decoded_count; i++)
		free(request.decoded[i]);
	json_decref(request.result);
	return written;
}

static bool serve_line(const struct adapter *adapter, const struct line *line, FILE *out)
{
	json_error_t error;
	json_t *message = json_loadb(line->at, line->len, JSON_REJECT_DUPLICATES, &error);
	bool written;

	if (json_is_object(message))
		written = serve_request(adapter, message, out);
	else
		written = write_message(json_pack("{s:s, s:n, s:o}", "jsonrpc", "2.0", "id", "error",
						  error_of(NOT_JSON, "the line is not a JSON object")), out);
	json_decref(message);
	return written;
}

int adapter_serve(const struct adapter *adapter, FILE *in, FILE *out)
{
	struct line line = { NULL, 0, 0 };
	bool good = true;

	while (good && line_read(&line, in))
		good = serve_line(adapter, &line, out);
	free(line.at);
	if (!good || !feof(in))
		fprintf(stderr, "adapter: the stream to the suite failed\n");
	return good && feof(in) ? 0 : 1;
}
