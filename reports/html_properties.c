/* SPDX-License-Identifier: Apache-2.0 */
/* The seven properties as a picture and as bars, and the gates. */
#include <string.h>

#include "reports/html.h"
#include "reports/model.h"

static void put_segment(FILE *out, const char *class, long long part, long long of)
{
	if (part <= 0 || of <= 0)
		return;
	html_put(out, "<i class=\"%s\" style=\"width:", class);
	html_put_hundredths(out, part * 10000 / of);
	fputs("%\"></i>", out);
}

static void put_bar(FILE *out, const json_t *property)
{
	long long of = model_number(property, "of"), debt = model_number(property, "debt");
	long long points = model_number(property, "points");

	fputs("<span class=\"bar\" aria-hidden=\"true\">", out);
	put_segment(out, "earned", points, of);
	put_segment(out, "lost", of - debt - points, of);
	fputs("</span>", out);
}

static void put_property(FILE *out, const json_t *property)
{
	const char *name = model_text(property, "name");
	long long of = model_number(property, "of"), debt = model_number(property, "debt");
	char title[MODEL_TITLE_LEN];

	model_title(name, title);
	if (of == 0)
		html_put(out, "<tr><th scope=\"row\">%s", title);
	else
		html_put(out, "<tr><th scope=\"row\"><a href=\"#%s\">%s</a>", name, title);
	html_put(out, "<small>weight %lld</small></th><td>", model_number(property, "weight"));
	put_bar(out, property);
	fputs("</td><td class=\"score\">", out);
	if (property_is_unchecked(property)) {
		fputs("<small>not yet checked</small>", out);
	} else {
		html_put_hundredths(out, model_number(property, "score"));
		if (debt > 0) {
			fputs("<small>", out);
			html_put_hundredths(out, (of - debt) * 10000 / of);
			fputs(" in reach</small>", out);
		}
	}
	fputs("</td></tr>\n", out);
}

void html_properties(const json_t *report, FILE *out)
{
	bool component = strcmp(model_text(report, "level"), "component") == 0;
	const json_t *list = model_list(report, "properties"), *property;
	size_t index;

	fputs(component ? "<section>\n<h2>Its part of the seven properties</h2>\n" : "<section>\n<h2>Seven properties</h2>\n", out);
	fputs(component ? "<div>\n" : "<div class=\"pair\">\n<figure>\n", out);
	if (!component) {
		html_radar(list, out);
		fputs("<figcaption><span class=\"key earned\">earned</span> <span class=\"key reach\">within reach of the "
		      "checks of this version</span> <span class=\"key rings\">rings: 30, 50, 70, 85</span></figcaption>\n"
		      "</figure>\n",
		      out);
	}
	fputs("<table class=\"bars\"><thead class=\"unseen\"><tr><th>Property</th><th>Bar</th><th>Score of 100</th></tr></thead><tbody>\n",
	      out);
	json_array_foreach(list, index, property)
		if (!component || model_number(property, "of") > 0)
			put_property(out, property);
	fputs("</tbody></table>\n</div>\n</section>\n", out);
}

static const char *gate_sign(const char *state)
{
	if (strcmp(state, "held") == 0)
		return "\u2713";
	return strcmp(state, "broken") == 0 ? "\u2717" : "?";
}

void html_gates(const json_t *report, FILE *out)
{
	const json_t *gate;
	size_t index;

	fputs("<section>\n<h2>Gates</h2>\n<p class=\"lead\">Promises that no number of points outweighs. A gate that is broken, or "
	      "that no check could prove yet, denies its level and all above.</p>\n<ul class=\"gates\">\n",
	      out);
	json_array_foreach(model_list(report, "gates"), index, gate) {
		const char *state = model_text(gate, "state");
		char from[MODEL_TITLE_LEN];

		model_title(model_text(gate, "from"), from);
		html_put(out, "<li class=\"%s\"><b aria-hidden=\"true\">%s</b><span><span class=\"promise\">%s</span><small>%s &#183; from %s</small></span></li>\n",
			 state, gate_sign(state), model_text(gate, "promise"), state, from);
	}
	fputs("</ul>\n</section>\n", out);
}
