/* SPDX-License-Identifier: Apache-2.0 */
/* One way in, one way out; what a reader finds under the name is the old file or the new one. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/tools/whole_file.h"

static enum result complain(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, path, what);
	return RESULT_IO;
}

/* One byte more than allowed is asked for, so that "too long" is seen and not assumed. */
static enum result read_bounded(int fd, const char *path, size_t max_len, struct buffer *ret_content)
{
	uint8_t *room = malloc(max_len + 1), *fitted;
	char too_long[64];
	size_t have = 0;
	ssize_t got = 1;

	while (room && got > 0 && have <= max_len) {
		got = read(fd, room + have, max_len + 1 - have);
		if (got > 0)
			have += (size_t)got;
	}
	if (!room || got < 0 || have > max_len) {
		free(room);
		if (have <= max_len)
			return complain(path, strerror(errno));
		(void)snprintf(too_long, sizeof(too_long), "has more than %zu bytes, the most that can be there", max_len);
		complain(path, too_long);
		return RESULT_TOO_LARGE;
	}
	fitted = realloc(room, have + 1);
	*ret_content = (struct buffer){ fitted ? fitted : room, have };
	return RESULT_OK;
}

enum result whole_file_read(const char *path, size_t max_len, struct buffer *ret_content)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum result result;

	if (fd < 0)
		return complain(path, strerror(errno));
	result = read_bounded(fd, path, max_len, ret_content);
	(void)close(fd);
	return result;
}

static bool write_all(int fd, struct bytes content)
{
	while (content.len > 0) {
		ssize_t put = write(fd, content.at, content.len);

		if (put <= 0)
			return false;
		content = bytes_from(content.at + put, content.len - (size_t)put);
	}
	return fsync(fd) == 0;
}

/* link() instead of rename() where nothing may be overwritten: it fails if the name is taken. */
static bool give_name(const char *temporary, const char *path, bool must_be_new)
{
	if (must_be_new ? link(temporary, path) : rename(temporary, path))
		return false;
	if (must_be_new)
		(void)unlink(temporary);
	return true;
}

static enum result store(const char *path, struct bytes content, unsigned int mode, bool must_be_new)
{
	char temporary[4096];
	int len = snprintf(temporary, sizeof(temporary), "%s.new-%ld", path, (long)getpid());
	enum result result = RESULT_OK;
	int fd;

	if (len < 0 || (size_t)len >= sizeof(temporary))
		return complain(path, "the name is too long");
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return complain(path, strerror(errno));
	if (!write_all(fd, content) || !give_name(temporary, path, must_be_new)) {
		result = errno == EEXIST ? RESULT_REFUSED : RESULT_IO;
		complain(path, result == RESULT_REFUSED ? "exists already; choose another name" : strerror(errno));
		(void)unlink(temporary);
	}
	(void)close(fd);
	return result;
}

enum result whole_file_write(const char *path, struct bytes content, unsigned int mode)
{
	return store(path, content, mode, false);
}

enum result whole_file_create(const char *path, struct bytes content, unsigned int mode)
{
	return store(path, content, mode, true);
}
