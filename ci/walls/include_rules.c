/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about #include lines. What the compiler does with them is its business; here
 * every include counts, also one that a conditional leaves out.
 */
#include "ci/walls/rule.h"

#include <string.h>

#include "ci/line.h"

enum { MAX_TARGET = 256 };

struct include {
	const char *file; /* that has it */
	unsigned line;
	bool quoted; /* "ours" and not <theirs> */
	char target[MAX_TARGET];
};

typedef void (*include_look)(const struct walls_table *walls, const struct include *include,
			     struct complaints *complaints);

static bool read_include(struct bytes line, struct include *include)
{
	struct bytes rest;
	const uint8_t *end;

	if (!line_after(line_unindented(line), "#include ", &rest) || rest.len < 3 || rest.len > MAX_TARGET)
		return false;
	include->quoted = rest.at[0] == '"';
	end = memchr(rest.at + 1, include->quoted ? '"' : '>', rest.len - 1);
	if (!end)
		return false;
	memcpy(include->target, rest.at + 1, (size_t)(end - rest.at) - 1);
	include->target[end - rest.at - 1] = '\0';
	return true;
}

static void each_include(const struct rule_view *view, include_look look, struct complaints *complaints)
{
	for (size_t i = 0; i < view->tree->count; i++) {
		const struct tree_file *file = &view->tree->files[i];
		struct include include = { .file = file->path };
		struct bytes text = file->text;

		while (tree_is_c(file->path) && text.len > 0) {
			include.line++;
			if (read_include(line_next(&text), &include))
				look(view->walls, &include, complaints);
		}
	}
}

static bool has_object(const struct walls_line *line, const char *object)
{
	for (size_t i = 0; line->objects[i]; i++)
		if (strcmp(line->objects[i], object) == 0)
			return true;
	return false;
}

static void look_down(const struct walls_table *walls, const struct include *include,
		      struct complaints *complaints)
{
	const struct walls_line *from = walls_floor_of(walls, include->file);
	const struct walls_line *to = walls_floor_of(walls, include->target);
	bool is_top = tree_is_main(include->file) || tree_is_test(include->file);

	if (!include->quoted)
		return;
	if (!from)
		walls_complain(complaints, include->file, include->line, "its folder has no floor in ci/walls.table");
	else if (!to && !strchr(include->target, '/'))
		walls_complain(complaints, include->file, include->line,
			 "\"%s\" is no path from the root, and no generated header of ci/walls.table",
			 include->target);
	else if (!to)
		walls_complain(complaints, include->file, include->line, "\"%s\" has no floor in ci/walls.table",
			 include->target);
	else if (!is_top && from != to && to->floor >= from->floor && !has_object(from, to->subject))
		walls_complain(complaints, include->file, include->line,
			 "floor %u includes \"%s\" of floor %u, which is not a neighbour in ci/walls.table",
			 from->floor, include->target, to->floor);
}

void rule_includes_go_down(const struct rule_view *view, struct complaints *complaints)
{
	each_include(view, look_down, complaints);
}

static bool is_excepted(const struct walls_table *walls, const struct include *include)
{
	for (size_t i = 0; i < walls->count; i++)
		if (walls->lines[i].verb == WALLS_ALSO &&
		    walls_is_under(include->file, walls->lines[i].subject) &&
		    walls_is_under_any(include->target, walls->lines[i].objects))
			return true;
	return false;
}

static void look_at_walls(const struct walls_table *walls, const struct include *include,
			  struct complaints *complaints)
{
	for (size_t i = 0; include->quoted && i < walls->count; i++) {
		const struct walls_line *wall = &walls->lines[i];
		bool hit = walls_is_under_any(include->target, wall->objects);

		if (!walls_is_under(include->file, wall->subject))
			continue;
		if (wall->verb == WALLS_NEVER && hit)
			walls_complain(complaints, include->file, include->line, "%s never includes \"%s\"",
				 wall->subject, include->target);
		if (wall->verb == WALLS_ONLY && !hit && !is_excepted(walls, include))
			walls_complain(complaints, include->file, include->line, "%s does not reach \"%s\"",
				 wall->subject, include->target);
	}
}

void rule_walls_hold(const struct rule_view *view, struct complaints *complaints)
{
	each_include(view, look_at_walls, complaints);
}

static void look_at_library(const struct walls_table *walls, const struct include *include,
			    struct complaints *complaints)
{
	for (size_t i = 0; !include->quoted && i < walls->count; i++) {
		const struct walls_line *library = &walls->lines[i];
		bool allowed = walls_is_under_any(include->file, library->objects) ||
			       (tree_is_test(include->file) && has_object(library, "tests"));

		if (library->verb == WALLS_LIBRARY && walls_is_under(include->target, library->subject) &&
		    !allowed)
			walls_complain(complaints, include->file, include->line, "<%s> does not belong here",
				 include->target);
	}
}

void rule_libraries_stay(const struct rule_view *view, struct complaints *complaints)
{
	each_include(view, look_at_library, complaints);
}

static void look_at_freestanding(const struct walls_table *walls, const struct include *include,
				 struct complaints *complaints)
{
	if (include->quoted || tree_is_test(include->file) || tree_is_main(include->file))
		return;
	for (size_t i = 0; i < walls->count; i++)
		if (walls->lines[i].verb == WALLS_FREESTANDING &&
		    walls_is_under(include->file, walls->lines[i].subject) &&
		    !has_object(&walls->lines[i], include->target))
			walls_complain(complaints, include->file, include->line, "<%s> needs more than bare metal has",
				 include->target);
}

void rule_freestanding(const struct rule_view *view, struct complaints *complaints)
{
	each_include(view, look_at_freestanding, complaints);
}
