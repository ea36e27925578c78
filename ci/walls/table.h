/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_WALLS_TABLE_H
#define CI_WALLS_TABLE_H

/*
 * ci/walls.table in memory: lines of a verb, a number where the verb has one, a subject,
 * and objects. The table explains its verbs itself.
 */

#include "reference-impl/base/bytes.h"

enum walls_verb {
	WALLS_FLOOR,
	WALLS_ONLY,
	WALLS_ALSO,
	WALLS_NEVER,
	WALLS_LIBRARY,
	WALLS_FREESTANDING,
	WALLS_CALLS,
	WALLS_NAMES,
	WALLS_WORDS
};

enum { WALLS_MAX_LINES = 256, WALLS_MAX_OBJECTS = 48, WALLS_FLOOR_OF_MAINS = 7 };

struct walls_line {
	enum walls_verb verb;
	unsigned floor;       /* of WALLS_FLOOR */
	const char *subject;  /* "" where the verb has none */
	const char *objects[WALLS_MAX_OBJECTS + 1]; /* ends with NULL */
};

struct walls_table {
	struct walls_line lines[WALLS_MAX_LINES];
	size_t count;
	char *text; /* owned; what the lines point into */
};

/*
 * Reads a copy of the text; walls_table_release() in any case. RESULT_MALFORMED or
 * RESULT_TOO_LARGE, with *wrong_line set to the line's number, from 1; RESULT_IO without memory.
 */
enum result walls_table_read(struct bytes text, struct walls_table *table, unsigned *wrong_line) MUST_CHECK;
void walls_table_release(struct walls_table *table);

/* Is `path` the place itself or inside of it? A place ends at a slash or with the path. */
bool walls_is_under(const char *path, const char *place);

/* Is the path under one of the places (NULL-ended)? */
bool walls_is_under_any(const char *path, const char *const *places);

/* The floor line with the longest subject that the path is under, or NULL. */
const struct walls_line *walls_floor_of(const struct walls_table *table, const char *path);

#endif
