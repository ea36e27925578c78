/* SPDX-License-Identifier: Apache-2.0 */
/* The top of the page: who was tested, what came of it, and the seal. */
#include <string.h>

#include "reports/html.h"
#include "reports/model.h"

/* The letter in the seal; a stroke where there is no level. */
static const char *seal_letter(const char *level)
{
	static const char *const levels[][2] = {
		{ "bronze", "B" }, { "silver", "S" }, { "gold", "G" }, { "platinum", "P" }, { "component", "C" },
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(level, levels[i][0]) == 0)
			return levels[i][1];
	return "\u2013";
}

/* A hallmark: the cut corners say what the letter says to those who see it only. */
static void put_seal(const json_t *report, FILE *out)
{
	const char *level = model_text(report, "level");

	html_put(out,
		 "<svg class=\"seal %s\" viewBox=\"0 0 96 96\" role=\"img\" aria-labelledby=\"seal-title\">"
		 "<title id=\"seal-title\">%s</title>"
		 "<path d=\"M28 4h40l24 24v40l-24 24h-40l-24 -24v-40z\"/><path class=\"inner\" d=\"M31 11h34l20 20v34l-20 20h-34l-20 -20v-34z\"/>"
		 "<text x=\"48\" y=\"62\" text-anchor=\"middle\">%s</text></svg>\n",
		 level, model_level(report), seal_letter(level));
}

/* One sentence: did anything break? */
static void put_outcome(const json_t *report, FILE *out)
{
	bool complete = model_is_complete(report);
	size_t failed = model_count(report, "fail"), unclear = 0;

	for (size_t v = 0; v < MODEL_VERDICTS; v++)
		if (verdict_is_bad(model_verdicts[v]))
			unclear += model_count(report, model_verdicts[v]);
	unclear -= failed;
	if (failed > 0)
		html_put(out, "<p class=\"outcome bad\">The device broke %lld of the requirements looked at%s.</p>\n", (long long)failed,
			 complete ? "" : ", and the run was cut off");
	else if (!complete)
		html_put(out, "<p class=\"outcome unclear\">The run was cut off: nothing is known of %lld of the requirements.</p>\n",
			 (long long)unclear);
	else if (unclear > 0 || model_number(report, "exit") != 0)
		html_put(out, "<p class=\"outcome unclear\">Nothing broke, but %lld of the requirements looked at stayed "
			      "undecided.</p>\n", (long long)unclear);
	else
		fputs("<p class=\"outcome good\">Nothing broke in anything that was looked at.</p>\n", out);
}

static void put_counts(const json_t *report, FILE *out)
{
	fputs("<div class=\"figure\"><h2>Requirements</h2><p class=\"big\">", out);
	html_put(out, "%lld<small> of %lld met</small></p><p class=\"counts\">",
		 (long long)(model_count(report, "pass") + model_count(report, "absent")),
		 (long long)json_array_size(model_list(report, "requirements")));
	for (size_t v = 0; v < MODEL_VERDICTS; v++) {
		size_t count = model_count(report, model_verdicts[v]);

		if (count == 0 || strcmp(model_verdicts[v], "pass") == 0)
			continue;
		html_put(out, "<span><b>%lld</b> %s</span> ", (long long)count, model_verdict_words[v]);
	}
	fputs("</p></div>\n", out);
}

static void put_points(const json_t *report, bool component, FILE *out)
{
	fputs("<div class=\"figure\"><h2>Points</h2><p class=\"big\">", out);
	html_put_hundredths(out, model_number(report, "total"));
	html_put(out, "<small> of 100</small></p><p>%s</p></div>\n",
		 component ? "The weighted mean over the component's own requirements."
			   : "The weighted mean of seven properties, at most 20 above the lowest.");
}

static void put_level(const json_t *report, bool component, FILE *out)
{
	const char *reason = model_text(report, "level_reason");

	html_put(out, "<div class=\"figure\"><h2>Level</h2><p class=\"big\">%s</p><p class=\"reason\">",
		 component ? "Component" : model_level(report));
	if (component)
		fputs("A component gets a statement; levels are for devices.", out);
	else if (reason[0] != '\0')
		html_put(out, "%s%s.", strcmp(model_text(report, "level"), "none") == 0 ? "" : "Next level: ", reason);
	fputs("</p></div>\n", out);
}

static void put_figures(const json_t *report, FILE *out)
{
	bool component = strcmp(model_text(report, "level"), "component") == 0;

	fputs("<div class=\"figures\">\n", out);
	put_points(report, component, out);
	put_level(report, component, out);
	put_counts(report, out);
	fputs("</div>\n", out);
}

void html_summary(const json_t *report, FILE *out)
{
	const json_t *target = json_object_get(report, "target"), *run = json_object_get(report, "run"), *entry;
	size_t index;

	fputs("<header class=\"top\">\n<div>\n<p class=\"mark\">Assay</p>\n", out);
	html_put(out, "<h1>%s</h1>\n<p class=\"sub\">%s profile &#183; <b class=\"%s\">%s run</b> &#183; <span class=\"whole\">%s</span></p>\n",
		 model_text(target, "name"), model_text(target, "profile_title"), model_text(run, "kind"),
		 model_text(run, "kind"), model_text(run, "started"));
	put_outcome(report, out);
	fputs("</div>\n", out);
	put_seal(report, out);
	fputs("</header>\n", out);
	put_figures(report, out);
	if (!model_is_complete(report))
		fputs("<p class=\"note\">What a run does not see before it is cut off counts as not run. There is no certificate for it.</p>\n",
		      out);
	json_array_foreach(model_list(run, "practice_because"), index, entry)
		html_put(out, "<p class=\"note\">Practice run: %s.</p>\n", json_string_value(entry));
}
