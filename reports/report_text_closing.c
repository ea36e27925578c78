/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line a check. Checks that say the same, as all do that were not asked for, share one: this
 * is the end of the output, and often all of it that is seen.
 */
#include "reports/report_text_closing.h"

#include <string.h>

#include "reports/model.h"

enum { COLUMN_NAME = 30, LINES_MAX = 20 };

/* What is told in one line: the first check of it, and how many more say the same. */
struct told {
	const json_t *checks[LINES_MAX];
	size_t more[LINES_MAX];
	size_t count, left_out;
};

static bool say_the_same(const json_t *a, const json_t *b)
{
	return strcmp(model_text(a, "verdict"), model_text(b, "verdict")) == 0 &&
	       strcmp(model_text(a, "says"), model_text(b, "says")) == 0;
}

static void tell(struct told *told, const json_t *check)
{
	for (size_t i = 0; i < told->count; i++) {
		if (say_the_same(told->checks[i], check)) {
			told->more[i]++;
			return;
		}
	}
	if (told->count == LINES_MAX) {
		told->left_out++;
		return;
	}
	told->checks[told->count++] = check;
}

static void tell_all(struct told *told, const json_t *report, const char *verdict)
{
	const json_t *requirement, *check;
	size_t i, j;

	json_array_foreach(model_list(report, "requirements"), i, requirement)
		json_array_foreach(model_list(requirement, "checks"), j, check)
			if (strcmp(model_text(check, "verdict"), verdict) == 0)
				tell(told, check);
}

static void put_line(const struct terminal *t, const json_t *check, size_t more, bool first)
{
	const char *verdict = model_text(check, "verdict"), *name = model_text(check, "name");
	size_t column = COLUMN_NAME + strlen(name) + 2;

	fputs(first ? "  Not passed    " : "                ", t->out);
	terminal_put(t, paint_of_verdict(verdict), verdict);
	fprintf(t->out, "%*s", (int)(COLUMN_NAME - 16 - strlen(verdict)), "");
	terminal_put(t, PAINT_BOLD, name);
	if (more > 0)
		column += (size_t)fprintf(t->out, " and %zu more", more);
	fputs(": ", t->out);
	terminal_put_wrapped(t, model_text(check, "says"), column, COLUMN_NAME);
}

void report_text_put_closing(const struct terminal *t, const json_t *report)
{
	struct told told = { .count = 0 };

	for (size_t v = 0; v < MODEL_VERDICTS; v++)
		if (verdict_is_bad(model_verdicts[v]))
			tell_all(&told, report, model_verdicts[v]);
	for (size_t i = 0; i < told.count; i++)
		put_line(t, told.checks[i], told.more[i], i == 0);
	if (told.left_out > 0)
		fprintf(t->out, "%*sand %zu more, which are named above\n", 16, "", told.left_out);
}
