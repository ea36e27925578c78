/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about sizes, measured by the layout that the house style fixes: the body of a
 * function opens and closes with a brace alone in column one.
 */
#include "ci/walls/rule.h"

#include <string.h>

#include "ci/line.h"

enum { MAX_FILE = 400, MAX_HEADER = 120, MAX_MAIN = 40, MAX_FUNCTION = 60, MAX_PARAMETERS = 5 };
enum { MAX_CONDITIONALS_PER_KLOC = 2 };

static unsigned lines_of(struct bytes text)
{
	unsigned count = 0;

	for (; text.len > 0; count++)
		line_next(&text);
	return count;
}

static unsigned most_lines_of(const char *path)
{
	if (tree_path_ends(path, ".h"))
		return MAX_HEADER;
	return tree_is_main(path) ? MAX_MAIN : MAX_FILE;
}

void rule_files_are_small(const struct rule_view *view, struct complaints *complaints)
{
	for (size_t i = 0; i < view->tree->count; i++) {
		const char *path = view->tree->files[i].path;
		unsigned lines = tree_is_c(path) ? lines_of(view->tree->files[i].text) : 0;

		if (lines > most_lines_of(path))
			walls_complain(complaints, path, 0, "%u lines; at most %u", lines, most_lines_of(path));
	}
}

static bool is_alone(struct bytes line, char brace)
{
	return line.len == 1 && line.at[0] == (uint8_t)brace;
}

/* Commas between the outermost parentheses, plus one. */
static unsigned parameters_of(struct bytes signature)
{
	unsigned depth = 0;
	unsigned count = 1;

	for (size_t i = 0; i < signature.len; i++) {
		if (signature.at[i] == '(')
			depth++;
		else if (signature.at[i] == ')' && depth > 0 && --depth == 0)
			break;
		else if (signature.at[i] == ',' && depth == 1)
			count++;
	}
	return count;
}

static void look_at_functions(const struct tree_file *file, struct complaints *complaints)
{
	struct bytes text = file->text;
	struct bytes signature = bytes_from(text.at, 0); /* all since the last empty line */
	unsigned number = 0;
	unsigned opened = 0; /* line of the signature, 0 outside of functions */
	unsigned start = 1;

	while (text.len > 0) {
		struct bytes line = line_next(&text);

		number++;
		if (line.len == 0 && !opened) {
			signature = bytes_from(text.at, 0);
			start = number + 1;
		} else if (is_alone(line, '{') && !opened) {
			opened = start;
			signature.len = (size_t)(line.at - signature.at);
			if (parameters_of(signature) > MAX_PARAMETERS)
				walls_complain(complaints, file->path, start, "%u parameters; at most %u",
					 parameters_of(signature), MAX_PARAMETERS);
		} else if (is_alone(line, '}') && opened) {
			if (number - opened + 1 > MAX_FUNCTION)
				walls_complain(complaints, file->path, opened, "a function of %u lines; at most %u",
					 number - opened + 1, MAX_FUNCTION);
			opened = 0;
		}
	}
}

void rule_functions_are_small(const struct rule_view *view, struct complaints *complaints)
{
	for (size_t i = 0; i < view->tree->count; i++)
		if (tree_path_ends(view->tree->files[i].path, ".c"))
			look_at_functions(&view->tree->files[i], complaints);
}

/* Conditionals of a file, guards of headers left out; one inside a function is a complaint. */
static unsigned conditionals_of(const struct tree_file *file, struct complaints *complaints)
{
	bool is_guarded = tree_path_ends(file->path, ".h");
	struct bytes text = file->text;
	unsigned count = 0;
	bool inside = false;

	for (unsigned number = 1; text.len > 0; number++) {
		struct bytes line = line_next(&text);

		inside = (inside || is_alone(line, '{')) && !is_alone(line, '}');
		if (!line_starts(line, "#if") && !line_starts(line, "#elif"))
			continue;
		count++;
		if (inside)
			walls_complain(complaints, file->path, number, "a variant inside a function");
	}
	return is_guarded && count > 0 ? count - 1 : count;
}

void rule_few_conditionals(const struct rule_view *view, struct complaints *complaints)
{
	unsigned lines = 0;
	unsigned count = 0;

	for (size_t i = 0; i < view->tree->count; i++) {
		if (!tree_is_c(view->tree->files[i].path))
			continue;
		lines += lines_of(view->tree->files[i].text);
		count += conditionals_of(&view->tree->files[i], complaints);
	}
	if (count > 1 + lines * MAX_CONDITIONALS_PER_KLOC / 1000)
		walls_complain(complaints, "the tree", 0, "%u conditionals in %u lines; at most %u in a thousand", count,
			 lines, MAX_CONDITIONALS_PER_KLOC);
}
