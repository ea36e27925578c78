/* SPDX-License-Identifier: Apache-2.0 */
/* Is there anything in the folder? */

#include "conformance/core/plane_overlay.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool holds_something(DIR *folder)
{
	const struct dirent *entry;

	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			return true;
	return false;
}

enum result plane_overlay(const char **ret_folder, struct complaint *ret_why)
{
	const char *path = getenv("ASSAY_OVERLAY");
	DIR *folder = path == NULL ? NULL : opendir(path);
	bool holds = folder != NULL && holds_something(folder);

	if (path != NULL && !holds)
		complain(ret_why, "ASSAY_OVERLAY: %s: %s; `make overlay-NAME` makes the one of a defect, build/overlay/NAME/bin", path,
			 folder == NULL ? strerror(errno) : "holds no program");
	if (folder != NULL)
		closedir(folder);
	*ret_folder = path;
	return path != NULL && !holds ? RESULT_NOT_FOUND : RESULT_OK;
}
