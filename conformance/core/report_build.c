/* SPDX-License-Identifier: Apache-2.0 */
/* The pieces of the model, one function each, in the order of the schema. */
#include "conformance/core/report_build.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/core/report_build_verdicts.h"
#include "conformance/scoring/crosswalk_clause.h"
#include "conformance/suite.h"

enum { REPORT_SCHEMA = 1 };

/* What the pieces are made from. */
struct material {
	const json_t *answer, *detection;
	const struct profile *profile;
	struct judged judged;
	struct requirement_score *scores; /* profile->requirement_count of them */
	struct standing standing;
};

static json_t *suite_piece(const struct material *m)
{
	return json_pack("{s:s, s:O}", "version", suite_version, "digest", json_object_get(m->answer, "suite"));
}

static json_t *target_piece(const struct material *m)
{
	const json_t *target = json_object_get(m->answer, "target");

	return json_pack("{s:O, s:s, s:s, s:b, s:O}", "name", json_object_get(target, "name"), "profile",
			 m->profile->name, "profile_title", m->profile->title, "component", (int)m->profile->component,
			 "firmware", json_object_get(target, "firmware"));
}

static json_t *records_piece(const struct judged *judged)
{
	json_t *records = json_object();

	for (size_t i = 0; i < judged->count; i++)
		if (judged->checks[i].records != NULL)
			json_object_set_new(records, judged->checks[i].name,
					    json_deep_copy(judged->checks[i].records));
	return records;
}

static json_t *notes_piece(const struct judged *judged)
{
	json_t *notes = json_object();

	for (size_t i = 0; i < judged->count; i++)
		if (json_array_size(judged->checks[i].notes) > 0)
			json_object_set_new(notes, judged->checks[i].name, json_deep_copy(judged->checks[i].notes));
	return notes;
}

static json_t *repeated_piece(const struct judged *judged)
{
	json_t *names = json_array();

	for (size_t i = 0; i < judged->count; i++)
		if (judged->checks[i].repeated)
			json_array_append_new(names, json_string(judged->checks[i].name));
	return names;
}

static json_t *run_piece(const struct material *m, const struct report_run *run)
{
	bool practice = json_is_true(json_object_get(m->answer, "practice")) || run->practice_because_count > 0;
	json_t *because = json_array();

	for (size_t i = 0; i < run->practice_because_count; i++)
		json_array_append_new(because, json_string(run->practice_because[i]));
	return json_pack("{s:s, s:s, s:s, s:o, s:O, s:o, s:O, s:O, s:O, s:O, s:o, s:o}", "id", run->id, "started", run->started, "kind",
			 practice ? "practice" : "official", "practice_because", because, "complete",
			 json_object_get(m->answer, "complete"), "repeated", repeated_piece(&m->judged), "spent",
			 json_object_get(m->answer, "spent"), "roots", json_object_get(m->answer, "roots"), "seed", json_object_get(m->answer, "seed"), "transcript",
			 json_object_get(m->answer, "transcript"), "records", records_piece(&m->judged), "notes", notes_piece(&m->judged));
}

static json_t *crosswalk_piece(const struct requirement *requirement)
{
	json_t *list = json_array();

	for (size_t i = 0; i < requirement->crosswalk_count; i++) {
		const struct crosswalk *to = &requirement->crosswalk[i];
		const struct crosswalk_clause *clause = crosswalk_clause_of(to->scheme, to->clause);

		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "scheme", to->scheme, "clause", to->clause,
						      "about", clause == NULL ? "" : clause->about, "relation",
						      to->relation));
	}
	return list;
}

/* Of two checks the one with the lesser name comes first; the judge's order is not relied upon. */
static size_t next_check(const struct judged *judged, const char *slug, const char *after)
{
	size_t next = judged->count;

	for (size_t i = 0; i < judged->count; i++) {
		const char *name = judged->checks[i].name;

		if (strcmp(judged->verdicts[i].requirement, slug) != 0 || (after != NULL && strcmp(name, after) <= 0))
			continue;
		if (next == judged->count || strcmp(name, judged->checks[next].name) < 0)
			next = i;
	}
	return next;
}

static json_t *checks_piece(const struct judged *judged, const char *slug)
{
	json_t *list = json_array();

	for (size_t i = next_check(judged, slug, NULL); i < judged->count;
	     i = next_check(judged, slug, judged->checks[i].name))
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "name", judged->checks[i].name, "verdict",
						      verdict_name(judged->verdicts[i].verdict), "says",
						      judged->checks[i].says, "evidence",
						      evidence_name(judged->verdicts[i].evidence)));
	return list;
}

static json_t *requirement_piece(const struct material *m, const struct requirement_score *score)
{
	const struct requirement *r = score->requirement;
	const char *digest = json_string_value(json_object_get(m->answer, "suite"));

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s?, s:b, s:s?, s:i, s:s, s:o, s:o, s:o}", "slug", r->slug,
			 "property", property_name(r->property), "statement", r->statement, "rationale", r->rationale,
			 "severity", r->severity, "remedy", r->remedy, "weight", (int)r->weight, "gate", r->gate,
			 "mandatory", (int)r->mandatory, "verdict",
			 score->checked ? verdict_name(score->verdict) : NULL, "points", (int)score->points, "evidence",
			 evidence_name(score->evidence), "checks", checks_piece(&m->judged, r->slug), "detection",
			 detection_of(m->detection, digest, r->slug, &m->judged), "crosswalk", crosswalk_piece(r));
}

static json_t *requirements_piece(const struct material *m)
{
	json_t *list = json_array();

	for (size_t i = 0; i < m->profile->requirement_count; i++)
		json_array_append_new(list, requirement_piece(m, &m->scores[i]));
	return list;
}

static bool names_gate(const struct material *m, const char *gate)
{
	for (size_t i = 0; i < m->profile->requirement_count; i++)
		if (m->scores[i].requirement->gate != NULL && strcmp(m->scores[i].requirement->gate, gate) == 0)
			return true;
	return false;
}

/* A component shows the gates that it has a part in; a device all. */
static json_t *gates_piece(const struct material *m)
{
	json_t *list = json_array();

	for (size_t g = 0; g < GATE_COUNT; g++) {
		if (m->profile->component && !names_gate(m, every_gate[g].name))
			continue;
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "name", every_gate[g].name, "promise",
						      every_gate[g].promise, "from", level_name(every_gate[g].from),
						      "state", gate_state_name(m->standing.gates[g])));
	}
	return list;
}

static json_t *properties_piece(const struct material *m)
{
	json_t *list = json_array();

	for (unsigned int p = 0; p < PROPERTY_COUNT; p++) {
		const struct property_score *score = &m->standing.properties[p];

		json_array_append_new(list,
				      json_pack("{s:s, s:i, s:i, s:i, s:i, s:i}", "name", property_name((enum property)p),
						"weight", (int)property_weight((enum property)p), "points",
						(int)score->points, "of", (int)score->of, "debt", (int)score->debt,
						"score", (int)score->score));
	}
	return list;
}

/* Total, level and what stands in the way of the next; a component has its own mean and no level. */
static void add_standing(json_t *report, const struct material *m)
{
	enum level level = level_of(&m->standing);
	char reason[LEVEL_REASON_LEN] = "";
	uint32_t total = m->standing.total;

	if (m->profile->component)
		total = score_component(m->scores, m->profile->requirement_count);
	else if (level < LEVEL_PLATINUM)
		level_reason(&m->standing, level + 1, reason);
	json_object_set_new(report, "total", json_integer(total));
	json_object_set_new(report, "level", json_string(m->profile->component ? "component" : level_name(level)));
	json_object_set_new(report, "level_reason", json_string(reason));
}

static json_t *report_of(const struct material *m, const struct report_run *run)
{
	int code = score_exit(m->scores, m->profile->requirement_count);
	json_t *report = json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", REPORT_SCHEMA, "suite", suite_piece(m),
				   "target", target_piece(m), "run", run_piece(m, run), "requirements",
				   requirements_piece(m), "gates", gates_piece(m), "properties", properties_piece(m));

	if (report == NULL)
		return NULL;
	add_standing(report, m);
	/* Of what an incomplete run did not see, nothing was learned. */
	if (code == 0 && !json_is_true(json_object_get(m->answer, "complete")))
		code = 2;
	json_object_set_new(report, "exit", json_integer(code));
	return report;
}

static bool are_texts(const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!json_is_string(json_array_get(list, i)))
			return false;
	return json_is_array(list);
}

static bool is_answer(const json_t *answer)
{
	const json_t *target = json_object_get(answer, "target");

	return json_integer_value(json_object_get(answer, "schema")) == 1 &&
	       json_is_string(json_object_get(answer, "suite")) && json_is_string(json_object_get(answer, "transcript")) &&
	       json_is_string(json_object_get(answer, "seed")) && json_is_boolean(json_object_get(answer, "complete")) &&
	       json_is_boolean(json_object_get(answer, "practice")) && are_texts(json_object_get(answer, "roots")) && are_texts(json_object_get(answer, "spent")) &&
	       json_is_string(json_object_get(target, "name")) && json_is_string(json_object_get(target, "profile")) &&
	       are_texts(json_object_get(target, "firmware"));
}

json_t *report_build(const json_t *verdicts, const json_t *detection, const struct report_run *run)
{
	struct material m = { .answer = verdicts, .detection = detection };
	json_t *report;

	if (!is_answer(verdicts) || judged_read(verdicts, &m.judged) != RESULT_OK)
		return NULL;
	m.profile = profile_by_name(json_string_value(json_object_get(json_object_get(verdicts, "target"), "profile")));
	if (m.profile == NULL) {
		judged_release(&m.judged);
		return NULL;
	}
	judged_add_missing(&m.judged, m.profile);
	m.scores = calloc(m.profile->requirement_count, sizeof(*m.scores));
	if (m.scores == NULL)
		abort();
	for (size_t i = 0; i < m.profile->requirement_count; i++)
		m.scores[i] = score_requirement(requirement_by_slug(m.profile->requirements[i]), m.judged.verdicts,
						m.judged.count);
	m.standing = standing_of(m.scores, m.profile->requirement_count);
	report = report_of(&m, run);
	free(m.scores);
	judged_release(&m.judged);
	return report;
}

int report_exit(const json_t *report)
{
	const json_t *code = json_object_get(report, "exit");

	return json_is_integer(code) ? (int)json_integer_value(code) : 2;
}

bool report_reaches(const json_t *report, enum level level)
{
	const char *name = json_string_value(json_object_get(report, "level"));
	enum level reached;

	return name != NULL && level_from_name(name, &reached) && reached >= level;
}
