/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_WALLS_TREE_H
#define CI_WALLS_TREE_H

/*
 * The files of the source tree in memory, sorted by path: what the rules look at.
 *
 * Left out: build/, hidden folders except .ci and .clusterfuzzlite, links, and files
 * that are no text (a zero byte in them).
 */

#include "reference-impl/base/bytes.h"

struct tree_file {
	char *path; /* from the root, without ./ */
	struct bytes text;
};

struct tree {
	struct tree_file *files;
	size_t count;
};

/* Reads all files under root. RESULT_NOT_FOUND, RESULT_IO. Release it with tree_release(). */
enum result tree_read(const char *root, struct tree *ret_tree) MUST_CHECK;

void tree_release(struct tree *tree);

/* One whole file, of any bytes; give it back with tree_free_text(). RESULT_IO. */
enum result tree_read_file(const char *path, struct bytes *ret_text) MUST_CHECK;
void tree_free_text(struct bytes text);

/* Does the path end so? */
bool tree_path_ends(const char *path, const char *ending);

/* Is it C, a header included? */
bool tree_is_c(const char *path);

/* Is it a test or a fixture, or a main? */
bool tree_is_test(const char *path);
bool tree_is_main(const char *path);

#endif
