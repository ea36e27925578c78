/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/server/folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_MAX_COUNT = 16 };

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *where)
{
	(void)status;
	(void)flag;
	(void)where;
	return remove(path);
}

enum result folder_remove(const char *path, struct complaint *ret_why)
{
	if (nftw(path, remove_one, OPEN_MAX_COUNT, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
		return RESULT_OK;
	complain(ret_why, "%s can't be removed: %s", path, strerror(errno));
	return RESULT_IO;
}

enum result folder_need(const char *path, unsigned int mode, struct complaint *ret_why)
{
	if (mkdir(path, mode) == 0 || errno == EEXIST)
		return RESULT_OK;
	complain(ret_why, "%s: %s", path, strerror(errno));
	return RESULT_IO;
}
