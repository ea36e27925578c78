/* SPDX-License-Identifier: Apache-2.0 */
/* What is found in the tree by file names: targets, fuzz surfaces, defects. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/list.h"
#include "conformance/core/target.h"

enum { PATH_LEN = TARGET_PATH_LEN + 512, LINE_LEN = 1024 };

/* Adds the row of one file of a folder; `path` is the file, `name` what it is called there. */
typedef enum result add_row(json_t *rows, const char *path, const char *name, struct complaint *ret_why);

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Each entry of HOME/folder; a folder that is not there has none. */
static enum result for_each_in(const char *folder, add_row *add, json_t *rows, struct complaint *ret_why)
{
	char home[TARGET_PATH_LEN], path[PATH_LEN];
	struct dirent **entries = NULL;
	enum result result = target_home(home);
	int count;

	if (result != RESULT_OK) {
		complain(ret_why, "the tree of the suite is not above this program; set ASSAY_HOME to the folder that holds conformance/");
		return result;
	}
	snprintf(path, sizeof(path), "%s/%s", home, folder);
	count = scandir(path, &entries, is_visible, compare_names);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s", home, folder, entries[i]->d_name);
		if (result == RESULT_OK)
			result = add(rows, path, entries[i]->d_name, ret_why);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static enum result rows_of(const char *folder, add_row *add, json_t **ret_rows, struct complaint *ret_why)
{
	json_t *rows = json_array();
	enum result result = for_each_in(folder, add, rows, ret_why);

	if (result == RESULT_OK)
		*ret_rows = rows;
	else
		json_decref(rows);
	return result;
}

static enum result add_target(json_t *rows, const char *path, const char *name, struct complaint *ret_why)
{
	char file[PATH_LEN + 16];
	struct target target;
	enum result result;

	snprintf(file, sizeof(file), "%s/target.json", path);
	if (access(file, F_OK) != 0)
		return RESULT_OK;
	result = target_load(file, &target, ret_why);
	if (result != RESULT_OK)
		return result;
	json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:b}", "name", name, "title", target.title,
					      "profile", target.profile, "hardware", target.hardware, "firmware",
					      target.firmware, "units", (int)target.units, "expendable",
					      (int)target.expendable));
	target_release(&target);
	return RESULT_OK;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len > end_len && strcmp(text + len - end_len, end) == 0;
}

/* The text behind `label` in the first of the file's lines that begins with it; "" if none does. */
static void find_label(const char *path, const char *label, const char *until, char room[LINE_LEN])
{
	FILE *in = fopen(path, "re");
	char line[LINE_LEN];

	room[0] = '\0';
	while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
		const char *at = line + strspn(line, "\t ");

		if (until != NULL && strncmp(at, until, strlen(until)) == 0)
			break;
		if (strncmp(at, label, strlen(label)) != 0)
			continue;
		at += strlen(label);
		at += strspn(at, " =\"");
		snprintf(room, LINE_LEN, "%.*s", (int)strcspn(at, "\",\r\n"), at);
		break;
	}
	if (in != NULL)
		fclose(in);
}

static enum result add_surface(json_t *rows, const char *path, const char *name, struct complaint *ret_why)
{
	char enters[LINE_LEN];

	(void)ret_why;
	if (!ends_with(name, ".c") || ends_with(name, "_test.c") || ends_with(name, "_fixture.c"))
		return RESULT_OK;
	find_label(path, ".enters", NULL, enters);
	if (enters[0] != '\0')
		json_array_append_new(rows, json_pack("{s:o, s:s}", "name", json_stringn(name, strlen(name) - 2), "enters",
						      enters));
	return RESULT_OK;
}

/* The header of a patch ends where the change begins. */
static enum result add_defect(json_t *rows, const char *path, const char *name, struct complaint *ret_why)
{
	static const char *const labels[][2] = {
		{ "class", "Class:" }, { "breaks", "Breaks:" }, { "seen_by", "Seen-by:" }, { "says", "Says:" }, { "real", "Real:" },
	};
	char value[LINE_LEN];
	json_t *row;

	(void)ret_why;
	if (!ends_with(name, ".patch"))
		return RESULT_OK;
	row = json_pack("{s:o, s:s}", "name", json_stringn(name, strlen(name) - 6), "of",
			strstr(path, "/harnesses/") == NULL ? "device" : "suite");
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		find_label(path, labels[i][1], "---", value);
		json_object_set_new(row, labels[i][0], json_string(value));
	}
	json_array_append_new(rows, row);
	return RESULT_OK;
}

enum result list_targets(json_t **ret_rows, struct complaint *ret_why)
{
	return rows_of("conformance/targets", add_target, ret_rows, ret_why);
}

enum result list_surfaces(json_t **ret_rows, struct complaint *ret_why)
{
	return rows_of("harnesses/surfaces", add_surface, ret_rows, ret_why);
}

enum result list_defects(json_t **ret_rows, struct complaint *ret_why)
{
	json_t *more = NULL;
	enum result result = rows_of("reference-impl/defects", add_defect, ret_rows, ret_why);

	if (result == RESULT_OK)
		result = rows_of("harnesses/defects", add_defect, &more, ret_why);
	if (result == RESULT_OK)
		json_array_extend(*ret_rows, more);
	json_decref(more);
	return result;
}
