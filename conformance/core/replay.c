/* SPDX-License-Identifier: Apache-2.0 */
/* Giving back: the next record of the lane answers, if it is the record of this very question. */

#include "conformance/core/replay.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"

static void end(struct replayer *r, enum witness_end ended, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void end(struct replayer *r, enum witness_end ended, const char *format, ...)
{
	va_list arguments;

	r->witness.ended = ended;
	va_start(arguments, format);
	(void)vsnprintf(r->witness.why, sizeof(r->witness.why), format, arguments);
	va_end(arguments);
}

/* Moves to the lane's next record; false if there is none. */
static bool find_next(const struct replayer *r, size_t *ret_index)
{
	for (size_t i = r->next; i < r->reading->count; i++) {
		if (r->reading->lines[i].lane == (int)r->lane) {
			*ret_index = i;
			return true;
		}
	}
	return false;
}

static bool same_json(const json_t *a, const json_t *b)
{
	char *text_a = canonical_json_text(a), *text_b = canonical_json_text(b);
	bool same = text_a != NULL && text_b != NULL && strcmp(text_a, text_b) == 0;

	free(text_a);
	free(text_b);
	return same;
}

/* NULL, or in what the record differs from the question; its deadline follows from method and target, and is not compared. */
static const char *differs_in(const struct replayer *r, const json_t *line, const struct question *asked)
{
	const json_t *request = json_object_get(line, "request");
	json_t *packed;
	bool same;

	if (strcmp(json_string_value(json_object_get(line, "check")), r->check) != 0)
		return "check";
	if (strcmp(json_string_value(json_object_get(line, "method")), asked->method) != 0)
		return "method";
	if (json_integer_value(json_object_get(request, "unit")) != (json_int_t)asked->unit)
		return "unit";
	packed = transcript_pack(asked->params, NULL);
	same = packed != NULL && same_json(packed, json_object_get(request, "params"));
	json_decref(packed);
	return same ? NULL : "params";
}

/* Blobs that only a request refers to are met too. */
static bool meet_blobs(const struct replayer *r, size_t index, const json_t *line)
{
	json_t *params = transcript_unpack(r->reading, json_object_get(json_object_get(line, "request"), "params"), index, r->used);
	bool met = params != NULL;

	json_decref(params);
	return met;
}

static bool ends_here(struct replayer *r, const json_t *line)
{
	static const struct {
		const char *method;
		enum witness_end ended;
	} ends[] = { { WITNESS_STOP, WITNESS_STOPPED }, { WITNESS_TIMED_OUT, WITNESS_TIMEOUT }, { WITNESS_RESUME, WITNESS_RESUMED } };
	const char *method = json_string_value(json_object_get(line, "method"));
	const char *why = json_string_value(json_object_get(json_object_get(json_object_get(line, "answer"), "result"), "why"));

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(method, ends[i].method) == 0) {
			end(r, ends[i].ended, "%s", why == NULL ? "" : why);
			return true;
		}
	}
	return false;
}

static void give_back(struct replayer *r, size_t index, const json_t *line, const struct question *asked, struct answer *ret_answer)
{
	const char *differs = differs_in(r, line, asked);

	if (differs != NULL && strcmp(differs, "check") != 0 && ends_here(r, line))
		return;
	if (differs != NULL)
		end(r, WITNESS_INVALID, "line %zu: the %s recorded there differs from what the check %s asks (%s)", index + 1, differs,
		    r->check, asked->method);
	else if (!meet_blobs(r, index, line) || transcript_answer(r->reading, index, line, r->used, ret_answer) != RESULT_OK)
		end(r, WITNESS_INVALID, "line %zu: not an answer, or a blob that is not before it", index + 1);
}

static void take_record(struct replayer *r, const struct question *asked, struct answer *ret_answer)
{
	json_t *line;
	size_t index;

	if (!find_next(r, &index)) {
		if (r->runs_out == WITNESS_RESUMED)
			end(r, WITNESS_RESUMED, "the run was killed here and continued");
		else if (r->runs_out == WITNESS_STOPPED)
			end(r, WITNESS_STOPPED, "the run was cut off");
		else
			end(r, WITNESS_INVALID, "a record is missing: the check %s asks %s, and lane %u has no more", r->check,
			    asked->method, r->lane);
		return;
	}
	line = transcript_line_json(r->reading, index);
	if (line == NULL)
		end(r, WITNESS_INVALID, "line %zu: unreadable", index + 1);
	else
		give_back(r, index, line, asked, ret_answer);
	json_decref(line);
	r->next = index + 1;
	if (r->witness.first == 0)
		r->witness.first = index;
	r->witness.last = index;
}

static void ask(void *context, const struct question *asked, struct answer *ret_answer)
{
	struct replayer *r = context;

	*ret_answer = (struct answer){ .kind = ANSWER_BROKEN };
	if (r->witness.ended == WITNESS_GOES_ON)
		take_record(r, asked, ret_answer);
	if (r->witness.ended != WITNESS_GOES_ON)
		(void)snprintf(ret_answer->reason, sizeof(ret_answer->reason), "%.250s", r->witness.why);
}

static void enter(void *context, const char *check)
{
	struct replayer *r = context;

	r->check = check;
	r->witness.first = 0;
	r->witness.last = 0;
	if (r->witness.ended == WITNESS_TIMEOUT || r->witness.ended == WITNESS_RESUMED)
		r->witness.ended = WITNESS_GOES_ON;
}

void replayer_init(struct replayer *replayer)
{
	replayer->witness = (struct witness){ .link = { replayer, ask }, .context = replayer, .enter = enter };
}

bool replayer_is_done(const struct replayer *replayer, struct complaint *ret_why)
{
	size_t index;

	if (!find_next(replayer, &index))
		return true;
	complain(ret_why, "line %zu: a surplus record: no check asks for it", index + 1);
	return false;
}
