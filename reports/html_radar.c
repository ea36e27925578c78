/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seven properties on seven axes: what was earned, filled, inside what this version of the
 * suite can look at, dashed. Rings are the thresholds of the levels. Integers only, so that the
 * picture is the same everywhere.
 */
#include <string.h>

#include "reports/html.h"
#include "reports/model.h"

enum { AXES = 7, CENTRE_X = 2700, CENTRE_Y = 2080, RADIUS = 1450, LABEL_RADIUS = 1620, FULL = 10000, UNIT = 10000 };
enum { LINE = 175, NAME_LEN = 13 };

/* Directions, from the top clockwise, in parts of UNIT. */
static const struct {
	long long x, y;
} axes[AXES] = {
	{ 0, -10000 }, { 7818, -6235 }, { 9749, 2225 }, { 4339, 9010 }, { -4339, 9010 }, { -9749, 2225 }, { -7818, -6235 },
};

/* Tenths of a unit of the picture, written with their point. */
static void put_tenths(FILE *out, long long tenths)
{
	fprintf(out, "%lld.%lld", tenths / 10, tenths % 10);
}

static void put_point(FILE *out, size_t axis, long long radius)
{
	put_tenths(out, CENTRE_X + axes[axis].x * radius / UNIT);
	fputc(',', out);
	put_tenths(out, CENTRE_Y + axes[axis].y * radius / UNIT);
	fputc(' ', out);
}

static void put_ring(FILE *out, long long score, const char *name)
{
	html_put(out, "<polygon class=\"ring %s\" points=\"", name);
	for (size_t i = 0; i < AXES; i++)
		put_point(out, i, score * RADIUS / FULL);
	fputs("\"/>", out);
}

/* The basis points that checks of this version can reach, or those that were earned. */
static long long value_of(const json_t *property, bool reach)
{
	long long of = model_number(property, "of");

	if (!reach)
		return model_number(property, "score");
	return of == 0 ? 0 : (of - model_number(property, "debt")) * FULL / of;
}

static void put_area(FILE *out, const json_t *properties, bool reach)
{
	html_put(out, "<polygon class=\"%s\" points=\"", reach ? "reach" : "earned");
	for (size_t i = 0; i < AXES; i++)
		put_point(out, i, value_of(json_array_get(properties, i), reach) * RADIUS / FULL);
	fputs("\"/>\n", out);
}

static void put_dot(FILE *out, size_t axis, long long score)
{
	fputs("<circle class=\"dot\" r=\"4\" cx=\"", out);
	put_tenths(out, CENTRE_X + axes[axis].x * score * RADIUS / FULL / UNIT);
	fputs("\" cy=\"", out);
	put_tenths(out, CENTRE_Y + axes[axis].y * score * RADIUS / FULL / UNIT);
	fputs("\"/>\n", out);
}

static void put_axis(FILE *out, size_t axis)
{
	fputs("<polyline class=\"axis\" points=\"", out);
	put_point(out, axis, 0);
	put_point(out, axis, RADIUS);
	fputs("\"/>\n", out);
}

/* The words at the end of an axis: a name of one or two lines, and a figure. */
struct label {
	size_t axis, lines;
	const char *text[3];
};

static void put_line(FILE *out, const struct label *label, size_t line)
{
	long long x = axes[label->axis].x, y = axes[label->axis].y;
	long long top = CENTRE_Y + y * LABEL_RADIUS / UNIT;

	/* Above the axis at the top, below those at the bottom, centred on the others. */
	if (label->axis == 0)
		top -= (long long)(label->lines - 1) * LINE;
	else if (y < 5000)
		top -= (long long)(label->lines - 2) * LINE / 2;
	html_put(out, "<text class=\"%s\" text-anchor=\"%s\" x=\"", line + 1 == label->lines ? "figure" : "name",
		 x == 0 ? "middle" : x > 0 ? "start" : "end");
	put_tenths(out, CENTRE_X + x * LABEL_RADIUS / UNIT);
	fputs("\" y=\"", out);
	put_tenths(out, top + (long long)line * LINE);
	html_put(out, "\">%s</text>", label->text[line]);
}

/* The name, broken in two if it is long, and below it the score or why there is none. */
static void put_label(FILE *out, size_t axis, const json_t *property)
{
	long long score = model_number(property, "score");
	char title[MODEL_TITLE_LEN], figure[MODEL_TITLE_LEN], *gap;
	struct label label = { axis, 0, { NULL } };

	model_title(model_text(property, "name"), title);
	gap = strlen(title) > NAME_LEN ? strchr(title + strlen(title) / 3, ' ') : NULL;
	snprintf(figure, sizeof(figure), "%lld.%02lld", score / 100, score % 100);
	label.text[label.lines++] = title;
	if (gap != NULL) {
		*gap = '\0';
		label.text[label.lines++] = gap + 1;
	}
	label.text[label.lines++] = property_is_unchecked(property) ? "not yet checked" : figure;
	for (size_t line = 0; line < label.lines; line++)
		put_line(out, &label, line);
	fputc('\n', out);
}

static void put_description(FILE *out, const json_t *properties)
{
	const json_t *property;
	size_t index;

	fputs("<desc id=\"radar-desc\">", out);
	json_array_foreach(properties, index, property) {
		char title[MODEL_TITLE_LEN];

		model_title(model_text(property, "name"), title);
		html_put(out, "%s: ", title);
		if (property_is_unchecked(property))
			fputs("not yet checked", out);
		else
			html_put_hundredths(out, model_number(property, "score"));
		fputs(index + 1 < AXES ? "; " : ".", out);
	}
	fputs("</desc>\n", out);
}

void html_radar(const json_t *properties, FILE *out)
{
	fputs("<svg class=\"radar\" viewBox=\"0 0 540 420\" role=\"img\" aria-labelledby=\"radar-title radar-desc\">\n"
	      "<title id=\"radar-title\">Scores of the seven properties, of 100 each</title>\n",
	      out);
	put_description(out, properties);
	put_ring(out, FULL, "edge");
	put_ring(out, 8500, "level");
	put_ring(out, 7000, "level");
	put_ring(out, 5000, "level");
	put_ring(out, 3000, "level");
	for (size_t i = 0; i < AXES; i++)
		put_axis(out, i);
	put_area(out, properties, true);
	put_area(out, properties, false);
	for (size_t i = 0; i < AXES; i++) {
		const json_t *property = json_array_get(properties, i);

		if (!property_is_unchecked(property))
			put_dot(out, i, model_number(property, "score"));
		put_label(out, i, property);
	}
	fputs("</svg>\n", out);
}
