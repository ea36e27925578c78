/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files, in and out: bounded when read, all or nothing when written. */
#include "conformance/core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Grows with what really comes, never by what a size claims. */
static enum result read_all(int fd, size_t max_len, struct buffer *ret_content)
{
	size_t len = 0, room = 65536;
	uint8_t *at = malloc(room);
	ssize_t got = 1;

	while (at != NULL && got > 0) {
		if (len == room) {
			uint8_t *more = realloc(at, room * 2);

			if (more == NULL)
				break;
			at = more;
			room *= 2;
		}
		got = read(fd, at + len, room - len);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			len += (size_t)got;
		if (len > max_len) {
			free(at);
			return RESULT_TOO_LARGE;
		}
	}
	if (at == NULL || got != 0) {
		free(at);
		return RESULT_IO;
	}
	*ret_content = (struct buffer){ at, len };
	return RESULT_OK;
}

enum result file_load(const char *path, size_t max_len, struct buffer *ret_content)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum result result;

	if (fd < 0)
		return RESULT_IO;
	result = read_all(fd, max_len, ret_content);
	(void)close(fd);
	return result;
}

static bool write_all(int fd, struct bytes content)
{
	while (content.len > 0) {
		ssize_t put = write(fd, content.at, content.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		content.at += put;
		content.len -= (size_t)put;
	}
	return true;
}

enum result file_store(const char *path, struct bytes content, unsigned int mode)
{
	char temporary[4096];
	int fd, len = snprintf(temporary, sizeof(temporary), "%s.new-%ld", path, (long)getpid());
	bool good;

	if (len < 0 || (size_t)len >= sizeof(temporary))
		return RESULT_TOO_LARGE;
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return RESULT_IO;
	good = write_all(fd, content) && fsync(fd) == 0;
	good = close(fd) == 0 && good;
	if (good && rename(temporary, path) == 0)
		return RESULT_OK;
	(void)unlink(temporary);
	return RESULT_IO;
}
