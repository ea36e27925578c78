/* SPDX-License-Identifier: Apache-2.0 */
/* The temporary name is in the same folder, since a rename stays within one file system. */
#include "reports/report_store.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LEN = 4096 };

static enum result write_whole(const json_t *report, int fd, report_writer *write)
{
	FILE *out = fdopen(fd, "w");
	enum result result;

	if (out == NULL) {
		close(fd);
		return RESULT_IO;
	}
	result = write(report, out);
	if (fflush(out) != 0 || fsync(fd) != 0 || fchmod(fd, 0644) != 0)
		result = RESULT_IO;
	if (fclose(out) != 0)
		result = RESULT_IO;
	return result;
}

enum result report_store(const json_t *report, const char *path, report_writer *write)
{
	char temporary[PATH_LEN];
	enum result result;
	int fd, kept;

	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return RESULT_IO;
	}
	fd = mkstemp(temporary);
	if (fd < 0)
		return RESULT_IO;
	result = write_whole(report, fd, write);
	if (result == RESULT_OK && rename(temporary, path) == 0)
		return RESULT_OK;
	kept = errno;
	unlink(temporary);
	errno = kept;
	return RESULT_IO;
}
