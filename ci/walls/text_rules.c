/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about names, words and manners. The table itself must name the words. */
#include "ci/walls/rule.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ci/line.h"

enum { SHORTEST_PLACE = 6 };

static const struct walls_line *line_of(const struct walls_table *walls, enum walls_verb verb)
{
	for (size_t i = 0; i < walls->count; i++)
		if (walls->lines[i].verb == verb)
			return &walls->lines[i];
	return NULL;
}

/* Does the name have the word in it, as a word of its own? */
static bool has_word(const char *name, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(name, word); at; at = strstr(at + 1, word))
		if ((at == name || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[len]))
			return true;
	return false;
}

void rule_names(const struct rule_view *view, struct complaints *complaints)
{
	const struct walls_line *names = line_of(view->walls, WALLS_NAMES);

	for (size_t i = 0; names && i < view->tree->count; i++) {
		const char *path = view->tree->files[i].path;
		const char *slash = strrchr(path, '/');

		for (size_t j = 0; names->objects[j]; j++)
			if (has_word(slash ? slash + 1 : path, names->objects[j]))
				walls_complain(complaints, path, 0, "\"%s\" does not say what it is for",
					 names->objects[j]);
	}
}

static void look_for_words(const struct tree_file *file, const struct walls_line *words,
			   struct complaints *complaints)
{
	struct bytes text = file->text;

	for (unsigned number = 1; text.len > 0; number++) {
		struct bytes line = line_next(&text);

		for (size_t i = 0; words->objects[i]; i++)
			if (line_has(line, words->objects[i]))
				walls_complain(complaints, file->path, number, "has \"%s\"", words->objects[i]);
	}
}

/*
 * Where the tree lies, which is another place on each machine. Sets "" where the path is too
 * short to mean that: "/src" stands in many files by chance.
 */
static void find_place(const struct rule_view *view, char place[PATH_MAX])
{
	if (!realpath(view->root, place) || strlen(place) < SHORTEST_PLACE || !strchr(place + 1, '/'))
		place[0] = '\0';
}

static bool is_of_name(uint8_t c)
{
	return isalnum(c) || (c != '\0' && strchr("_-", c));
}

/* Does the line have the path, neither as the end of another nor as the front of a longer name? */
static bool tells_place(struct bytes line, const char *place)
{
	struct bytes path = bytes_of_text(place);

	for (size_t i = 0; line.len >= path.len && i <= line.len - path.len; i++)
		if (memcmp(line.at + i, path.at, path.len) == 0 &&
		    (i == 0 || (!is_of_name(line.at[i - 1]) && line.at[i - 1] != '.')) &&
		    (i + path.len == line.len || !is_of_name(line.at[i + path.len])))
			return true;
	return false;
}

static void look_for_place(const struct tree_file *file, const char *place, struct complaints *complaints)
{
	struct bytes text = file->text;

	for (unsigned number = 1; text.len > 0; number++)
		if (tells_place(line_next(&text), place))
			walls_complain(complaints, file->path, number,
				 "has \"%s\", where the tree lies on this machine alone", place);
}

void rule_words(const struct rule_view *view, struct complaints *complaints)
{
	const struct walls_line *words = line_of(view->walls, WALLS_WORDS);
	char place[PATH_MAX];

	find_place(view, place);
	for (size_t i = 0; i < view->tree->count; i++) {
		const struct tree_file *file = &view->tree->files[i];

		if (words && !tree_path_ends(file->path, "ci/walls.table"))
			look_for_words(file, words, complaints);
		if (place[0] != '\0')
			look_for_place(file, place, complaints);
	}
}

static bool wants_licence(const char *path)
{
	return tree_is_c(path) || tree_path_ends(path, ".mk") || tree_path_ends(path, ".sh") ||
	       strcmp(path, "Makefile") == 0;
}

static bool has_licence(struct bytes text)
{
	struct bytes first = line_next(&text);

	if (line_starts(first, "#!"))
		first = line_next(&text);
	return line_has(first, "SPDX-License-Identifier: ");
}

static void look_at_manners(const struct tree_file *file, struct complaints *complaints)
{
	struct bytes text = file->text;

	for (unsigned number = 1; text.len > 0; number++) {
		struct bytes line = line_next(&text);

		if (line_starts(line_unindented(line), "//"))
			walls_complain(complaints, file->path, number, "comments are /* */");
		if ((line_starts(line, "typedef struct") || line_starts(line, "typedef enum")) &&
		    !line_has(line, "("))
			walls_complain(complaints, file->path, number, "structs and enums keep their names");
		if (line.len > 0 && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\t'))
			walls_complain(complaints, file->path, number, "blanks at the end of the line");
	}
}

void rule_manners(const struct rule_view *view, struct complaints *complaints)
{
	for (size_t i = 0; i < view->tree->count; i++) {
		const struct tree_file *file = &view->tree->files[i];

		if (wants_licence(file->path) && !has_licence(file->text))
			walls_complain(complaints, file->path, 1, "the first line has no SPDX-License-Identifier");
		if (tree_is_c(file->path))
			look_at_manners(file, complaints);
	}
}
