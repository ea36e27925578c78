/* SPDX-License-Identifier: Apache-2.0 */
/* The page of proofs, in the look of the reports. */
#include "ci/prove_page.h"

#include <string.h>

#include "ci/prove_detection.h"
#include "conformance/suite.h"
#include "reports/embedded.h"
#include "reports/html.h"
#include "reports/model.h"

static const char own_css[] =
	".proof{padding:.9rem 0;border-top:1px solid var(--line);break-inside:avoid}"
	".proof h3{font:500 1.0625rem/1.4 var(--sans)}.proof h3 code{font-size:.9375rem}"
	".proof .said{color:var(--soft);font-size:.9375rem;margin-top:.15rem}"
	".proof .tag{font-size:.8125rem;color:var(--soft);margin-right:.9rem;white-space:nowrap}"
	".wide{position:relative;overflow-x:auto;border:1px solid var(--line);border-radius:6px;background:var(--card);padding:1rem}"
	".kill{width:auto;border-collapse:separate;border-spacing:1px}"
	".kill th{font:400 .75rem/1.3 var(--mono);padding:0 .6rem 0 0;white-space:nowrap}"
	".kill thead th{writing-mode:vertical-rl;transform:rotate(180deg);padding:.4rem 0 0;text-align:left;vertical-align:bottom}"
	".kill td{width:.9rem;min-width:.9rem;height:.9rem;background:var(--faint);border-radius:2px}"
	".kill td.caught{background:var(--pass)}.kill td.missed{background:var(--fail)}.kill td.also{background:var(--fill-soft)}"
	".slim{display:none}.slim h3{font:400 .8125rem/1.5 var(--mono);margin-top:.8rem}.slim li{font-size:.875rem;color:var(--soft)}"
	"@media screen and (max-width:52rem){.wide{display:none}.slim{display:block}}"
	".legend{font-size:.8125rem;color:var(--soft);margin-top:.8rem}"
	".legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;margin:0 .35rem 0 1.1rem;vertical-align:-.1em}"
	".legend i:first-child{margin-left:0}";

static void put_head(const json_t *detection, const struct prove_tally *tally, FILE *out)
{
	bool good = !prove_detection_is_red(detection, true);

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Detection power</title>\n<style>\n", out);
	fwrite(report_css, 1, report_css_len, out);
	fputs(own_css, out);
	fputs("\n</style>\n</head>\n<body>\n<main>\n<header>\n<p class=\"mark\">Assay</p>\n<h1>Detection power</h1>\n", out);
	html_put(out, "<p class=\"sub\">What the suite itself is worth: bad devices, good devices and cheats were put before it. Suite <code>%s</code></p>\n",
		 model_text(detection, "suite"));
	html_put(out, "<p class=\"outcome%s\">%s</p>\n", good ? "" : " bad",
		 good ? "Every bad device was caught for the stated reason, no good one raised an alarm, and no cheat earned." :
			"The suite is not proven: see what is marked below.");
	fputs("</header>\n<div class=\"figures\">\n", out);
	html_put(out, "<div class=\"figure\"><h2>Bad devices</h2><p class=\"big\">%lld <small>of %lld caught</small></p>",
		 (long long)tally->defects_caught, (long long)tally->defects);
	html_put(out, "<p>%lld classes, %lld of %lld eyes saw what they had to</p></div>\n", (long long)tally->classes,
		 (long long)tally->eyes_caught, (long long)tally->eyes);
	html_put(out, "<div class=\"figure\"><h2>Cheats</h2><p class=\"big\">%lld <small>of %lld refused</small></p>",
		 (long long)(tally->cheats - tally->cheats_earned), (long long)tally->cheats);
	fputs("<p>None may earn what it lies about</p></div>\n", out);
	html_put(out, "<div class=\"figure\"><h2>Good devices</h2><p class=\"big\">%lld <small>of %lld clean</small></p>",
		 (long long)(tally->variants - tally->variants_alarmed), (long long)tally->variants);
	html_put(out, "<p>%lld of %lld checks have been made to fail</p></div>\n</div>\n", (long long)(every_check_count - tally->unproven),
		 (long long)every_check_count);
}

static void put_unproven(const json_t *detection, FILE *out)
{
	const json_t *names = json_object_get(detection, "unproven"), *name;
	size_t index;

	if (json_array_size(names) == 0)
		return;
	fputs("<section>\n<h2>Checks that nothing makes fail</h2>\n<ul>\n", out);
	json_array_foreach(names, index, name)
		html_put(out, "<li><code>%s</code></li>\n", json_string_value(name));
	fputs("</ul>\n</section>\n", out);
}

static void put_defect(const json_t *row, bool first, FILE *out)
{
	bool caught = json_is_true(json_object_get(row, "caught"));

	if (first) {
		html_put(out, "<article class=\"proof\" id=\"%s\">\n<h3><code>%s</code></h3>\n<p>", model_text(row, "defect"), model_text(row, "defect"));
		html_put(out, "<span class=\"tag\">%s %s</span><span class=\"tag\">breaks %s</span><span class=\"tag\">%lld s</span>",
			 model_text(row, "class"), model_text(row, "kind"), model_text(row, "requirement"), model_number(row, "seconds"));
		html_put(out, "<span class=\"tag\">%s</span></p>\n", model_text(row, "real"));
	}
	html_put(out, "<p class=\"said\"><span class=\"verdict %s\">%s</span> ", caught ? "pass" : "fail", caught ? "caught" : "missed");
	html_put(out, "%s <code>%s</code>: %s</p>\n", model_text(row, "eye"), model_text(row, "seen_by"), model_text(row, "shown"));
}

static void put_defects(const json_t *detection, FILE *out)
{
	const json_t *rows = json_object_get(detection, "defects"), *row;
	const char *before = "";
	size_t index;

	fputs("<section>\n<h2>Bad devices</h2>\n<p class=\"lead\">Each is the reference device with one function changed. It counts as caught "
	      "when the stated eye sees it and says why.</p>\n", out);
	json_array_foreach(rows, index, row) {
		bool first = strcmp(before, model_text(row, "defect")) != 0;

		if (first && index > 0)
			fputs("</article>\n", out);
		put_defect(row, first, out);
		before = model_text(row, "defect");
	}
	fputs(json_array_size(rows) > 0 ? "</article>\n</section>\n" : "</section>\n", out);
}

static void put_cheats(const json_t *detection, FILE *out)
{
	const json_t *cheat, *row;
	size_t i, j;

	fputs("<section>\n<h2>Cheats</h2>\n<p class=\"lead\">Adapters, kits and benches that lie. What they lie about must not pass.</p>\n", out);
	json_array_foreach(json_object_get(detection, "cheats"), i, cheat) {
		html_put(out, "<article class=\"proof\">\n<h3><code>%s</code></h3>\n<p>%s</p>\n", model_text(cheat, "cheat"), model_text(cheat, "story"));
		json_array_foreach(json_object_get(cheat, "rows"), j, row) {
			if (!json_is_true(json_object_get(row, "lie")))
				continue;
			fputs("<p class=\"said\">", out);
			html_put_verdict(out, model_text(row, "verdict"));
			html_put(out, " <code>%s</code>: %s</p>\n", model_text(row, "check"), model_text(row, "shown"));
		}
		fputs("</article>\n", out);
	}
	fputs("</section>\n", out);
}

static void put_variants(const json_t *detection, FILE *out)
{
	const json_t *variant, *alarm;
	size_t i, j;

	fputs("<section>\n<h2>Good devices that differ</h2>\n", out);
	json_array_foreach(json_object_get(detection, "variants"), i, variant) {
		bool clean = json_array_size(json_object_get(variant, "alarms")) == 0;

		html_put(out, "<article class=\"proof\">\n<h3><code>%s</code></h3>\n<p>%s</p>\n", model_text(variant, "variant"), model_text(variant, "story"));
		html_put(out, "<p class=\"said\"><span class=\"verdict %s\">%s</span> %lld checks pass, %lld s</p>\n", clean ? "pass" : "fail",
			 clean ? "no alarm" : "alarm", model_number(variant, "passed"), model_number(variant, "seconds"));
		json_array_foreach(json_object_get(variant, "alarms"), j, alarm)
			html_put(out, "<p class=\"said\"><code>%s</code> %s: %s</p>\n", model_text(alarm, "check"), model_text(alarm, "verdict"),
				 model_text(alarm, "shown"));
		fputs("</article>\n", out);
	}
	fputs("</section>\n", out);
}

static void put_guards(const json_t *detection, FILE *out)
{
	const json_t *guard;
	size_t index;

	fputs("<section>\n<h2>Guards</h2>\n<p class=\"lead\">What no check can see from outside: single faults in decisions, and branches "
	      "on secrets. Before the code as it is they must find nothing.</p>\n", out);
	json_array_foreach(json_object_get(detection, "guards"), index, guard) {
		bool clean = json_is_true(json_object_get(guard, "clean"));

		html_put(out, "<article class=\"proof\">\n<h3><code>%s</code></h3>\n", model_text(guard, "guard"));
		html_put(out, "<p class=\"said\"><span class=\"verdict %s\">%s</span> %s, %lld s</p>\n</article>\n", clean ? "pass" : "fail",
			 clean ? "clean" : "found", model_text(guard, "says"), model_number(guard, "seconds"));
	}
	fputs("</section>\n", out);
}

enum result prove_page(const json_t *detection, FILE *out)
{
	struct prove_tally tally = prove_detection_tally(detection);

	put_head(detection, &tally, out);
	put_unproven(detection, out);
	prove_page_matrix(detection, out);
	put_defects(detection, out);
	put_cheats(detection, out);
	put_variants(detection, out);
	put_guards(detection, out);
	fputs("</main>\n</body>\n</html>\n", out);
	return ferror(out) ? RESULT_IO : RESULT_OK;
}
