/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints are told behind their rule, as TAP wants it, so each rule writes aside first. */
#include "ci/walls/rule.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* In the order in which they are told. */
static const struct rule RULES[] = {
	{ "includes go to a lower floor", rule_includes_go_down },
	{ "walls hold", rule_walls_hold },
	{ "third-party libraries stay in their folders", rule_libraries_stay },
	{ "freestanding folders use freestanding headers", rule_freestanding },
	{ "checks call no clock, no randomness and no files", rule_checks_call_nothing },
	{ "files are small", rule_files_are_small },
	{ "functions are small and take few parameters", rule_functions_are_small },
	{ "code does not come in variants", rule_few_conditionals },
	{ "file names say what the file is for", rule_names },
	{ "no file has a forbidden word", rule_words },
	{ "files have a licence line and house manners", rule_manners },
};
enum { RULE_COUNT = sizeof(RULES) / sizeof(RULES[0]) };

void walls_complain(struct complaints *complaints, const char *path, unsigned line, const char *format, ...)
{
	va_list args;

	complaints->count++;
	fprintf(complaints->out, line ? "# %s:%u: " : "# %s: ", path, line);
	va_start(args, format);
	vfprintf(complaints->out, format, args);
	va_end(args);
	fputc('\n', complaints->out);
}

/* One rule's line and what it has to say. */
static enum result report_rule(size_t index, const struct rule_view *view, FILE *out, bool *clean)
{
	char *said = NULL;
	size_t len;
	struct complaints complaints = { .out = open_memstream(&said, &len) };
	bool failed;

	if (!complaints.out)
		return RESULT_IO;
	RULES[index].look(view, &complaints);
	failed = fclose(complaints.out) != 0;
	if (!failed)
		fprintf(out, "%s %zu - %s\n%s", complaints.count ? "not ok" : "ok", index + 1,
			RULES[index].claim, said);
	free(said);
	*clean = *clean && complaints.count == 0;
	return failed ? RESULT_IO : RESULT_OK;
}

static enum result report_all(const struct rule_view *view, FILE *out, bool *ret_clean)
{
	enum result result = RESULT_OK;
	bool clean = true;

	for (size_t i = 0; i < RULE_COUNT && result == RESULT_OK; i++)
		result = report_rule(i, view, out, &clean);
	fprintf(out, "1..%d\n", RULE_COUNT);
	if (result == RESULT_OK)
		*ret_clean = clean;
	return result;
}

static enum result read_walls(const struct tree *tree, struct walls_table *walls, FILE *out)
{
	unsigned line = 0;
	enum result result = RESULT_NOT_FOUND;

	for (size_t i = 0; i < tree->count && result == RESULT_NOT_FOUND; i++)
		if (strcmp(tree->files[i].path, "ci/walls.table") == 0)
			result = walls_table_read(tree->files[i].text, walls, &line);
	if (result != RESULT_OK)
		fprintf(out, "Bail out! ci/walls.table:%u: %s\n", line, result_sentence(result));
	return result;
}

enum result rules_report(const char *root, const char *build, FILE *out, bool *ret_clean)
{
	struct walls_table walls = { 0 };
	struct tree tree = { 0 };
	struct rule_view view = { &tree, &walls, root, build };
	enum result result = tree_read(root, &tree);

	if (result != RESULT_OK) {
		fprintf(out, "Bail out! the tree under %s: %s\n", root, result_sentence(result));
		return result;
	}
	result = read_walls(&tree, &walls, out);
	if (result == RESULT_OK)
		result = report_all(&view, out, ret_clean);
	walls_table_release(&walls);
	tree_release(&tree);
	return result;
}
