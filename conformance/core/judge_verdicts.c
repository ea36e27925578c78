/* SPDX-License-Identifier: Apache-2.0 */
/* What came out of a transcript, in one fixed form. */

#include "conformance/core/judge_verdicts.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/transcript.h"

static void add_spent(json_t *spent, const struct bench *b)
{
	if (b->unit.newest > b->unit.first_newest)
		(void)json_array_append_new(spent, json_sprintf("unit %u: the newest confirmed security version rose from %u to %u",
								 b->number, b->unit.first_newest, b->unit.newest));
	if (b->unit.fresh_count > 0)
		(void)json_array_append_new(spent, json_sprintf("unit %u: replaced by a fresh one, times: %u", b->number,
								 b->unit.fresh_count));
}

static void add_roots(json_t *roots, const struct bench_unit *unit)
{
	for (unsigned int i = 0; i < unit->root_count; i++) {
		bool known = false;

		for (size_t j = 0; j < json_array_size(roots); j++)
			known = known || strcmp(json_string_value(json_array_get(roots, j)), unit->roots[i]) == 0;
		if (!known)
			(void)json_array_append_new(roots, json_string(unit->roots[i]));
	}
}

void judge_units_add(struct judge_units *units, const struct lane_walk *walk)
{
	const struct bench *b = &walk->units[0];
	bool knows_firmware;

	if (units->spent == NULL) {
		units->spent = json_array();
		units->firmware = json_array();
		units->roots = json_array();
	}
	knows_firmware = json_array_size(units->firmware) > 0;
	/* The same in all units; a lane whose checks were over before anything ran has not heard it. */
	for (unsigned int i = 0; !knows_firmware && i < b->unit.firmware_count; i++)
		(void)json_array_append_new(units->firmware, json_string(b->unit.firmware[i]));
	add_spent(units->spent, b);
	add_roots(units->roots, &b->unit);
	if (b->other != NULL) {
		add_spent(units->spent, b->other);
		add_roots(units->roots, &b->other->unit);
	}
}

void judge_units_release(struct judge_units *units)
{
	json_decref(units->spent);
	json_decref(units->firmware);
	json_decref(units->roots);
	*units = (struct judge_units){ 0 };
}

static const char *const spend_words[] = { "a key was revoked", "the lifecycle was advanced", "a lockout was provoked",
					   "the unit was used up" };

static void add_spending_checks(json_t *spent, const struct judge_writing *writing)
{
	for (size_t i = 0; i < writing->plan->count; i++) {
		const struct verdict_row *row = &writing->rows[i];

		for (unsigned int bit = 0; bit < 4 && row->first != 0; bit++)
			if ((row->entry->check->spends & 1U << bit) != 0)
				(void)json_array_append_new(spent, json_sprintf("%s: %s", row->entry->name, spend_words[bit]));
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp((*(const struct verdict_row *const *)a)->entry->name, (*(const struct verdict_row *const *)b)->entry->name);
}

static json_t *notes_json(const struct verdict_row *row)
{
	json_t *notes = json_array();

	for (unsigned int i = 0; i < row->note_count; i++)
		(void)json_array_append_new(notes, json_string(row->notes[i]));
	return notes;
}

static json_t *row_json(const struct verdict_row *row)
{
	return json_pack("{s:s, s:s, s:o, s:[I, I], s:i, s:s, s:s, s:s}", "evidence", evidence_name(row->evidence), "name",
			 row->entry->name, "notes", notes_json(row), "records", (json_int_t)row->first, (json_int_t)row->last, "repeats", (int)row->repeats, "requirement",
			 row->entry->check->requirement, "says", row->says, "verdict", verdict_name(row->verdict));
}

static json_t *rows_json(const struct judge_writing *writing)
{
	size_t count = writing->plan->count;
	const struct verdict_row **sorted = calloc(count + 1, sizeof(*sorted));
	json_t *rows = json_array();

	if (sorted == NULL || rows == NULL) {
		json_decref(rows);
		free(sorted);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		sorted[i] = &writing->rows[i];
	qsort(sorted, count, sizeof(*sorted), compare_names);
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows, row_json(sorted[i]));
	free(sorted);
	return rows;
}

json_t *judge_verdicts(const struct judge_writing *writing)
{
	const struct run_head *head = writing->head;
	char digest[TRANSCRIPT_DIGEST_CHARS + 1];
	json_t *rows = rows_json(writing);

	if (rows == NULL || transcript_digest(writing->transcript, digest) != RESULT_OK) {
		json_decref(rows);
		return NULL;
	}
	add_spending_checks(writing->units->spent, writing);
	return json_pack("{s:o, s:O, s:b, s:O, s:i, s:O, s:O, s:s, s:{s:O, s:s, s:s}, s:s}", "checks", rows, "complete",
			 json_object_get(writing->end, "complete"), "practice", (int)(json_array_size(head->practice_because) > 0), "roots",
			 writing->units->roots, "schema", 1, "seed", json_object_get(writing->end, "seed"), "spent", writing->units->spent, "suite", head->suite, "target",
			 "firmware", writing->units->firmware, "name", head->facts.target, "profile", head->facts.profile->name,
			 "transcript", digest);
}
