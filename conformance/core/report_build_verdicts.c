/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing is believed for its shape: the answer comes from another process. */
#include "conformance/core/report_build_verdicts.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/suite.h"

static const char *text_of(const json_t *object, const char *field)
{
	return json_string_value(json_object_get(object, field));
}

static bool evidence_from_name(const char *name, enum evidence *ret_evidence)
{
	for (unsigned int e = EVIDENCE_MEASURED; e <= EVIDENCE_DECLARED; e++) {
		if (strcmp(name, evidence_name((enum evidence)e)) != 0)
			continue;
		*ret_evidence = (enum evidence)e;
		return true;
	}
	return false;
}

static bool are_records(const json_t *records)
{
	return json_is_array(records) && json_array_size(records) == 2 &&
	       json_is_integer(json_array_get(records, 0)) && json_is_integer(json_array_get(records, 1));
}

static bool are_texts(const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!json_is_string(json_array_get(list, i)))
			return false;
	return list == NULL || json_is_array(list);
}

static bool read_check(const json_t *entry, struct judged_check *check, struct check_verdict *verdict)
{
	const char *word = text_of(entry, "verdict"), *evidence = text_of(entry, "evidence");

	*check = (struct judged_check){
		.name = text_of(entry, "name"),
		.says = text_of(entry, "says"),
		.records = json_object_get(entry, "records"),
		.notes = json_object_get(entry, "notes"),
		.repeated = json_integer_value(json_object_get(entry, "repeats")) > 0,
	};
	verdict->requirement = text_of(entry, "requirement");
	return are_texts(check->notes) && check->name != NULL && check->says != NULL && verdict->requirement != NULL && word != NULL &&
	       evidence != NULL && are_records(check->records) && verdict_from_name(word, &verdict->verdict) &&
	       evidence_from_name(evidence, &verdict->evidence);
}

enum result judged_read(const json_t *answer, struct judged *ret_judged)
{
	const json_t *list = json_object_get(answer, "checks");
	size_t count = json_array_size(list);
	size_t room = count + every_check_count + 1; /* for those that the answer leaves out */
	struct judged judged = { calloc(room, sizeof(*judged.checks)), calloc(room, sizeof(*judged.verdicts)), count };
	bool good = json_is_array(list);

	if (judged.checks == NULL || judged.verdicts == NULL)
		abort();
	for (size_t i = 0; good && i < count; i++)
		good = read_check(json_array_get(list, i), &judged.checks[i], &judged.verdicts[i]);
	if (!good) {
		judged_release(&judged);
		return RESULT_MALFORMED;
	}
	*ret_judged = judged;
	return RESULT_OK;
}

void judged_release(struct judged *judged)
{
	free(judged->checks);
	free(judged->verdicts);
	*judged = (struct judged){ NULL, NULL, 0 };
}

static bool asks_for(const struct profile *profile, const char *slug)
{
	for (size_t i = 0; i < profile->requirement_count; i++)
		if (strcmp(profile->requirements[i], slug) == 0)
			return true;
	return false;
}

static bool is_judged(const struct judged *judged, const char *name)
{
	for (size_t i = 0; i < judged->count; i++)
		if (strcmp(judged->checks[i].name, name) == 0)
			return true;
	return false;
}

void judged_add_missing(struct judged *judged, const struct profile *profile)
{
	for (size_t i = 0; i < every_check_count; i++) {
		const char *slug = every_check[i].check->requirement;

		if (!asks_for(profile, slug) || is_judged(judged, every_check[i].name))
			continue;
		judged->checks[judged->count] =
			(struct judged_check){ .name = every_check[i].name, .says = "the judge said nothing about this check" };
		judged->verdicts[judged->count] =
			(struct check_verdict){ slug, VERDICT_NOT_RUN, EVIDENCE_MEASURED };
		judged->count++;
	}
}

static bool checks_requirement(const char *name, const char *slug, const struct judged *judged)
{
	for (size_t i = 0; i < judged->count; i++)
		if (strcmp(judged->checks[i].name, name) == 0 && strcmp(judged->verdicts[i].requirement, slug) == 0)
			return true;
	return false;
}

struct power {
	json_int_t caught, seeded;
};

/* A defect has a row for each eye; it counts once for a requirement, as caught if one of its checks saw it. */
static void count_defects(const json_t *rows, const char *slug, const struct judged *judged, struct power *power)
{
	const char *counted = "", *counted_caught = "";
	const json_t *row;
	size_t index;

	json_array_foreach(rows, index, row) {
		const char *seen_by = text_of(row, "seen_by"), *defect = text_of(row, "defect");

		if (seen_by == NULL || defect == NULL || !checks_requirement(seen_by, slug, judged))
			continue;
		power->seeded += strcmp(counted, defect) != 0;
		counted = defect;
		if (!json_is_true(json_object_get(row, "caught")) || strcmp(counted_caught, defect) == 0)
			continue;
		power->caught++;
		counted_caught = defect;
	}
}

/* A lie that a check failed the device for, or passed it with, was a bad device too; what merely broke the run was not. */
static void count_lies(const json_t *cheats, const char *slug, const struct judged *judged, struct power *power)
{
	const json_t *cheat, *row;
	size_t i, j;

	json_array_foreach(cheats, i, cheat)
		json_array_foreach(json_object_get(cheat, "rows"), j, row) {
			const char *check = text_of(row, "check"), *verdict = text_of(row, "verdict");

			if (check == NULL || verdict == NULL || !json_is_true(json_object_get(row, "lie")) ||
			    !checks_requirement(check, slug, judged))
				continue;
			power->caught += strcmp(verdict, "fail") == 0;
			power->seeded += strcmp(verdict, "fail") == 0 || strcmp(verdict, "pass") == 0;
		}
}

json_t *detection_of(const json_t *detection, const char *digest, const char *slug, const struct judged *judged)
{
	const char *suite = text_of(detection, "suite");
	struct power power = { 0, 0 };

	if (suite == NULL || strcmp(suite, digest) != 0)
		return json_null();
	count_defects(json_object_get(detection, "defects"), slug, judged, &power);
	count_lies(json_object_get(detection, "cheats"), slug, judged, &power);
	return json_pack("{s:I, s:I}", "caught", power.caught, "seeded", power.seeded);
}
