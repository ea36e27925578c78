/* SPDX-License-Identifier: Apache-2.0 */
/* The report's own fields are copied, not re-computed: a statement adds lab, time and ledger. */
#define _GNU_SOURCE
#include "conformance/certificate/statement.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *level;
	int months;
} VALIDITY[] = { { "silver", 18 }, { "gold", 24 }, { "platinum", 24 } };

int statement_months(const char *level)
{
	for (size_t i = 0; i < sizeof(VALIDITY) / sizeof(VALIDITY[0]); i++)
		if (strcmp(level, VALIDITY[i].level) == 0)
			return VALIDITY[i].months;
	return 12;
}

/* ISO 8601 in UTC, `months` later; a day that the month does not have moves on, as timegm has it. */
static json_t *date_after(time_t issued, int months)
{
	struct tm utc;
	char text[32];
	time_t then;

	(void)gmtime_r(&issued, &utc);
	utc.tm_mon += months;
	then = timegm(&utc);
	(void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&then, &utc));
	return json_string(text);
}

static json_t *subjects(const json_t *target)
{
	const char *name = json_string_value(json_object_get(target, "name"));
	json_t *list = json_array(), *digest;
	size_t index;

	json_array_foreach(json_object_get(target, "firmware"), index, digest)
		(void)json_array_append_new(list, json_pack("{s:s, s:{s:O}}", "name", name, "digest", "sha256", digest));
	return list;
}

static bool is_sha256(const json_t *text)
{
	static const char digits[] = "0123456789abcdef";

	return json_is_string(text) && json_string_length(text) == 64 && strspn(json_string_value(text), digits) == 64;
}

bool statement_subjects_hold(const json_t *statement)
{
	const json_t *list = json_object_get(statement, "subject"), *subject;
	size_t index;

	json_array_foreach(list, index, subject)
		if (!is_sha256(json_object_get(json_object_get(subject, "digest"), "sha256")))
			return false;
	return json_is_array(list);
}

static json_t *verdicts(const json_t *requirements)
{
	json_t *map = json_object(), *requirement;
	size_t index;

	json_array_foreach(requirements, index, requirement)
	{
		const char *slug = json_string_value(json_object_get(requirement, "slug"));

		if (slug != NULL)
			(void)json_object_set(map, slug, json_object_get(requirement, "verdict"));
	}
	return map;
}

static json_t *run_of(const json_t *report, const struct statement_facts *facts)
{
	const json_t *run = json_object_get(report, "run");

	return json_pack("{s:O, s:s, s:O?, s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:s, s:s, s:I, s:O?}", "id", json_object_get(run, "id"), "kind",
			 facts->practice ? "practice" : "official", "seed", json_object_get(run, "seed"), "transcript",
			 facts->transcript_sha256, "report", facts->report_sha256, "verdicts", facts->verdicts_sha256, "ledger",
			 (json_int_t)facts->place.number, "runs_before", (json_int_t)facts->place.runs_before, "abandoned_before",
			 (json_int_t)facts->place.abandoned, "ledger_before", facts->place.before, report_form_name(REPORT_FORM_PAGE),
			 facts->form_sha256[REPORT_FORM_PAGE], report_form_name(REPORT_FORM_JUNIT), facts->form_sha256[REPORT_FORM_JUNIT],
			 "repeats", (json_int_t)facts->repeats, "roots", json_object_get(run, "roots"));
}

json_t *statement_build(const json_t *report, const struct statement_facts *facts)
{
	const json_t *target = json_object_get(report, "target"), *level = json_object_get(report, "level");
	const char *level_name = json_is_string(level) ? json_string_value(level) : "none";
	json_t *predicate, *statement, *run = run_of(report, facts);

	if (!json_is_string(json_object_get(target, "name")) || run == NULL) {
		json_decref(run);
		return NULL;
	}
	predicate = json_pack("{s:s, s:O, s:O, s:o, s:o, s:O, s:O, s:O, s:O, s:o, s:o}", "lab", facts->lab, "suite",
			      json_object_get(report, "suite"), "target", target, "run", run, "verdicts",
			      verdicts(json_object_get(report, "requirements")), "properties", json_object_get(report, "properties"),
			      "gates", json_object_get(report, "gates"), "total", json_object_get(report, "total"), "level", level,
			      "issued", date_after(facts->issued, 0), "expires",
			      date_after(facts->issued, statement_months(level_name)));
	if (predicate == NULL)
		return NULL;
	statement = json_pack("{s:s, s:o, s:s, s:o}", "_type", STATEMENT_TYPE, "subject", subjects(target), "predicateType",
			      STATEMENT_PREDICATE, "predicate", predicate);
	if (statement_subjects_hold(statement))
		return statement;
	json_decref(statement);
	return NULL;
}

static bool read_date(const json_t *text, time_t *ret_date)
{
	struct tm utc = { 0 };
	const char *from = json_string_value(text), *end;

	if (from == NULL)
		return false;
	end = strptime(from, "%Y-%m-%dT%H:%M:%SZ", &utc);
	if (end == NULL || *end != '\0')
		return false;
	*ret_date = timegm(&utc);
	return true;
}

bool statement_is_current(const json_t *statement, time_t day)
{
	const json_t *predicate = json_object_get(statement, "predicate");
	time_t issued, expires;

	return read_date(json_object_get(predicate, "issued"), &issued) && read_date(json_object_get(predicate, "expires"), &expires) &&
	       issued <= day && day <= expires;
}
