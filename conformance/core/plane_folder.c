/* SPDX-License-Identifier: Apache-2.0 */
/* Making it, and removing it when the programs are gone. */

#include "conformance/core/plane_folder.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/sandbox.h"

static enum result name_given(const char *run_dir, struct plane_folder *folder, struct complaint *ret_why)
{
	char real[PATH_MAX];

	if (mkdir(run_dir, 0700) != 0 && errno != EEXIST) {
		complain(ret_why, "%s: can't be made: %s", run_dir, strerror(errno));
		return RESULT_IO;
	}
	if (realpath(run_dir, real) == NULL) {
		complain(ret_why, "%s: %s", run_dir, strerror(errno));
		return RESULT_IO;
	}
	if (strlen(real) >= PLANE_FOLDER_LEN) {
		complain(ret_why, "%s: the path has more than %d bytes, too many for the sockets in it; choose a shorter one", real,
			 PLANE_FOLDER_LEN - 1);
		return RESULT_TOO_LARGE;
	}
	strcpy(folder->path, real);
	return RESULT_OK;
}

void plane_folder_of(const struct plane_folder *folder, enum plane plane, char room[PLANE_FOLDER_LEN + 16])
{
	if (plane == PLANE_RIG)
		strcpy(room, folder->path);
	else
		snprintf(room, PLANE_FOLDER_LEN + 16, "%s/%s", folder->path, plane_name(plane));
}

static enum result give_all(const struct plane_folder *folder, bool rig_is_trusted, struct complaint *ret_why)
{
	enum result result = sandbox_give_folder(folder->path, rig_is_trusted ? -1 : PLANE_RIG, ret_why);
	char path[PLANE_FOLDER_LEN + 16];

	for (enum plane plane = PLANE_DEVICE; plane < PLANE_COUNT && result == RESULT_OK; plane++) {
		plane_folder_of(folder, plane, path);
		if (mkdir(path, 0700) != 0 && errno != EEXIST) {
			complain(ret_why, "%s: can't be made: %s", path, strerror(errno));
			return RESULT_IO;
		}
		result = sandbox_give_folder(path, (int)plane, ret_why);
	}
	return result;
}

enum result plane_folder_open(const char *run_dir, bool rig_is_trusted, struct plane_folder *ret_folder, struct complaint *ret_why)
{
	struct plane_folder folder = { "/tmp/assay-XXXXXX", run_dir == NULL };
	enum result result = RESULT_OK;

	if (run_dir != NULL)
		result = name_given(run_dir, &folder, ret_why);
	if (result != RESULT_OK)
		return result;
	if (folder.ours && mkdtemp(folder.path) == NULL) {
		complain(ret_why, "/tmp: no folder can be made in it: %s", strerror(errno));
		return RESULT_IO;
	}
	result = give_all(&folder, rig_is_trusted, ret_why);
	if (result == RESULT_OK)
		*ret_folder = folder;
	else
		plane_folder_release(&folder);
	return result;
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *place)
{
	(void)is;
	(void)kind;
	(void)place;
	(void)remove(path);
	return 0;
}

void plane_folder_release(struct plane_folder *folder)
{
	if (folder->ours && folder->path[0] != '\0')
		(void)nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	*folder = (struct plane_folder){ "", false };
}
