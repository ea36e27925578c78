/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds, and the two ways of showing rows. */
#include "conformance/core/list.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/command_line.h"

enum { EXIT_SUITE = 2, COLUMN_MAX = 64 };

#define COLUMNS(...) (const char *const[]){ __VA_ARGS__, NULL }

static const struct list_kind kinds[] = {
	{ "checks", "one claim each, by what it is looked at", COLUMNS("name", "requirement", "evidence"), list_checks },
	{ "requirements", "what is demanded, with weight, gate and number of checks",
	  COLUMNS("slug", "weight", "checks", "gate"), list_requirements },
	{ "profiles", "which requirements are asked of a kind of thing",
	  COLUMNS("name", "kind", "demanded", "checked", "title"), list_profiles },
	{ "targets", "devices that can be certified", COLUMNS("name", "profile", "title"), list_targets },
	{ "surfaces", "what can be fuzzed", COLUMNS("name", "enters"), list_surfaces },
	{ "defects", "deliberately bad devices that the checks must catch", COLUMNS("name", "class", "breaks", "seen_by"),
	  list_defects },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static void put_help(FILE *out)
{
	fputs("usage: assay list KIND [--json]\n\nLists what the suite consists of and what it can be turned on.\n\n", out);
	for (size_t k = 0; k < KINDS; k++)
		fprintf(out, "  %-14s %s\n", kinds[k].name, kinds[k].about);
	fputs("\n  --json         all fields, as a JSON array\n\n"
	      "Examples:\n  assay list requirements\n  assay list targets --json\n\n"
	      "Exit: 0, 2 something could not be read, 64 wrong usage.\n",
	      out);
}

/* What a field looks like in a table, in memory that the caller frees. */
static char *shown(const json_t *row, const char *column)
{
	const json_t *value = json_object_get(row, column);
	char *text = NULL;

	if (json_is_string(value))
		return strdup(json_string_value(value));
	if (json_is_integer(value) && asprintf(&text, "%lld", (long long)json_integer_value(value)) >= 0)
		return text;
	return strdup("-");
}

static size_t width_of(const json_t *rows, const char *column)
{
	size_t width = strlen(column), index;
	json_t *row;

	json_array_foreach(rows, index, row) {
		char *text = shown(row, column);

		if (text != NULL && strlen(text) > width)
			width = strlen(text);
		free(text);
	}
	return width < COLUMN_MAX ? width : COLUMN_MAX;
}

/* The last column ends the line and needs no padding. */
static void put_cell(const struct list_kind *kind, const json_t *rows, size_t column, const char *text)
{
	if (kind->columns[column + 1] == NULL)
		printf("%s\n", text);
	else
		printf("%-*s  ", (int)width_of(rows, kind->columns[column]), text);
}

static void put_table(const struct list_kind *kind, const json_t *rows)
{
	size_t index;
	json_t *row;

	for (size_t c = 0; kind->columns[c] != NULL; c++)
		put_cell(kind, rows, c, kind->columns[c]);
	json_array_foreach(rows, index, row) {
		for (size_t c = 0; kind->columns[c] != NULL; c++) {
			char *text = shown(row, kind->columns[c]);

			put_cell(kind, rows, c, text == NULL ? "" : text);
			free(text);
		}
	}
}

static int put_kind(const struct list_kind *kind, bool as_json)
{
	struct complaint why = { "" };
	json_t *rows = NULL;

	if (kind->rows(&rows, &why) != RESULT_OK) {
		fprintf(stderr, "assay list: %s\n", why.text);
		return EXIT_SUITE;
	}
	if (!as_json)
		put_table(kind, rows);
	else if (json_dumpf(rows, stdout, JSON_SORT_KEYS | JSON_INDENT(1)) == 0)
		putchar('\n');
	json_decref(rows);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	fprintf(stderr, "assay list: standard output: %s\n", strerror(errno));
	return EXIT_SUITE;
}

static const struct list_kind *kind_named(const char *name)
{
	for (size_t k = 0; k < KINDS; k++)
		if (strcmp(name, kinds[k].name) == 0)
			return &kinds[k];
	return NULL;
}

static int no_such_kind(const char *name)
{
	char near[COMMAND_NEAR_LEN];
	const char *names[KINDS];

	for (size_t k = 0; k < KINDS; k++)
		names[k] = kinds[k].name;
	command_near(name, names, KINDS, near);
	return command_wrong("assay list", "there is no kind", name, near);
}

int list_main(int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' }, { 0 } };
	const struct list_kind *kind;
	bool as_json = false;
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (key == 'h') {
			put_help(stdout);
			return 0;
		}
		if (key != 'j')
			return command_wrong_option("assay list", key, argv, options);
		as_json = true;
	}
	if (optind == argc) {
		put_help(stderr);
		return COMMAND_WRONG_USAGE;
	}
	if (optind + 1 < argc)
		return command_wrong("assay list", "give one KIND; there is no place for", argv[optind + 1], "");
	kind = kind_named(argv[optind]);
	return kind == NULL ? no_such_kind(argv[optind]) : put_kind(kind, as_json);
}
