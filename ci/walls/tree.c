/* SPDX-License-Identifier: Apache-2.0 */
/* A file that goes away while the tree is read is left out: somebody may be at work in it. */
#include "ci/walls/tree.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const SHOWN_HIDDEN[] = { ".ci", ".clusterfuzzlite" };

static bool is_left_out(const FTSENT *entry)
{
	if (entry->fts_level == FTS_ROOTLEVEL)
		return false;
	if (entry->fts_level == 1 && strcmp(entry->fts_name, "build") == 0)
		return true;
	if (entry->fts_name[0] != '.')
		return false;
	for (size_t i = 0; i < sizeof(SHOWN_HIDDEN) / sizeof(SHOWN_HIDDEN[0]); i++)
		if (strcmp(entry->fts_name, SHOWN_HIDDEN[i]) == 0)
			return false;
	return true;
}

static enum result read_all(FILE *f, struct bytes *ret_text)
{
	struct stat status;
	char *text;
	size_t len;

	if (fstat(fileno(f), &status) != 0 || !S_ISREG(status.st_mode))
		return RESULT_IO;
	text = malloc((size_t)status.st_size + 1);
	len = text ? fread(text, 1, (size_t)status.st_size, f) : 0;
	if (!text || ferror(f)) {
		free(text);
		return RESULT_IO;
	}
	*ret_text = bytes_from(text, len);
	return RESULT_OK;
}

enum result tree_read_file(const char *path, struct bytes *ret_text)
{
	FILE *f = fopen(path, "re");
	enum result result = f ? read_all(f, ret_text) : RESULT_IO;

	if (f)
		fclose(f);
	return result;
}

void tree_free_text(struct bytes text)
{
	free((void *)(uintptr_t)text.at);
}

static enum result add_file(struct tree *tree, const char *path, struct bytes text)
{
	struct tree_file *files = realloc(tree->files, (tree->count + 1) * sizeof(*files));
	char *copy = strdup(path);

	if (files)
		tree->files = files;
	if (!files || !copy) {
		free(copy);
		return RESULT_IO;
	}
	tree->files[tree->count++] = (struct tree_file){ copy, text };
	return RESULT_OK;
}

static enum result take_entry(struct tree *tree, FTS *walk, FTSENT *entry, size_t root_len)
{
	struct bytes text;
	enum result result;

	if (is_left_out(entry)) {
		fts_set(walk, entry, FTS_SKIP);
		return RESULT_OK;
	}
	if (entry->fts_info != FTS_F || tree_read_file(entry->fts_accpath, &text) != RESULT_OK)
		return RESULT_OK;
	if (text.len > 0 && memchr(text.at, '\0', text.len)) {
		tree_free_text(text);
		return RESULT_OK;
	}
	result = add_file(tree, entry->fts_path + root_len + 1, text);
	if (result != RESULT_OK)
		tree_free_text(text);
	return result;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct tree_file *)a)->path, ((const struct tree_file *)b)->path);
}

enum result tree_read(const char *root, struct tree *ret_tree)
{
	char *roots[] = { (char *)(uintptr_t)root, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	struct tree tree = { 0 };
	enum result result = walk ? RESULT_OK : RESULT_NOT_FOUND;
	FTSENT *entry;

	while (result == RESULT_OK && (entry = fts_read(walk)) != NULL)
		result = take_entry(&tree, walk, entry, strlen(root));
	if (walk)
		fts_close(walk);
	if (result == RESULT_OK && tree.count == 0)
		result = RESULT_NOT_FOUND;
	if (result != RESULT_OK) {
		tree_release(&tree);
		return result;
	}
	qsort(tree.files, tree.count, sizeof(tree.files[0]), by_path);
	*ret_tree = tree;
	return RESULT_OK;
}

void tree_release(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		free(tree->files[i].path);
		tree_free_text(tree->files[i].text);
	}
	free(tree->files);
	*tree = (struct tree){ 0 };
}

bool tree_path_ends(const char *path, const char *ending)
{
	size_t len = strlen(path);
	size_t ending_len = strlen(ending);

	return len >= ending_len && strcmp(path + len - ending_len, ending) == 0;
}

bool tree_is_c(const char *path)
{
	return tree_path_ends(path, ".c") || tree_path_ends(path, ".h");
}

bool tree_is_test(const char *path)
{
	return tree_path_ends(path, "_test.c") || tree_path_ends(path, "_fixture.c") ||
	       tree_path_ends(path, "_fixture.h");
}

bool tree_is_main(const char *path)
{
	return tree_path_ends(path, ".c") && !tree_is_test(path) && strstr(path, "/main/");
}
