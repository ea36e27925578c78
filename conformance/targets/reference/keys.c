/* SPDX-License-Identifier: Apache-2.0 */
/* The maker's keys, made under another name and renamed when all are there. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/targets/reference/maker.h"
#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/child.h"
#include "conformance/targets/server/folder.h"

const char *const reference_key_names[REFERENCE_KEY_COUNT] = { "trusted", "second", "retired" };

/* Readable for the run folder's group too: the kit program may be another user of it. */
static enum result make_key(const char *tool, const char *folder, const char *name, struct complaint *ret_why)
{
	char path[REFERENCE_PATH_LEN + 32];
	const char *const argv[] = { tool, "--new-key", path, NULL };
	enum result result;

	snprintf(path, sizeof(path), "%s/%s.pem", folder, name);
	result = child_run(argv, ret_why);
	if (result == RESULT_OK && chmod(path, 0640) != 0) {
		complain(ret_why, "%s: %s", path, strerror(errno));
		result = RESULT_IO;
	}
	return result;
}

static enum result fill_folder(const char *folder, struct complaint *ret_why)
{
	char tool[REFERENCE_PATH_LEN];
	enum result result = reference_program("sign_image", tool, ret_why);

	if (result == RESULT_OK && chmod(folder, 02750) != 0) {
		complain(ret_why, "%s: %s", folder, strerror(errno));
		result = RESULT_IO;
	}
	for (size_t i = 0; i < REFERENCE_KEY_COUNT && result == RESULT_OK; i++)
		result = make_key(tool, folder, reference_key_names[i], ret_why);
	return result == RESULT_OK ? make_key(tool, folder, "service", ret_why) : result;
}

enum result reference_make_keys(struct complaint *ret_why)
{
	char keys[REFERENCE_PATH_LEN], folder[REFERENCE_PATH_LEN];
	enum result result = reference_run_path(keys, ret_why, "keys");

	if (result == RESULT_OK)
		result = reference_run_path(folder, ret_why, "keys-XXXXXX");
	if (result != RESULT_OK || access(keys, F_OK) == 0)
		return result;
	if (!mkdtemp(folder)) {
		complain(ret_why, "%s: %s", folder, strerror(errno));
		return RESULT_IO;
	}
	result = fill_folder(folder, ret_why);
	if (result == RESULT_OK && rename(folder, keys) != 0) {
		complain(ret_why, "%s: %s", keys, strerror(errno));
		result = RESULT_IO;
	}
	if (result != RESULT_OK && folder_remove(folder, NULL) != RESULT_OK)
		result = RESULT_IO;
	return result;
}
