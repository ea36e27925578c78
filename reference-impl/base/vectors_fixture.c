/* SPDX-License-Identifier: Apache-2.0 */
/* The one place that knows where vectors are. */

#include "reference-impl/base/vectors_fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool vectors_path(const char *name, char ret_path[VECTORS_PATH_MAX])
{
	const char *folder = getenv("ASSAY_VECTORS");
	int len = snprintf(ret_path, VECTORS_PATH_MAX, "%s/%s", folder ? folder : "../shared/vectors", name);

	if (len > 0 && len < VECTORS_PATH_MAX && access(ret_path, R_OK) == 0)
		return true;
	printf("vectors absent: %s not run (ASSAY_VECTORS names their folder)\n", name);
	return false;
}

_Noreturn static void die(const char *path)
{
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	exit(EXIT_FAILURE);
}

struct buffer vectors_read(const char *path)
{
	struct buffer whole = { NULL, 0 };
	FILE *file = fopen(path, "rb");
	long len;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (len = ftell(file)) < 0)
		die(path);
	rewind(file);
	/* One byte more: an empty file is a file too. */
	whole = (struct buffer){ malloc((size_t)len + 1), (size_t)len };
	if (!whole.at || fread(whole.at, 1, whole.len, file) != whole.len)
		die(path);
	fclose(file);
	return whole;
}
