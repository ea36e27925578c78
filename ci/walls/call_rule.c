/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A check may call what the archive of our own code defines, since the floors already
 * say whom it can see, and of the C library what ci/walls.table lists.
 */
#include "ci/walls/rule.h"

#include <stdlib.h>
#include <string.h>

#include "ci/walls/object_symbols.h"

struct calls {
	const struct rule_view *view;
	const char *path;    /* of the source that is looked at */
	struct bytes ours;   /* names with their NUL */
	struct complaints *complaints;
};

static bool is_ours(struct bytes ours, const char *name)
{
	size_t len = strlen(name) + 1;
	const uint8_t *found = ours.at;
	size_t left = ours.len;

	while (left >= len && (found = memmem(found, left, name, len)) != NULL) {
		if (found == ours.at || found[-1] == '\0')
			return true;
		found++;
		left = ours.len - (size_t)(found - ours.at);
	}
	return false;
}

static bool is_listed(const struct walls_line *line, const char *name)
{
	for (size_t i = 0; line->objects[i]; i++) {
		size_t len = strlen(line->objects[i]);

		if (line->objects[i][len - 1] == '*' ? strncmp(name, line->objects[i], len - 1) == 0 :
						       strcmp(name, line->objects[i]) == 0)
			return true;
	}
	return false;
}

static void look_at_call(const char *name, void *context)
{
	const struct calls *calls = context;
	const struct walls_table *walls = calls->view->walls;

	if (is_ours(calls->ours, name))
		return;
	for (size_t i = 0; i < walls->count; i++)
		if (walls->lines[i].verb == WALLS_CALLS && walls_is_under(calls->path, walls->lines[i].subject) &&
		    is_listed(&walls->lines[i], name))
			return;
	walls_complain(calls->complaints, calls->path, 0, "calls %s, which it may not", name);
}

static bool is_looked_at(const struct rule_view *view, const char *path)
{
	if (!tree_path_ends(path, ".c") || tree_is_test(path))
		return false;
	for (size_t i = 0; i < view->walls->count; i++)
		if (view->walls->lines[i].verb == WALLS_CALLS &&
		    walls_is_under(path, view->walls->lines[i].subject))
			return true;
	return false;
}

/* <build>/obj/<path with .o>: the object of a source. */
static enum result read_object(const struct calls *calls, struct bytes *ret_object)
{
	char path[512];
	int len = (int)strlen(calls->path) - 2;

	if (snprintf(path, sizeof(path), "%s/obj/%.*s.o", calls->view->build, len, calls->path) >=
	    (int)sizeof(path))
		return RESULT_TOO_LARGE;
	return tree_read_file(path, ret_object);
}

static void look_at_file(struct calls *calls)
{
	struct bytes object;
	enum result result = read_object(calls, &object);

	if (result == RESULT_OK) {
		result = object_undefined_each(object, look_at_call, calls);
		tree_free_text(object);
	}
	if (result != RESULT_OK)
		walls_complain(calls->complaints, calls->path, 0, "its object under %s can't be looked at: %s",
			 calls->view->build, result_sentence(result));
}

void rule_checks_call_nothing(const struct rule_view *view, struct complaints *complaints)
{
	struct calls calls = { .view = view, .complaints = complaints };
	struct bytes archive = { 0 };
	char path[512];

	snprintf(path, sizeof(path), "%s/lib/assay.a", view->build);
	if (tree_read_file(path, &archive) == RESULT_OK &&
	    object_archive_names(archive, &calls.ours) != RESULT_OK)
		walls_complain(complaints, path, 0, "has no index of its symbols");
	for (size_t i = 0; i < view->tree->count; i++) {
		calls.path = view->tree->files[i].path;
		if (is_looked_at(view, calls.path))
			look_at_file(&calls);
	}
	tree_free_text(archive);
}
