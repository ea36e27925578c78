/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold for verdicts, whatever the checks are. */
#include <stdlib.h>
#include <string.h>

#include "harnesses/mutators/transcript_mend.h"
#include "harnesses/oracles/text_lines.h"
#include "harnesses/oracles/transcript.h"

/* The verdicts as text, or the reason for there being none; to be freed. */
static char *text_of(enum result result, const json_t *verdicts, const struct complaint *why)
{
	char *said = result == RESULT_OK ? json_dumps(verdicts, JSON_SORT_KEYS) : strdup(why->text);

	harness_holds(said != NULL, "memory is out");
	return said;
}

ORACLE FZ_TRANSCRIPT_005_judged_alike_twice(const struct judge_order *order, struct bytes text, const struct transcript_judged *judged)
{
	struct complaint why = { "" };
	json_t *verdicts = NULL;
	enum result result = judge_transcript(order, text, &verdicts, &why);
	char *first = text_of(judged->result, judged->verdicts, &judged->why), *second = text_of(result, verdicts, &why);

	oracle_holds(strcmp(first, second) == 0, "FZ-TRANSCRIPT-005", "judged-alike-twice", "the same transcript is judged differently");
	json_decref(verdicts);
	free(first);
	free(second);
}

static bool passes(const json_t *verdict)
{
	const char *word = json_string_value(json_object_get(verdict, "verdict"));

	return word != NULL && strcmp(word, "pass") == 0;
}

/* Does the line of that number hold an observation made for the check? */
static bool is_record_of(struct bytes text, json_int_t number, const char *check)
{
	const char *said;
	struct bytes line;
	json_t *value;
	bool is;

	for (json_int_t i = 0; text_lines_next(&text, &line); i++) {
		if (i != number)
			continue;
		value = json_loadb((const char *)line.at, line.len, 0, NULL);
		said = json_string_value(json_object_get(value, "check"));
		is = json_is_object(json_object_get(value, "answer")) && said != NULL && strcmp(said, check) == 0;
		json_decref(value);
		return is;
	}
	return false;
}

ORACLE FZ_TRANSCRIPT_006_pass_stands_on_records(struct bytes text, const json_t *verdicts)
{
	const char *id = "FZ-TRANSCRIPT-006", *promise = "pass-stands-on-records";
	const json_t *verdict;
	size_t index;

	json_array_foreach(json_object_get(verdicts, "checks"), index, verdict) {
		const json_t *records = json_object_get(verdict, "records");
		const char *name = json_string_value(json_object_get(verdict, "name"));

		if (!passes(verdict))
			continue;
		for (size_t end = 0; end < 2; end++)
			oracle_holds(is_record_of(text, json_integer_value(json_array_get(records, end)), name), id, promise,
				     "a check passed on records that are not its own");
	}
}

static const json_t *first_pass(const json_t *verdicts)
{
	const json_t *verdict;
	size_t index;

	json_array_foreach(json_object_get(verdicts, "checks"), index, verdict)
		if (passes(verdict))
			return verdict;
	return NULL;
}

/* The text without the line of that number, chained anew, in room. */
static struct bytes without_line(struct bytes text, json_int_t number, struct buffer room)
{
	uint8_t *rest = malloc(text.len);
	struct bytes whole = text, line, mended;
	size_t used = 0;

	harness_holds(rest != NULL, "memory is out");
	for (json_int_t i = 0; text_lines_next(&whole, &line); i++) {
		if (i == number)
			continue;
		memcpy(rest + used, line.at, line.len + 1);
		used += line.len + 1;
	}
	mended = transcript_mend(bytes_from(rest, used), room);
	free(rest);
	return mended;
}

/* Is there a verdict that a missing observation forbids? */
static bool is_judged_still(const struct judge_order *order, struct bytes text, const char *name)
{
	json_t *verdicts = NULL;
	const json_t *verdict;
	struct complaint why;
	bool still;
	size_t index;

	if (judge_transcript(order, text, &verdicts, &why) != RESULT_OK)
		return false;
	still = json_is_true(json_object_get(verdicts, "complete"));
	json_array_foreach(json_object_get(verdicts, "checks"), index, verdict)
		still = still || (passes(verdict) && strcmp(json_string_value(json_object_get(verdict, "name")), name) == 0);
	json_decref(verdicts);
	return still;
}

ORACLE FZ_TRANSCRIPT_007_dropped_record_is_missed(const struct judge_order *order, struct bytes text, const json_t *verdicts)
{
	const json_t *verdict = first_pass(verdicts);
	json_int_t last = json_integer_value(json_array_get(json_object_get(verdict, "records"), 1));
	struct buffer room = { verdict == NULL ? NULL : malloc(2 * text.len), 2 * text.len };
	struct bytes shorter;

	if (verdict == NULL)
		return;
	harness_holds(room.at != NULL, "memory is out");
	shorter = without_line(text, last, room);
	oracle_holds(!is_judged_still(order, shorter, json_string_value(json_object_get(verdict, "name"))), "FZ-TRANSCRIPT-007",
		     "dropped-record-is-missed", "there is a verdict although the last observation of a check is missing");
	free(room.at);
}
