/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_FOLDER_H
#define CORE_CERTIFY_FOLDER_H

/*
 * The folder of a run: new or empty when a run begins, locked while it runs, and never written
 * into again when it holds one.
 *
 * While a run lasts, `resume.json` (mode 0600) holds what a continuation needs, the seed among
 * it, and the transcript has the name transcript.jsonl.partial; both go when the run is over.
 */

#include <jansson.h>
#include <stdbool.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/result.h"

enum { CERTIFY_PATH_LEN = 4096, CERTIFY_STAMP_LEN = 24 };

struct certify_folder {
	char path[CERTIFY_PATH_LEN];
	char latest[CERTIFY_PATH_LEN]; /* the link to set, or "" */
	int lock;                      /* held until release */
};

/* out NULL: <bin>/../runs/<target>/<stamp>. RESULT_REFUSED if it holds a run or is in use. */
enum result certify_folder_make(const char *out, const char *target, const char *stamp, struct certify_folder *ret_folder,
				struct complaint *ret_why) MUST_CHECK;

/* The folder of a killed run. RESULT_NOT_FOUND if there is none to continue. */
enum result certify_folder_reopen(const char *path, struct certify_folder *ret_folder, struct complaint *ret_why) MUST_CHECK;

/* path/name; false if it is too long. */
bool certify_folder_file(const struct certify_folder *folder, const char *name, char ret_path[CERTIFY_PATH_LEN]);

/* Points `latest` to it. */
void certify_folder_point(const struct certify_folder *folder);
void certify_folder_release(struct certify_folder *folder);

/* What a continuation needs. store: mode 0600. */
enum result certify_folder_store_resume(const struct certify_folder *folder, const json_t *resume) MUST_CHECK;
enum result certify_folder_load_resume(const struct certify_folder *folder, json_t **ret_resume, struct complaint *ret_why) MUST_CHECK;

#endif
