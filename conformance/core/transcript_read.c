/* SPDX-License-Identifier: Apache-2.0 */
/* The strict reader: what each line must be, and that together they are a chain. */

#include "conformance/core/transcript_read.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "reference-impl/base/text.h"

/* Refuses the line; says must be a sentence about it. */
static enum result refuse(const struct transcript_reading *r, const char *says, struct complaint *ret_why)
{
	complain(ret_why, "line %zu: %s", r->count + 1, says);
	return RESULT_MALFORMED;
}

static bool is_digest(const char *text)
{
	return strlen(text) == TRANSCRIPT_DIGEST_CHARS && strspn(text, "0123456789abcdef") == TRANSCRIPT_DIGEST_CHARS;
}

static bool is_link_of_chain(const struct transcript_reading *r, const json_t *line)
{
	const json_t *seq = json_object_get(line, "seq");
	const char *prev = json_string_value(json_object_get(line, "prev"));

	return json_is_integer(seq) && json_integer_value(seq) == (json_int_t)r->count && prev != NULL &&
	       strcmp(prev, r->last_digest) == 0;
}

static const char *take_head(struct transcript_reading *r, json_t *line)
{
	json_t *head = json_object_get(line, "head");

	if (r->count != 0)
		return "a second head";
	if (!json_is_object(head) || json_object_size(line) != 3)
		return "a head has the members head, prev and seq";
	r->head = json_incref(head);
	return NULL;
}

static const char *take_blob(struct transcript_reading *r, json_t *line)
{
	const json_t *name = json_object_get(line, "blob"), *text = json_object_get(line, "bytes");
	char digest[TRANSCRIPT_DIGEST_CHARS + 1] = "";
	struct bytes base64 = bytes_from(json_string_value(text), json_string_length(text)), bytes;
	struct buffer room = { malloc(base64.len + 1), base64.len };
	bool same = room.at != NULL && json_is_string(name) && json_is_string(text) && base64.len > TRANSCRIPT_BLOB_CHARS &&
		    json_object_size(line) == 4 && text_read_base64(base64, room, &bytes) == RESULT_OK &&
		    transcript_digest(bytes, digest) == RESULT_OK && strcmp(digest, json_string_value(name)) == 0;

	free(room.at);
	if (!same)
		return "a blob has the members blob, bytes, prev and seq, and its bytes have the digest that it is named by";
	if (json_object_get(r->blobs, digest) != NULL)
		return "a blob that was there before";
	return json_object_set_new(r->blobs, digest, json_integer((json_int_t)r->count)) == 0 ? NULL : "memory is out";
}

static const char *take_end(struct transcript_reading *r, json_t *line)
{
	char sum[TRANSCRIPT_DIGEST_CHARS + 1];
	const char *seed, *self;
	int complete;
	json_int_t records;

	if (json_object_size(line) != 3 || json_unpack(json_object_get(line, "end"), "{s:b, s:I, s:s, s:s !}", "complete", &complete,
						       "records", &records, "seed", &seed, "self", &self) != 0)
		return "an end has the members complete, records, seed and self";
	if (records != (json_int_t)r->count || !is_digest(seed))
		return "the end counts other records, or its seed is not 64 characters of hexadecimal";
	if (transcript_end_sum(line, sum) != RESULT_OK || strcmp(sum, self) != 0)
		return "the end does not have the sum that it states";
	r->end = json_incref(json_object_get(line, "end"));
	return NULL;
}

static const char *take_record(struct transcript_reading *r, json_t *line, int *ret_lane)
{
	const char *check, *method;
	json_t *answer, *params;
	json_int_t lane, ms, unit, took, seq;
	const char *prev, *kind;

	if (json_unpack(line, "{s:o, s:s, s:I, s:s, s:I, s:s, s:{s:o, s:I !}, s:I !}", "answer", &answer, "check", &check, "lane",
			&lane, "method", &method, "ms", &ms, "prev", &prev, "request", "params", &params, "unit", &unit, "seq",
			&seq) != 0 || !json_is_object(params))
		return "neither head, blob, end nor a record with answer, check, lane, method, ms and request";
	if (lane < 0 || lane >= TRANSCRIPT_LANES_MAX || unit < 0 || unit > UINT16_MAX)
		return "lane or unit is out of its range";
	if (ms < (json_int_t)r->last_ms)
		return "its time is before that of an earlier record";
	if (json_unpack(answer, "{s:s, s:I}", "kind", &kind, "took", &took) != 0 || took < 0 || json_object_size(answer) != 3)
		return "an answer has the members kind, took, and result or reason";
	r->last_ms = (uint64_t)ms;
	*ret_lane = (int)lane;
	return NULL;
}

static const char *take_line(struct transcript_reading *r, json_t *line, int *ret_lane)
{
	if (!is_link_of_chain(r, line))
		return "seq or prev is not what follows the line before";
	if (json_object_get(line, "head") != NULL)
		return take_head(r, line);
	if (r->head == NULL)
		return "the first line is not a head";
	if (json_object_get(line, "blob") != NULL)
		return take_blob(r, line);
	if (json_object_get(line, "end") != NULL)
		return take_end(r, line);
	return take_record(r, line, ret_lane);
}

static bool make_room(struct transcript_reading *r)
{
	struct transcript_line *lines;

	if (r->count < r->room)
		return true;
	lines = realloc(r->lines, (r->room * 2 + 64) * sizeof(*lines));
	if (lines == NULL)
		return false;
	r->lines = lines;
	r->room = r->room * 2 + 64;
	return true;
}

static enum result read_line(struct transcript_reading *r, struct bytes text, struct complaint *ret_why)
{
	struct json_complaint json_why;
	const char *wrong;
	json_t *line;
	int lane = -1;

	if (r->end != NULL)
		return refuse(r, "nothing may follow the end", ret_why);
	if (!make_room(r))
		return refuse(r, "memory is out", ret_why);
	if (canonical_json_read(text, true, &line, &json_why) != RESULT_OK)
		return refuse(r, json_why.says, ret_why);
	wrong = take_line(r, line, &lane);
	json_decref(line);
	if (wrong == NULL && transcript_digest(text, r->last_digest) != RESULT_OK)
		wrong = "its digest cannot be computed";
	if (wrong != NULL)
		return refuse(r, wrong, ret_why);
	r->lines[r->count++] = (struct transcript_line){ (size_t)(text.at - r->all.at), text.len, lane };
	r->good_len = (size_t)(text.at - r->all.at) + text.len + 1;
	return RESULT_OK;
}

/* The next whole line; RESULT_TRUNCATED when what is left has no end of line. */
static enum result next_line(const struct transcript_reading *r, struct bytes *ret_text)
{
	const uint8_t *at = r->all.at + r->good_len;
	size_t left = r->all.len - r->good_len, most = left < TRANSCRIPT_LINE_MAX ? left : TRANSCRIPT_LINE_MAX;
	const uint8_t *newline = most == 0 ? NULL : memchr(at, '\n', most);

	if (newline == NULL)
		return left < TRANSCRIPT_LINE_MAX ? RESULT_TRUNCATED : RESULT_TOO_LARGE;
	*ret_text = bytes_from(at, (size_t)(newline - at));
	return RESULT_OK;
}

static enum result read_lines(struct transcript_reading *r, enum transcript_need need, struct complaint *ret_why)
{
	struct bytes text;
	enum result result = RESULT_OK;

	while (result == RESULT_OK && r->good_len < r->all.len) {
		result = next_line(r, &text);
		if (result == RESULT_OK)
			result = read_line(r, text, ret_why);
		else if (result == RESULT_TRUNCATED && need == TRANSCRIPT_CUT_OFF)
			break;
		else
			(void)refuse(r, "has no end, or is longer than any line may be", ret_why);
	}
	if (result == RESULT_TRUNCATED && need == TRANSCRIPT_CUT_OFF)
		result = RESULT_OK;
	if (result == RESULT_OK && (r->head == NULL || (need == TRANSCRIPT_WHOLE && r->end == NULL)))
		return refuse(r, "head or end is missing: the run was cut off", ret_why);
	return result;
}

enum result transcript_read(struct bytes all, enum transcript_need need, struct transcript_reading *ret_reading,
			    struct complaint *ret_why)
{
	struct transcript_reading r = { .all = all, .blobs = json_object() };
	enum result result = RESULT_TOO_LARGE;

	memcpy(r.last_digest, TRANSCRIPT_NO_LINE_BEFORE, sizeof(r.last_digest));
	if (all.len > TRANSCRIPT_FILE_MAX)
		complain(ret_why, "larger than any transcript");
	else
		result = r.blobs == NULL ? RESULT_INTERNAL : read_lines(&r, need, ret_why);
	if (result == RESULT_OK)
		*ret_reading = r;
	else
		transcript_reading_release(&r);
	return result;
}

void transcript_reading_release(struct transcript_reading *reading)
{
	free(reading->lines);
	json_decref(reading->head);
	json_decref(reading->end);
	json_decref(reading->blobs);
	*reading = (struct transcript_reading){ 0 };
}
