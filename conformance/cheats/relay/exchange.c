/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/cheats/relay/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"

static struct exchange *exchange_of(struct talk *talk)
{
	return (struct exchange *)talk;
}

bool exchange_begin(struct exchange *x, struct relay *relay, const char *line)
{
	json_t *request = json_loads(line, 0, NULL);

	*x = (struct exchange){ .relay = relay, .request = request };
	x->talk = (struct talk){ .relay = relay,
				 .method = json_string_value(json_object_get(request, "method")),
				 .params = json_object_get(request, "params"),
				 .memory = relay->memory };
	if (x->talk.method && json_is_object(x->talk.params))
		return true;
	json_decref(request);
	return false;
}

static bool write_line(const json_t *message, FILE *out)
{
	return json_dumpf(message, out, JSON_COMPACT) == 0 && fputc('\n', out) != EOF && fflush(out) == 0;
}

static json_t *ask_real(struct relay *relay, const json_t *request)
{
	char *line = NULL;
	size_t room = 0;
	json_t *answer = NULL;

	if (write_line(request, relay->to_real) && getline(&line, &room, relay->from_real) > 0)
		answer = json_loads(line, 0, NULL);
	free(line);
	return answer;
}

bool exchange_ask(struct exchange *x)
{
	x->answer = ask_real(x->relay, x->request);
	return x->answer != NULL;
}

bool exchange_answer(struct exchange *x)
{
	if (x->misnumbered)
		json_object_set_new(x->answer, "id", json_integer(4711));
	return write_line(x->answer, stdout);
}

void exchange_end(struct exchange *x)
{
	json_decref(x->request);
	json_decref(x->answer);
}

/* jansson keeps the order of what is set, and the suite reads any. */
static void answer_with(struct talk *talk, const char *field, json_t *value)
{
	struct exchange *x = exchange_of(talk);

	json_decref(x->answer);
	x->answer = json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", json_object_get(x->request, "id"), field, value);
}

void talk_answer(struct talk *talk, json_t *result)
{
	answer_with(talk, "result", result);
}

void talk_refuse(struct talk *talk, const char *reason)
{
	answer_with(talk, "result", json_pack("{s:s}", "refused", reason));
}

void talk_fail(struct talk *talk, int code, const char *message)
{
	answer_with(talk, "error", json_pack("{s:i, s:s}", "code", code, "message", message));
}

void talk_shout(struct talk *talk, const char *text)
{
	exchange_of(talk)->shouted = fputs(text, stdout) != EOF && fflush(stdout) == 0;
}

void talk_misnumber(struct talk *talk)
{
	exchange_of(talk)->misnumbered = true;
}

json_t *talk_ask(struct talk *talk, json_t *params)
{
	json_t *request = json_copy(exchange_of(talk)->request), *answer, *result;

	json_object_set_new(request, "params", params);
	answer = ask_real(talk->relay, request);
	result = json_incref(json_object_get(answer, "result"));
	json_decref(request);
	json_decref(answer);
	return result;
}

bool talk_asks(const struct talk *talk, const char *field, const char *word)
{
	const char *value = json_string_value(json_object_get(talk->params, field));

	return value && strcmp(value, word) == 0;
}

struct bytes talk_bytes(const json_t *object, const char *field, struct buffer room)
{
	const char *text = json_string_value(json_object_get(object, field));
	struct bytes bytes = { NULL, 0 };

	if (!text || text_read_base64(bytes_of_text(text), room, &bytes) != RESULT_OK)
		return (struct bytes){ NULL, 0 };
	return bytes;
}

void talk_set_bytes(json_t *object, const char *field, struct bytes bytes)
{
	size_t len = text_base64_len(bytes.len);
	char *text = malloc(len + 1);
	struct writer w = writer_over((struct buffer){ (uint8_t *)text, text ? len : 0 });

	text_write_base64(&w, bytes);
	if (text)
		json_object_set_new(object, field, json_stringn(text, len));
	free(text);
}

json_int_t talk_count(struct talk *talk, const char *name)
{
	json_int_t count = json_integer_value(json_object_get(talk->memory, name));

	json_object_set_new(talk->memory, name, json_integer(count + 1));
	return count;
}
