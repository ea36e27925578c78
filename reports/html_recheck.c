/* SPDX-License-Identifier: Apache-2.0 */
/* The end of the page: points without measurement, how to check again, and what this is not. */
#include <string.h>

#include "reports/html.h"
#include "reports/model.h"

static bool is_unmeasured(const json_t *requirement)
{
	return model_number(requirement, "points") > 0 && (strcmp(model_text(requirement, "evidence"), "measured") != 0 ||
							   strcmp(model_text(requirement, "verdict"), "absent") == 0);
}

void html_unmeasured(const json_t *report, FILE *out)
{
	const json_t *requirement;
	bool any = false;
	size_t index;

	fputs("<section>\n<h2>Points without measurement</h2>\n", out);
	json_array_foreach(model_list(report, "requirements"), index, requirement) {
		if (!is_unmeasured(requirement))
			continue;
		fputs(any ? "" : "<ul>\n", out);
		any = true;
		fputs("<li>", out);
		html_put_hundredths(out, model_number(requirement, "points"));
		html_put(out, " points, %s: <a href=\"#%s\">%s</a></li>\n",
			 strcmp(model_text(requirement, "verdict"), "absent") == 0 ? "absence proved by a probe"
										   : model_text(requirement, "evidence"),
			 model_text(requirement, "slug"), model_text(requirement, "statement"));
	}
	fputs(any ? "</ul>\n" : "<p>None. Each point was earned by something that was observed in this run.</p>\n", out);
	fputs("</section>\n", out);
}

static void put_row(FILE *out, const char *name, const char *value)
{
	html_put(out, "<tr><th scope=\"row\">%s</th><td><code>%s</code></td></tr>\n", name, value);
}

static void put_list(FILE *out, const char *lead, const json_t *list)
{
	const json_t *entry;
	size_t index;

	if (json_array_size(list) == 0)
		return;
	html_put(out, "<p>%s</p>\n<ul>\n", lead);
	json_array_foreach(list, index, entry)
		html_put(out, "<li>%s</li>\n", json_string_value(entry));
	fputs("</ul>\n", out);
}

static void put_digests(const json_t *report, FILE *out)
{
	const json_t *run = json_object_get(report, "run"), *suite = json_object_get(report, "suite"), *entry;
	size_t index;

	fputs("<table class=\"digests\"><tbody>\n", out);
	put_row(out, "Run", model_text(run, "id"));
	put_row(out, "Suite", model_text(suite, "version"));
	put_row(out, "Suite digest", model_text(suite, "digest"));
	put_row(out, "Transcript", model_text(run, "transcript"));
	put_row(out, "Seed", model_text(run, "seed"));
	json_array_foreach(model_list(json_object_get(report, "target"), "firmware"), index, entry)
		put_row(out, "Firmware", json_string_value(entry));
	json_array_foreach(model_list(run, "roots"), index, entry)
		put_row(out, "Endorsement root", json_string_value(entry));
	fputs("</tbody></table>\n", out);
	put_list(out, "The run used up:", model_list(run, "spent"));
	put_list(out, "Cut off and made again when the run was resumed:", model_list(run, "repeated"));
}

void html_recheck(const json_t *report, FILE *out)
{
	fputs("<section>\n<h2>Check it again</h2>\n<p class=\"lead\">Nothing here needs to be believed. The transcript holds every "
	      "question that the device was asked and every answer; the judge that read it had no key and no network, and it can be "
	      "run again by anyone.</p>\n<pre><code>assay verify DIR --trust LAB-ROOT.pem\n"
	      "assay report DIR/report.json --html</code></pre>\n"
	      "<p><code>DIR</code> is the folder that holds this page. The first line of the answer says whether signature, "
	      "chain and transcript are authentic, the second whether the suite with the digest below comes to the same verdicts.</p>\n",
	      out);
	if (!model_is_complete(report))
		fputs("<p>This run was cut off and was not signed, so verifying it is refused; its transcript can still be judged: "
		      "<code>assay judge DIR/transcript.jsonl</code>.</p>\n", out);
	put_digests(report, out);
	fputs("</section>\n<footer>\n<p><b>This is not a conformity assessment</b> under ETSI EN 303 645, NIST IR 8425, PSA Certified, "
	      "SESIP, the Cyber Resilience Act or any other scheme. It reports what was observed on the units tested, in this run.</p>\n"
	      "</footer>\n",
	      out);
}
