/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Neighbours must stand further up on the same floor, so that what may include each
 * other is never a circle.
 */
#include "ci/walls/table.h"

#include <stdlib.h>
#include <string.h>

static const char *const VERBS[] = {
	[WALLS_FLOOR] = "floor",	       [WALLS_ONLY] = "only",	[WALLS_ALSO] = "also",
	[WALLS_NEVER] = "never",	       [WALLS_LIBRARY] = "library",
	[WALLS_FREESTANDING] = "freestanding", [WALLS_CALLS] = "calls", [WALLS_NAMES] = "names",
	[WALLS_WORDS] = "words",
};

static bool take_verb(const char *word, enum walls_verb *ret_verb)
{
	for (size_t i = 0; word && i < sizeof(VERBS) / sizeof(VERBS[0]); i++)
		if (strcmp(word, VERBS[i]) == 0) {
			*ret_verb = (enum walls_verb)i;
			return true;
		}
	return false;
}

static bool has_subject(enum walls_verb verb)
{
	return verb != WALLS_NAMES && verb != WALLS_WORDS;
}

static enum result read_objects(char **save, struct walls_line *line)
{
	size_t count = 0;
	char *word = strtok_r(NULL, " \t", save);

	if (word && strcmp(word, ":") != 0)
		return RESULT_MALFORMED;
	while (word && (word = strtok_r(NULL, " \t", save)) != NULL) {
		if (count == WALLS_MAX_OBJECTS)
			return RESULT_TOO_LARGE;
		line->objects[count++] = word;
	}
	return count == 0 && line->verb != WALLS_FLOOR ? RESULT_MALFORMED : RESULT_OK;
}

static enum result read_line(char *text, struct walls_line *line)
{
	char *save;
	char *word = strtok_r(text, " \t", &save);

	*line = (struct walls_line){ .subject = "" };
	if (!take_verb(word, &line->verb))
		return RESULT_MALFORMED;
	if (line->verb == WALLS_FLOOR) {
		word = strtok_r(NULL, " \t", &save);
		if (!word || strlen(word) != 1 || *word < '0' || *word >= '0' + WALLS_FLOOR_OF_MAINS)
			return RESULT_MALFORMED;
		line->floor = (unsigned)(*word - '0');
	}
	if (has_subject(line->verb)) {
		line->subject = strtok_r(NULL, " \t", &save);
		if (!line->subject || strcmp(line->subject, ":") == 0)
			return RESULT_MALFORMED;
	}
	return read_objects(&save, line);
}

static bool is_on_floor(const struct walls_table *table, const char *subject, unsigned floor)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->lines[i].verb == WALLS_FLOOR && table->lines[i].floor == floor &&
		    strcmp(table->lines[i].subject, subject) == 0)
			return true;
	return false;
}

/* May the line be added to those before it? */
static bool fits(const struct walls_table *table, const struct walls_line *line)
{
	if (line->verb != WALLS_FLOOR)
		return true;
	for (size_t i = 0; line->objects[i]; i++)
		if (!is_on_floor(table, line->objects[i], line->floor))
			return false;
	for (unsigned floor = 0; floor < WALLS_FLOOR_OF_MAINS; floor++)
		if (is_on_floor(table, line->subject, floor))
			return false;
	return true;
}

enum result walls_table_read(struct bytes text, struct walls_table *table, unsigned *wrong_line)
{
	enum result result = RESULT_OK;
	char *rest = strndup((const char *)text.at, text.len);
	char *line;

	table->count = 0;
	table->text = rest;
	if (!rest)
		return RESULT_IO;
	for (unsigned number = 1; result == RESULT_OK && (line = strsep(&rest, "\n")) != NULL; number++) {
		struct walls_line *next = &table->lines[table->count];

		if (*line == '\0' || *line == '#')
			continue;
		result = table->count == WALLS_MAX_LINES ? RESULT_TOO_LARGE : read_line(line, next);
		if (result == RESULT_OK && !fits(table, next))
			result = RESULT_MALFORMED;
		if (result == RESULT_OK)
			table->count++;
		else
			*wrong_line = number;
	}
	return result;
}

void walls_table_release(struct walls_table *table)
{
	free(table->text);
	table->text = NULL;
	table->count = 0;
}

bool walls_is_under(const char *path, const char *place)
{
	size_t len = strlen(place);

	if (strncmp(path, place, len) != 0)
		return false;
	return path[len] == '\0' || path[len] == '/' || (len > 0 && place[len - 1] == '/');
}

bool walls_is_under_any(const char *path, const char *const *places)
{
	for (; *places; places++)
		if (walls_is_under(path, *places))
			return true;
	return false;
}

const struct walls_line *walls_floor_of(const struct walls_table *table, const char *path)
{
	const struct walls_line *best = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct walls_line *line = &table->lines[i];

		if (line->verb == WALLS_FLOOR && walls_is_under(path, line->subject) &&
		    (!best || strlen(line->subject) > strlen(best->subject)))
			best = line;
	}
	return best;
}
