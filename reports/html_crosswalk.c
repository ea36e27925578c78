/* SPDX-License-Identifier: Apache-2.0 */
/* The same findings seen from the clauses of other schemes, sorted by scheme and clause. */
#include <stdlib.h>
#include <string.h>

#include "reports/html.h"
#include "reports/model.h"

struct pair {
	const json_t *clause, *requirement;
};

static int compare_field(const struct pair *a, const struct pair *b, const char *field)
{
	return strcmp(model_text(a->clause, field), model_text(b->clause, field));
}

static int compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;
	int order = compare_field(a, b, "scheme");

	if (order == 0)
		order = compare_field(a, b, "clause");
	return order != 0 ? order : strcmp(model_text(a->requirement, "slug"), model_text(b->requirement, "slug"));
}

/* All pairs in memory that the caller frees. */
static struct pair *pairs_of(const json_t *report, size_t *ret_count)
{
	const json_t *list = model_list(report, "requirements"), *requirement, *clause;
	struct pair *pairs = NULL;
	size_t count = 0, room = 0, r, c;

	json_array_foreach(list, r, requirement)
		room += json_array_size(model_list(requirement, "crosswalk"));
	pairs = calloc(room + 1, sizeof(*pairs));
	if (pairs == NULL)
		abort();
	json_array_foreach(list, r, requirement)
		json_array_foreach(model_list(requirement, "crosswalk"), c, clause)
			pairs[count++] = (struct pair){ clause, requirement };
	qsort(pairs, count, sizeof(*pairs), compare_pairs);
	*ret_count = count;
	return pairs;
}

static void put_requirement(FILE *out, const struct pair *pair)
{
	const char *slug = model_text(pair->requirement, "slug"), *slash = strchr(slug, '/');

	fputs("<li>", out);
	html_put_verdict(out, model_text(pair->requirement, "verdict"));
	html_put(out, " <a href=\"#%s\">%s</a> <small>%s</small></li>", slug, slash == NULL ? slug : slash + 1,
		 model_text(pair->clause, "relation"));
}

static void put_rows(FILE *out, const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool first_of_scheme = i == 0 || compare_field(&pairs[i - 1], &pairs[i], "scheme") != 0;
		bool first = first_of_scheme || compare_field(&pairs[i - 1], &pairs[i], "clause") != 0;

		if (first && i > 0)
			fputs("</ul></td></tr>\n", out);
		if (first_of_scheme)
			html_put(out, "<tr class=\"scheme\"><th colspan=\"2\" scope=\"colgroup\">%s</th></tr>\n",
				 model_text(pairs[i].clause, "scheme"));
		if (first)
			html_put(out, "<tr><th scope=\"row\">%s<small>%s</small></th><td><ul>",
				 model_text(pairs[i].clause, "clause"), model_text(pairs[i].clause, "about"));
		put_requirement(out, &pairs[i]);
	}
	if (count > 0)
		fputs("</ul></td></tr>\n", out);
}

void html_crosswalk(const json_t *report, FILE *out)
{
	size_t count = 0;
	struct pair *pairs = pairs_of(report, &count);

	if (count > 0) {
		fputs("<section>\n<h2>Crosswalk</h2>\n<p class=\"lead\">Where these findings touch clauses of other schemes. They "
		      "support a claim under those schemes; they do not make one.</p>\n<table class=\"crosswalk\"><tbody>\n",
		      out);
		put_rows(out, pairs, count);
		fputs("</tbody></table>\n</section>\n", out);
	}
	free(pairs);
}
