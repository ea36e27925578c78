/* SPDX-License-Identifier: Apache-2.0 */
/* What broke first, then every requirement under its property. */
#include <string.h>

#include "reports/html.h"
#include "reports/model.h"

static void put_records(FILE *out, const json_t *report, const char *check)
{
	const json_t *records = json_object_get(json_object_get(json_object_get(report, "run"), "records"), check);

	/* The first record is the transcript's head, so a check without records has "0 to 0". */
	if (json_array_size(records) == 2 && json_integer_value(json_array_get(records, 1)) > 0)
		html_put(out, " <small>records %lld&#8211;%lld</small>",
			 (long long)json_integer_value(json_array_get(records, 0)),
			 (long long)json_integer_value(json_array_get(records, 1)));
}

static void put_notes(FILE *out, const json_t *report, const char *check)
{
	const json_t *notes = json_object_get(json_object_get(json_object_get(report, "run"), "notes"), check), *note;
	size_t index;

	if (json_array_size(notes) > 0)
		fputs(" <small>", out);
	json_array_foreach(notes, index, note)
		html_put(out, "%s%s", index == 0 ? "" : "; ", json_string_value(note));
	if (json_array_size(notes) > 0)
		fputs("</small>", out);
}

static void put_check(FILE *out, const json_t *report, const json_t *check)
{
	const char *name = model_text(check, "name"), *says = model_text(check, "says");

	fputs("<li>", out);
	html_put_verdict(out, model_text(check, "verdict"));
	html_put(out, " <code>%s</code>", name);
	if (says[0] != '\0')
		html_put(out, " <span class=\"says\">%s</span>", says);
	put_notes(out, report, name);
	put_records(out, report, name);
	fputs("</li>\n", out);
}

static void put_checks(FILE *out, const json_t *report, const json_t *requirement)
{
	const json_t *checks = model_list(requirement, "checks"), *check;
	size_t index;

	if (json_array_size(checks) == 0)
		return;
	fputs("<ul class=\"checks\">\n", out);
	json_array_foreach(checks, index, check)
		put_check(out, report, check);
	fputs("</ul>\n", out);
}

/* The maker's remedy where the device failed; otherwise what the word means, since nothing was learned of it. */
static void put_answer(FILE *out, const json_t *requirement)
{
	static const char *const meanings[][2] = {
		{ "error", "Suite, rig or adapter broke, and nothing was learned about the device." },
		{ "not-run", "The check was not made, and nothing was learned about the device." },
		{ "inconclusive", "What was observed does not decide, or the accepted twin of a refusal is missing." },
	};

	html_put(out, "<dl><dt>Why it matters</dt><dd>%s</dd>", model_text(requirement, "rationale"));
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (strcmp(model_text(requirement, "verdict"), meanings[i][0]) == 0)
			html_put(out, "<dt>What it means</dt><dd>%s</dd>", meanings[i][1]);
	if (strcmp(model_text(requirement, "verdict"), "fail") == 0)
		html_put(out, "<dt>Remedy</dt><dd>%s</dd>", model_text(requirement, "remedy"));
	fputs("</dl>\n</article>\n", out);
}

static void put_failure(FILE *out, const json_t *report, const json_t *requirement)
{
	const char *slug = model_text(requirement, "slug");

	html_put(out, "<article class=\"failure %s\">\n<p>", model_text(requirement, "verdict"));
	html_put_verdict(out, model_text(requirement, "verdict"));
	html_put(out, " <span class=\"severity\">%s</span></p>\n<h3><a href=\"#%s\">%s</a></h3>\n",
		 model_text(requirement, "severity"), slug, model_text(requirement, "statement"));
	put_checks(out, report, requirement);
	put_answer(out, requirement);
}

void html_failures(const json_t *report, FILE *out)
{
	const json_t *requirement;
	bool any = false;
	size_t index;

	for (size_t v = 0; v < MODEL_VERDICTS; v++) {
		json_array_foreach(model_list(report, "requirements"), index, requirement) {
			if (!verdict_is_bad(model_verdicts[v]) ||
			    strcmp(model_text(requirement, "verdict"), model_verdicts[v]) != 0)
				continue;
			if (!any)
				fputs("<section>\n<h2>What needs an answer</h2>\n<div class=\"failures\">\n", out);
			any = true;
			put_failure(out, report, requirement);
		}
	}
	if (any)
		fputs("</div>\n</section>\n", out);
}

static void put_detection(FILE *out, const json_t *detection)
{
	if (json_is_null(detection))
		fputs("<span class=\"detection\">detection not proven for this suite</span>", out);
	else if (model_number(detection, "seeded") == 0)
		fputs("<span class=\"detection\">no bad device seeded yet</span>", out);
	else
		html_put(out, "<span class=\"detection\">caught %lld of %lld bad devices</span>",
			 model_number(detection, "caught"), model_number(detection, "seeded"));
}

static void put_facts(FILE *out, const json_t *requirement)
{
	const char *gate = model_text(requirement, "gate");
	char title[MODEL_TITLE_LEN];

	html_put(out, "<p class=\"facts\"><span>%s</span>", model_text(requirement, "severity"));
	if (json_array_size(model_list(requirement, "checks")) == 0) {
		html_put(out, "<span>weight %lld</span>", model_number(requirement, "weight"));
	} else {
		html_put(out, "<span>%s</span><span>", model_text(requirement, "evidence"));
		html_put_hundredths(out, model_number(requirement, "points"));
		html_put(out, " of %lld points</span>", model_number(requirement, "weight"));
		put_detection(out, json_object_get(requirement, "detection"));
	}
	model_title(gate, title);
	if (gate[0] != '\0')
		html_put(out, "<span>gate: %s</span>", title);
	fputs("</p>\n", out);
}

static void put_clauses(FILE *out, const json_t *requirement)
{
	const json_t *list = model_list(requirement, "crosswalk"), *clause;
	size_t index;

	if (json_array_size(list) == 0)
		return;
	fputs("<p class=\"clauses\">", out);
	json_array_foreach(list, index, clause)
		html_put(out, "%s%s %s", index == 0 ? "" : " \u00b7 ", model_text(clause, "scheme"),
			 model_text(clause, "clause"));
	fputs("</p>\n", out);
}

static void put_requirement(FILE *out, const json_t *report, const json_t *requirement)
{
	const char *slug = model_text(requirement, "slug"), *verdict = model_text(requirement, "verdict");

	html_put(out, "<article id=\"%s\" class=\"requirement%s\">\n<div class=\"side\">", slug,
		 verdict[0] == '\0' ? " debt" : "");
	html_put_verdict(out, verdict);
	html_put(out, "</div>\n<div>\n<h4>%s</h4>\n<p class=\"slug\"><code>%s</code></p>\n",
		 model_text(requirement, "statement"), slug);
	put_facts(out, requirement);
	put_checks(out, report, requirement);
	put_clauses(out, requirement);
	fputs("</div>\n</article>\n", out);
}

static void put_property(FILE *out, const json_t *report, const json_t *property)
{
	const char *name = model_text(property, "name");
	const json_t *requirement;
	char title[MODEL_TITLE_LEN];
	size_t index;

	model_title(name, title);
	html_put(out, "<h3 id=\"%s\">%s <small>", name, title);
	if (property_is_unchecked(property)) {
		fputs("no checks in this version of the suite", out);
	} else {
		html_put_hundredths(out, model_number(property, "score"));
		fputs(" of 100", out);
	}
	fputs("</small></h3>\n", out);
	json_array_foreach(model_list(report, "requirements"), index, requirement)
		if (strcmp(model_text(requirement, "property"), name) == 0)
			put_requirement(out, report, requirement);
}

void html_requirements(const json_t *report, FILE *out)
{
	const json_t *property;
	size_t index;

	fputs("<section>\n<h2>Requirements</h2>\n<p class=\"lead\">A requirement is worth the worst of its checks. One without a check "
	      "is the suite&#39;s debt: it earns nothing and is nobody&#39;s failure.</p>\n",
	      out);
	json_array_foreach(model_list(report, "properties"), index, property)
		if (model_number(property, "of") > 0)
			put_property(out, report, property);
	fputs("</section>\n", out);
}
