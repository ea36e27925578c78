/* SPDX-License-Identifier: Apache-2.0 */
/* Where the suite lies: told by the environment, else seen from the running program. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/target.h"

static bool cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path)
		return false;
	*slash = '\0';
	return true;
}

static bool running_folder(char room[TARGET_PATH_LEN])
{
	ssize_t len = readlink("/proc/self/exe", room, TARGET_PATH_LEN - 1);

	if (len <= 0 || len >= TARGET_PATH_LEN - 1)
		return false;
	room[len] = '\0';
	return cut_last(room);
}

/* The first folder from the program's own upwards that holds `inside`. */
static enum result first_above(const char *inside, char room[TARGET_PATH_LEN])
{
	char folder[TARGET_PATH_LEN], path[TARGET_PATH_LEN + 64];

	if (!running_folder(folder))
		return RESULT_NOT_FOUND;
	do {
		snprintf(path, sizeof(path), "%s/%s", folder, inside);
		if (access(path, F_OK) == 0) {
			strcpy(room, folder);
			return RESULT_OK;
		}
	} while (cut_last(folder));
	return RESULT_NOT_FOUND;
}

static enum result from_environment(const char *name, char room[TARGET_PATH_LEN])
{
	const char *value = getenv(name);
	char *real = value == NULL || value[0] == '\0' ? NULL : realpath(value, NULL);
	enum result result = real == NULL ? RESULT_NOT_FOUND : RESULT_OK;

	if (real != NULL && strlen(real) >= TARGET_PATH_LEN)
		result = RESULT_TOO_LARGE;
	if (result == RESULT_OK)
		strcpy(room, real);
	free(real);
	return result;
}

enum result target_home(char room[TARGET_PATH_LEN])
{
	enum result result = from_environment("ASSAY_HOME", room);

	return result == RESULT_NOT_FOUND ? first_above("conformance/protocol.json", room) : result;
}

/* Programs are in a bin; tests, which start them, are elsewhere in the same build. */
enum result target_bin(char room[TARGET_PATH_LEN])
{
	enum result result = from_environment("ASSAY_BIN", room);
	char folder[TARGET_PATH_LEN];

	if (result != RESULT_NOT_FOUND)
		return result;
	if (!running_folder(folder))
		return RESULT_NOT_FOUND;
	if (strlen(folder) > 4 && strcmp(folder + strlen(folder) - 4, "/bin") == 0) {
		strcpy(room, folder);
		return RESULT_OK;
	}
	result = first_above("bin", folder);
	if (result == RESULT_OK && strlen(folder) + sizeof("/bin") > TARGET_PATH_LEN)
		return RESULT_TOO_LARGE;
	if (result == RESULT_OK)
		sprintf(room, "%s/bin", folder);
	return result;
}

enum result target_folder(char room[TARGET_PATH_LEN])
{
	static const char targets[] = "/conformance/targets";
	char home[TARGET_PATH_LEN];
	enum result result = target_home(home);

	if (result != RESULT_OK)
		return result;
	if (strlen(home) + sizeof(targets) > TARGET_PATH_LEN)
		return RESULT_TOO_LARGE;
	sprintf(room, "%s%s", home, targets);
	return RESULT_OK;
}
