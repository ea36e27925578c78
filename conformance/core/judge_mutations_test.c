/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mutated transcripts: none crashes the judge, none earns what the right one did not. Bytes are
 * changed as they are; and whole records are dropped, doubled, swapped and answered otherwise,
 * with the chain made right again, as somebody would who has the signer's trust.
 */

#include "conformance/core/judge_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"
#include "conformance/core/file.h"
#include "conformance/core/transcript_read.h"

static const char suite_of_right[] = "0000000000000000000000000000000000000000000000000000000000000000";

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Flips, removes, doubles or swaps; the length may grow by a line. */
static size_t mutate(uint8_t *text, size_t len, uint64_t *state)
{
	size_t at = next_random(state) % len, span = 1 + next_random(state) % 64, other_at = next_random(state) % len;

	if (at + span > len)
		span = len - at;
	switch (next_random(state) % 5) {
	case 0:
		text[at] ^= (uint8_t)(1U << next_random(state) % 8);
		return len;
	case 1:
		text[at] = (uint8_t)"0123456789abcdef\"{}[],:\n"[next_random(state) % 24];
		return len;
	case 2:
		memmove(text + at, text + at + span, len - at - span);
		return len - span;
	case 3:
		memmove(text + at + span, text + at, len - at);
		return len + span;
	default:
		memmove(text + at, text + other_at, span < len - other_at ? span : len - other_at);
		return len;
	}
}

static void same_or_invalid(struct bytes mutated, const char *right)
{
	struct judge_order order = { fake_checks, suite_of_right };
	struct complaint why;
	json_t *verdicts = NULL;
	char *text;

	if (judge_transcript(&order, mutated, &verdicts, &why) != RESULT_OK)
		return;
	(void)json_object_del(verdicts, "transcript");
	text = canonical_json_text(verdicts);
	ck_assert_str_eq(text, right);
	free(text);
	json_decref(verdicts);
}

START_TEST(no_mutated_transcript_earns_anything)
{
	json_t *selected = json_pack("[s]", "foreign"), *verdicts = judged(FAKE_TAKES_ANY_SIGNATURE, selected);
	struct buffer content;
	uint8_t *mutated;
	uint64_t state = 88172645463325252;
	char *right;

	(void)json_object_del(verdicts, "transcript");
	right = canonical_json_text(verdicts);
	ck_assert_int_eq(file_load(transcript_path, TRANSCRIPT_FILE_MAX, &content), RESULT_OK);
	mutated = malloc(content.len + 128);
	for (int i = 0; i < 10000; i++) {
		size_t len;

		memcpy(mutated, content.at, content.len);
		len = mutate(mutated, content.len, &state);
		same_or_invalid(bytes_from(mutated, len), right);
	}
	free(mutated);
	free(content.at);
	free(right);
	json_decref(verdicts);
	json_decref(selected);
}
END_TEST

/* -- records, with the chain made right again -- */

enum { RECORDS_MAX = 4000 };

struct records {
	json_t *at[RECORDS_MAX]; /* borrowed from pool */
	size_t count;
	json_t *pool;
};

static void read_records(struct bytes all, struct records *records)
{
	struct transcript_reading reading;

	ck_assert_int_eq(transcript_read(all, TRANSCRIPT_WHOLE, &reading, NULL), RESULT_OK);
	ck_assert_uint_lt(reading.count, RECORDS_MAX);
	records->count = reading.count;
	records->pool = json_array();
	for (size_t i = 0; i < reading.count; i++) {
		records->at[i] = transcript_line_json(&reading, i);
		ck_assert_int_eq(json_array_append_new(records->pool, records->at[i]), 0);
	}
	transcript_reading_release(&reading);
}

/* Not head and not end: those are drawn again from the seed. */
static size_t draw_record(const struct records *records, uint64_t *state)
{
	return 1 + next_random(state) % (records->count - 2);
}

static json_t *answer_of(const struct records *records, size_t index)
{
	return json_object_get(records->at[index], "answer");
}

static void answer_otherwise(struct records *records, size_t one, size_t other_one)
{
	json_t *answer = answer_of(records, other_one);

	if (answer_of(records, one) == NULL || answer == NULL)
		return;
	records->at[one] = json_deep_copy(records->at[one]);
	ck_assert_int_eq(json_array_append_new(records->pool, records->at[one]), 0);
	(void)json_object_set(records->at[one], "answer", answer);
}

static void change(struct records *records, uint64_t *state)
{
	size_t one = draw_record(records, state), other_one = draw_record(records, state);
	json_t *moved = records->at[one];

	switch (next_random(state) % 4) {
	case 0:
		memmove(&records->at[one], &records->at[one + 1], (records->count - one - 1) * sizeof(moved));
		records->count--;
		return;
	case 1:
		memmove(&records->at[one + 1], &records->at[one], (records->count - one) * sizeof(moved));
		records->count++;
		return;
	case 2:
		records->at[one] = records->at[other_one];
		records->at[other_one] = moved;
		return;
	default:
		answer_otherwise(records, one, other_one);
	}
}

/* Copies, so that two places may hold one record. */
static void chain(const struct records *records, FILE *out)
{
	char prev[TRANSCRIPT_DIGEST_CHARS + 1] = TRANSCRIPT_NO_LINE_BEFORE, sum[TRANSCRIPT_DIGEST_CHARS + 1];

	for (size_t i = 0; i < records->count; i++) {
		json_t *line = json_deep_copy(records->at[i]), *last = json_object_get(line, "end");
		char *text;

		(void)json_object_set_new(line, "seq", json_integer((json_int_t)i));
		(void)json_object_set_new(line, "prev", json_string(prev));
		if (json_object_get(line, "ms") != NULL)
			(void)json_object_set_new(line, "ms", json_integer(0));
		if (last != NULL) {
			(void)json_object_set_new(last, "records", json_integer((json_int_t)i));
			ck_assert_int_eq(transcript_end_sum(line, sum), RESULT_OK);
			(void)json_object_set_new(last, "self", json_string(sum));
		}
		text = canonical_json_text(line);
		ck_assert_int_eq(transcript_digest(bytes_of_text(text), prev), RESULT_OK);
		fprintf(out, "%s\n", text);
		free(text);
		json_decref(line);
	}
}

static void never_passes(const struct records *records, size_t *judged_count)
{
	struct judge_order order = { fake_checks, suite_of_right };
	struct complaint why;
	json_t *verdicts;
	size_t len;
	char *text;
	FILE *out = open_memstream(&text, &len);

	chain(records, out);
	ck_assert_int_eq(fclose(out), 0);
	if (judge_transcript(&order, bytes_from(text, len), &verdicts, &why) == RESULT_OK) {
		expect_not_pass(verdicts, "foreign");
		(*judged_count)++;
		json_decref(verdicts);
	}
	free(text);
}

START_TEST(no_rearranged_record_earns_anything)
{
	json_t *selected = json_pack("[s]", "foreign"), *verdicts = judged(FAKE_TAKES_ANY_SIGNATURE, selected);
	struct records *right = calloc(2, sizeof(*right)), *changed = right + 1;
	uint64_t state = 362436069362436069;
	size_t judged_count = 0;
	struct buffer content;

	ck_assert_int_eq(file_load(transcript_path, TRANSCRIPT_FILE_MAX, &content), RESULT_OK);
	read_records(bytes_of_buffer(content), right);
	for (int i = 0; i < 1000; i++) {
		*changed = *right;
		for (uint64_t changes = 1 + next_random(&state) % 3; changes > 0; changes--)
			change(changed, &state);
		never_passes(changed, &judged_count);
	}
	ck_assert_uint_gt(judged_count, 0); /* some are valid: an answer that says the same, a record for its double */
	json_decref(right->pool);
	free(right);
	free(content.at);
	json_decref(verdicts);
	json_decref(selected);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge mutations");
	TCase *tests = tcase_create("judge mutations");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, in_a_folder_of_its_own, leave_the_folder);
	tcase_add_test(tests, no_mutated_transcript_earns_anything);
	tcase_add_test(tests, no_rearranged_record_earns_anything);
	tcase_set_timeout(tests, 300);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
