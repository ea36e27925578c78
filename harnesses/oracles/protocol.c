/* SPDX-License-Identifier: Apache-2.0 */
/* Decides again, and reads changed lines. */
#include "harnesses/oracles/protocol.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/protocol_codec.h"
#include "conformance/core/protocol_typed.h"
#include "harnesses/oracles/plain_text.h"

static bool is_number(const json_t *value)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 && json_integer_value(value) < (json_int_t)1 << 53;
}

static bool is_text(const json_t *value)
{
	return json_is_string(value) && json_string_length(value) <= PROTOCOL_TEXT_MAX &&
	       plain_text_is(bytes_from(json_string_value(value), json_string_length(value)));
}

static bool is_base64(const json_t *value)
{
	return json_is_string(value) && plain_base64_is(bytes_from(json_string_value(value), json_string_length(value)));
}

static bool is_region(const json_t *value)
{
	return json_object_size(value) == 4 && is_text(json_object_get(value, "name")) && is_text(json_object_get(value, "kind")) &&
	       is_number(json_object_get(value, "offset")) && is_number(json_object_get(value, "length"));
}

static bool is_list(const json_t *value, size_t most, bool (*is_item)(const json_t *))
{
	size_t i, count = json_array_size(value);

	for (i = 0; i < count && is_item(json_array_get(value, i)); i++)
		;
	return json_is_array(value) && i == count && count <= most;
}

static bool is_word_of(const json_t *value, const char *const *values)
{
	while (*values != NULL && strcmp(*values, json_string_value(value)) != 0)
		values++;
	return *values != NULL;
}

static bool is_of_type(const struct protocol_field *field, const json_t *value)
{
	switch (field->type) {
	case PROTOCOL_INTEGER:
		return is_number(value);
	case PROTOCOL_BOOLEAN:
		return json_is_true(value) || json_is_false(value);
	case PROTOCOL_TEXT:
		return is_text(value) && (field->values == NULL || is_word_of(value, field->values));
	case PROTOCOL_BYTES:
		return is_base64(value);
	case PROTOCOL_TEXTS:
		return is_list(value, PROTOCOL_TEXTS_MAX, is_text);
	case PROTOCOL_BYTE_LIST:
		return is_list(value, PROTOCOL_BYTE_LIST_MAX, is_base64);
	case PROTOCOL_REGIONS:
		return is_list(value, PROTOCOL_REGIONS_MAX, is_region);
	}
	return false;
}

ORACLE FZ_PROTOCOL_001_given_is_in_the_schema(const struct protocol_reading *reading, const struct answer *answer)
{
	const char *id = "FZ-PROTOCOL-001", *promise = "given-is-in-the-schema";
	size_t known = 0;

	if (answer->kind != ANSWER_GIVEN)
		return;
	oracle_holds(reading->method != NULL && json_is_object(answer->result), id, promise, "a result that no method gives");
	for (size_t i = 0; i < reading->method->gives.count; i++) {
		const struct protocol_field *field = &reading->method->gives.at[i];
		const json_t *value = json_object_get(answer->result, field->name);

		oracle_holds(value != NULL || field->optional, id, promise, "a mandatory field is missing");
		oracle_holds(value == NULL || is_of_type(field, value), id, promise, "a field is not of its type, or out of its bounds");
		known += value != NULL;
	}
	oracle_holds(known == json_object_size(answer->result), id, promise, "there is a field that the schema does not have");
}

static bool is_an_answer(const struct protocol_reading *reading)
{
	struct answer answer;
	bool is;

	protocol_read_answer(reading->line, reading->id, reading->method, &answer);
	is = answer.kind != ANSWER_BROKEN;
	answer_release(&answer);
	return is;
}

ORACLE FZ_PROTOCOL_002_answers_one_request_only(const struct protocol_reading *reading, const struct answer *answer)
{
	struct protocol_reading other = *reading;

	other.id++;
	oracle_holds(answer->kind == ANSWER_BROKEN || !is_an_answer(&other), "FZ-PROTOCOL-002", "answers-one-request-only",
		     "a line answers two requests");
}

static bool is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The line with `more` behind it. */
static bool answers_with(const struct protocol_reading *reading, struct bytes more)
{
	struct buffer whole = { malloc(reading->line.len + more.len), reading->line.len + more.len };
	struct protocol_reading longer = { bytes_of_buffer(whole), reading->id, reading->method };
	bool is;

	harness_holds(whole.at != NULL, "memory is out");
	memcpy(whole.at, reading->line.at, reading->line.len);
	memcpy(whole.at + reading->line.len, more.at, more.len);
	is = is_an_answer(&longer);
	free(whole.at);
	return is;
}

ORACLE FZ_PROTOCOL_003_cut_or_continued_is_broken(const struct protocol_reading *reading, const struct answer *answer, size_t at)
{
	const char *id = "FZ-PROTOCOL-003", *promise = "cut-or-continued-is-broken";
	struct protocol_reading shorter = *reading;
	size_t len = reading->line.len;

	if (answer->kind == ANSWER_BROKEN)
		return;
	while (len > 0 && is_space(reading->line.at[len - 1]))
		len--;
	oracle_holds(len > 0, id, promise, "nothing at all is an answer");
	shorter.line.len = at % len;
	oracle_holds(!is_an_answer(&shorter), id, promise, "an answer that was cut off is one nevertheless");
	oracle_holds(!answers_with(reading, bytes_of_text("]")), id, promise, "an answer with garbage behind it is one nevertheless");
	oracle_holds(!answers_with(reading, reading->line), id, promise, "two answers on one line are one");
}

ORACLE FZ_PROTOCOL_004_reason_is_printable(const struct answer *answer)
{
	const char *id = "FZ-PROTOCOL-004", *promise = "reason-is-printable";
	const char *end = memchr(answer->reason, '\0', sizeof(answer->reason));

	oracle_holds(end != NULL, id, promise, "the reason has no end");
	oracle_holds(plain_text_is(bytes_from(answer->reason, (size_t)(end - answer->reason))), id, promise,
		     "the reason holds what no terminal should be shown");
	oracle_holds((answer->result != NULL) == (answer->kind == ANSWER_GIVEN), id, promise, "a result is there that was not given");
}

ORACLE FZ_PROTOCOL_005_decoded_is_what_was_said(const struct protocol_reading *reading, const struct answer *answer, struct buffer room)
{
	const char *id = "FZ-PROTOCOL-005", *promise = "decoded-is-what-was-said";
	uint8_t *memory = NULL;
	json_t *again;

	if (answer->kind != ANSWER_GIVEN || reading->method->gives.count == 0)
		return;
	harness_holds(reading->method->gives.size <= room.len, "a typed struct is larger than any");
	memset(room.at, 0xa5, reading->method->gives.size);
	oracle_holds(protocol_decode(&reading->method->gives, answer->result, room.at, &memory) == RESULT_OK, id, promise,
		     "what was given can't be decoded");
	again = protocol_encode(&reading->method->gives, room.at);
	oracle_holds(json_equal(again, answer->result) == 1, id, promise, "what was decoded is something else");
	json_decref(again);
	free(memory);
}
