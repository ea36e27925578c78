/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_PLACE_H
#define CI_PROVE_PLACE_H

/*
 * Where things lie: the repository, which is the working folder from then on, the tree of built
 * programs within it, and a folder for what a proof leaves behind.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { PROVE_PATH_LEN = 1024 };

struct prove_place {
	char root[PROVE_PATH_LEN];  /* absolute */
	char build[PROVE_PATH_LEN]; /* from the root: "build" */
	char out[PROVE_PATH_LEN];   /* from the root: "build/prove" */
};

/*
 * Finds the repository above this program and makes it the working folder; out is NULL for the
 * folder `prove` beside bin. RESULT_NOT_FOUND where there is no repository: defects are patches.
 */
enum result prove_place_find(const char *out, struct prove_place *ret_place, struct complaint *ret_why) MUST_CHECK;

/* Formats a path of PROVE_PATH_LEN; false if it does not fit. */
bool prove_path(char room[PROVE_PATH_LEN], const char *format, ...) __attribute__((format(printf, 2, 3))) MUST_CHECK;

/* The path from the file system's root; false if it does not fit. */
bool prove_absolute(const struct prove_place *place, const char *path, char room[PROVE_PATH_LEN]) MUST_CHECK;

/* Makes the folder and those above it. */
enum result prove_folder_need(const char *path, struct complaint *ret_why) MUST_CHECK;

/* Removes the folder with all that is in it, and makes it again, empty. */
enum result prove_folder_anew(const char *path, struct complaint *ret_why) MUST_CHECK;

#endif
