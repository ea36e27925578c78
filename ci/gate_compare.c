/* SPDX-License-Identifier: Apache-2.0 */
/* One pass a kind of reason, so that the worst come first whatever the order in the files. */
#include "ci/gate_compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ci/gate_file.h"
#include "conformance/requirement.h"
#include "conformance/scoring/level.h"
#include "reports/model.h"

enum { SAYS_LEN = 512 };

/* The two sides and what was found so far. */
struct comparison {
	const json_t *baseline, *report, *detection;
	json_t *reasons;
};

/* A long text may have been cut inside its last character, which JSON does not take. */
static void drop_cut_character(char *text)
{
	size_t len = strlen(text);

	if (len < SAYS_LEN - 1)
		return;
	while (len > 0 && (text[len - 1] & 0xc0) == 0x80)
		text[--len] = '\0';
	if (len > 0 && (text[len - 1] & 0x80) != 0)
		text[--len] = '\0';
}

__attribute__((format(printf, 4, 5))) static void add(struct comparison *c, const char *kind, const char *subject,
						      const char *format, ...)
{
	char says[SAYS_LEN];
	va_list args;

	va_start(args, format);
	vsnprintf(says, sizeof(says), format, args);
	va_end(args);
	drop_cut_character(says);
	json_array_append_new(c->reasons, json_pack("{s:s, s:s, s:s}", "kind", kind, "subject", subject, "says", says));
}

static const json_t *entry_by(const json_t *list, const char *field, const char *name)
{
	const json_t *entry;
	size_t index;

	json_array_foreach(list, index, entry)
		if (strcmp(model_text(entry, field), name) == 0)
			return entry;
	return NULL;
}

/* The check of this name under whichever requirement it is; NULL if there is none. */
static const json_t *check_of(const json_t *side, const char *name)
{
	const json_t *requirement, *found = NULL;
	size_t index;

	json_array_foreach(model_list(side, "requirements"), index, requirement)
		if (found == NULL)
			found = entry_by(model_list(requirement, "checks"), "name", name);
	return found;
}

/* Lower is worse; one more than the best for a check that was not there. */
static unsigned int rank_of(const json_t *check)
{
	enum verdict verdict = VERDICT_COUNT;

	if (check != NULL && !verdict_from_name(model_text(check, "verdict"), &verdict))
		return VERDICT_COUNT;
	return verdict;
}

static void compare_check(struct comparison *c, const json_t *check, const char *verdict)
{
	const char *name = model_text(check, "name");
	const json_t *before = check_of(c->baseline, name);
	char kind[64];

	if (strcmp(model_text(check, "verdict"), verdict) != 0 || rank_of(before) <= rank_of(check))
		return;
	snprintf(kind, sizeof(kind), "new-%s", verdict);
	add(c, kind, name, "%s (was %s): %s", verdict, before == NULL ? "not there" : model_text(before, "verdict"),
	    model_text(check, "says"));
}

static void compare_verdicts(struct comparison *c)
{
	const json_t *requirement, *check;
	size_t r, k;

	for (size_t v = 0; v < MODEL_VERDICTS; v++) {
		if (!verdict_is_bad(model_verdicts[v]))
			continue;
		json_array_foreach(model_list(c->report, "requirements"), r, requirement)
			json_array_foreach(model_list(requirement, "checks"), k, check)
				compare_check(c, check, model_verdicts[v]);
	}
	if (!json_is_true(json_object_get(json_object_get(c->report, "run"), "complete")))
		add(c, "incomplete", "run", "the run was cut off before its end");
}

static void find_lost_requirements(struct comparison *c)
{
	const json_t *before;
	size_t index;

	json_array_foreach(model_list(c->baseline, "requirements"), index, before) {
		const char *slug = model_text(before, "slug");

		if (entry_by(model_list(c->report, "requirements"), "slug", slug) == NULL)
			add(c, "lost-requirement", slug, "was demanded, and is no longer");
	}
}

static void find_lost_checks(struct comparison *c)
{
	const json_t *before, *check;
	size_t r, k;

	json_array_foreach(model_list(c->baseline, "requirements"), r, before) {
		const char *slug = model_text(before, "slug");
		const json_t *now = entry_by(model_list(c->report, "requirements"), "slug", slug);

		json_array_foreach(model_list(before, "checks"), k, check)
			if (entry_by(model_list(now, "checks"), "name", model_text(check, "name")) == NULL)
				add(c, "lost-check", model_text(check, "name"), "no longer looks at %s", slug);
	}
}

static void compare_weights(struct comparison *c)
{
	const json_t *before;
	size_t index;

	json_array_foreach(model_list(c->baseline, "requirements"), index, before) {
		const char *slug = model_text(before, "slug");
		const json_t *now = entry_by(model_list(c->report, "requirements"), "slug", slug);

		if (now == NULL)
			continue;
		if (model_number(now, "weight") != model_number(before, "weight"))
			add(c, "changed-weight", slug, "weight %lld, was %lld", model_number(now, "weight"),
			    model_number(before, "weight"));
		if (strcmp(model_text(now, "gate"), model_text(before, "gate")) != 0)
			add(c, "changed-weight", slug, "gate \"%s\", was \"%s\"", model_text(now, "gate"),
			    model_text(before, "gate"));
	}
}

static void compare_properties(struct comparison *c)
{
	const json_t *before;
	size_t index;

	json_array_foreach(model_list(c->baseline, "properties"), index, before) {
		const char *name = model_text(before, "name");
		long long was = model_number(before, "score");
		long long is = model_number(entry_by(model_list(c->report, "properties"), "name", name), "score");

		if (is < was)
			add(c, "lower-property", name, "%lld.%02lld points, were %lld.%02lld", is / 100, is % 100, was / 100,
			    was % 100);
	}
}

static void compare_levels(struct comparison *c)
{
	const char *was = model_text(c->baseline, "level"), *is = model_text(c->report, "level");
	enum level before, now;

	if (level_from_name(was, &before) && level_from_name(is, &now) && now < before)
		add(c, "lower-level", "level", "%s, was %s: %s", is, was, model_text(c->report, "level_reason"));
}

/* The row of the same defect and the same eye. */
static const json_t *row_like(const json_t *rows, const json_t *like)
{
	const json_t *row;
	size_t index;

	json_array_foreach(rows, index, row)
		if (strcmp(model_text(row, "defect"), model_text(like, "defect")) == 0 &&
		    strcmp(model_text(row, "seen_by"), model_text(like, "seen_by")) == 0)
			return row;
	return NULL;
}

static bool is_accepted_miss(const json_t *before)
{
	return before != NULL && !json_is_true(json_object_get(before, "caught"));
}

static void compare_detection(struct comparison *c)
{
	const json_t *known = model_list(c->baseline, "detection"), *rows, *row;
	size_t index;

	if (!gate_detection_fits(c->detection, c->report)) {
		add(c, "no-detection", "build/detection.json", "%s; run make prove",
		    c->detection == NULL ? "not proven for this suite" : "proven for another suite than the report's");
		return;
	}
	rows = model_list(c->detection, "defects");
	json_array_foreach(rows, index, row)
		if (!json_is_true(json_object_get(row, "caught")) && !is_accepted_miss(row_like(known, row)))
			add(c, "missed-defect", model_text(row, "defect"), "not caught by %s", model_text(row, "seen_by"));
	json_array_foreach(known, index, row)
		if (row_like(rows, row) == NULL)
			add(c, "lost-defect", model_text(row, "defect"), "no longer tried against %s",
			    model_text(row, "seen_by"));
}

json_t *gate_compare(const json_t *baseline, const json_t *report, const json_t *detection)
{
	struct comparison c = { baseline, report, detection, json_array() };

	compare_verdicts(&c);
	find_lost_requirements(&c);
	find_lost_checks(&c);
	compare_weights(&c);
	compare_properties(&c);
	compare_levels(&c);
	compare_detection(&c);
	return c.reasons;
}

const char *gate_other_target(const json_t *baseline, const json_t *report)
{
	const json_t *was = json_object_get(baseline, "target"), *is = json_object_get(report, "target");

	if (strcmp(model_text(was, "name"), model_text(is, "name")) != 0)
		return "it is of another target than the report";
	if (strcmp(model_text(was, "profile"), model_text(is, "profile")) != 0)
		return "it is of another profile than the report";
	return NULL;
}
