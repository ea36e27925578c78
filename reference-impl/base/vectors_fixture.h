/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_VECTORS_FIXTURE_H
#define BASE_VECTORS_FIXTURE_H

/*
 * Where tests find published vectors: the folder that ASSAY_VECTORS names, or
 * ../shared/vectors beside the repository, whose root is the tests' working folder.
 * The vectors are not part of the repository; a test without them says so and passes.
 */

#include <stdbool.h>
#include <stddef.h>

#include "reference-impl/base/bytes.h"

enum { VECTORS_PATH_MAX = 1024 };

/* The path of a file or folder among the vectors; false, and a line on stdout, if it is not there. */
bool vectors_path(const char *name, char ret_path[VECTORS_PATH_MAX]);

/* A whole file in memory that the caller frees with free(.at); dies with a message if it can't be read. */
struct buffer vectors_read(const char *path);

#endif
