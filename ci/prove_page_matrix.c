/* SPDX-License-Identifier: Apache-2.0 */
/* A square for each check and bad device: caught, missed, seen beside the point, or nothing. */
#include <stdbool.h>
#include <string.h>

#include "ci/prove_page.h"
#include "conformance/suite.h"
#include "reports/html.h"
#include "reports/model.h"

/* The index of the row where the next defect begins; the end behind the last. */
static size_t next_defect(const json_t *rows, size_t index)
{
	const char *name = model_text(json_array_get(rows, index), "defect");

	while (index < json_array_size(rows) && strcmp(model_text(json_array_get(rows, index), "defect"), name) == 0)
		index++;
	return index;
}

static bool seen_by_checks(const json_t *rows, size_t index)
{
	return strcmp(model_text(json_array_get(rows, index), "eye"), "check") == 0;
}

static bool names(const json_t *list, const char *name)
{
	const json_t *other;
	size_t index;

	json_array_foreach(list, index, other)
		if (strcmp(json_string_value(other), name) == 0)
			return true;
	return false;
}

static const char *square(const json_t *rows, size_t from, size_t to, const char *check)
{
	for (size_t i = from; i < to; i++)
		if (strcmp(model_text(json_array_get(rows, i), "seen_by"), check) == 0)
			return json_is_true(json_object_get(json_array_get(rows, i), "caught")) ? "caught" : "missed";
	return names(json_object_get(json_array_get(rows, from), "others"), check) ? "also" : "";
}

static void put_header(const json_t *rows, FILE *out)
{
	fputs("<thead><tr><th></th>", out);
	for (size_t i = 0; i < json_array_size(rows); i = next_defect(rows, i))
		if (seen_by_checks(rows, i))
			html_put(out, "<th scope=\"col\">%s</th>", model_text(json_array_get(rows, i), "defect"));
	fputs("</tr></thead>\n<tbody>\n", out);
}

static bool any_square(const json_t *rows, const char *check)
{
	for (size_t i = 0; i < json_array_size(rows); i = next_defect(rows, i))
		if (square(rows, i, next_defect(rows, i), check)[0] != '\0')
			return true;
	return false;
}

static void put_row(const json_t *rows, const char *check, FILE *out)
{
	html_put(out, "<tr><th scope=\"row\">%s</th>", check);
	for (size_t i = 0; i < json_array_size(rows); i = next_defect(rows, i)) {
		const char *kind = square(rows, i, next_defect(rows, i), check);

		if (!seen_by_checks(rows, i))
			continue;
		if (kind[0] == '\0')
			fputs("<td></td>", out);
		else
			html_put(out, "<td class=\"%s\" title=\"%s: %s\"><span class=\"unseen\">%s</span></td>", kind, kind,
				 model_text(json_array_get(rows, i), "defect"), kind);
	}
	fputs("</tr>\n", out);
}

/* The same for a narrow screen: under each check the names of what it sees. */
static void put_list(const json_t *rows, const char *check, FILE *out)
{
	html_put(out, "<h3>%s</h3>\n<ul>\n", check);
	for (size_t i = 0; i < json_array_size(rows); i = next_defect(rows, i)) {
		const char *kind = square(rows, i, next_defect(rows, i), check);

		if (kind[0] != '\0')
			html_put(out, "<li>%s %s</li>\n", kind, model_text(json_array_get(rows, i), "defect"));
	}
	fputs("</ul>\n", out);
}

void prove_page_matrix(const json_t *detection, FILE *out)
{
	const json_t *rows = json_object_get(detection, "defects");

	fputs("<section>\n<h2>Which check sees which bad device</h2>\n<div class=\"wide\" tabindex=\"0\">\n<table class=\"kill\">\n", out);
	put_header(rows, out);
	for (size_t i = 0; i < every_check_count; i++)
		if (any_square(rows, every_check[i].name))
			put_row(rows, every_check[i].name, out);
	fputs("</tbody>\n</table>\n</div>\n<div class=\"slim\">\n", out);
	for (size_t i = 0; i < every_check_count; i++)
		if (any_square(rows, every_check[i].name))
			put_list(rows, every_check[i].name, out);
	fputs("</div>\n<p class=\"legend\"><i style=\"background:var(--pass)\"></i>caught, as stated"
	      "<i style=\"background:var(--fail)\"></i>missed<i style=\"background:var(--fill-soft)\"></i>seen too (asked with FULL=1)</p>\n</section>\n",
	      out);
}
