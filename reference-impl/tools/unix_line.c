/* SPDX-License-Identifier: Apache-2.0 */
/* What is not there yet is tried again; what can't be had at all is told at once. */

#include "reference-impl/tools/unix_line.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_MS = 5, POLL_MAX_MS = 60000 };

int64_t unix_line_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void unix_line_pause(void)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };

	nanosleep(&pause, NULL);
}

/* -1 with errno set. */
static int attempt(const struct sockaddr_un *address, int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0), why;

	if (fd < 0 || connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0)
		return fd;
	why = errno;
	close(fd);
	errno = why;
	return -1;
}

static enum result complain(const char *path, int why)
{
	const char *way_out = why == EACCES || why == EPERM ? "; be the user that the board runs as" :
			      why == EPROTOTYPE ? "; this is the other one of the board's two sockets" :
			      why == ENAMETOOLONG ? "; go to its folder and name it from there" : "; is assay-device running?";

	fprintf(stderr, "%s: %s: %s%s\n", program_invocation_short_name, path, strerror(why), way_out);
	return RESULT_IO;
}

enum result unix_line_connect(const char *path, int type, int64_t until_ms, int *ret_fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return complain(path, ENAMETOOLONG);
	memcpy(address.sun_path, path, strlen(path));
	for (;;) {
		fd = attempt(&address, type);
		if (fd >= 0)
			break;
		if ((errno != ENOENT && errno != ECONNREFUSED && errno != EAGAIN) || unix_line_now_ms() >= until_ms)
			return complain(path, errno);
		unix_line_pause();
	}
	*ret_fd = fd;
	return RESULT_OK;
}

enum result unix_line_wait(int fd, short events, int64_t until_ms)
{
	struct pollfd wait = { .fd = fd, .events = events };

	for (;;) {
		int64_t left_ms = until_ms - unix_line_now_ms();
		int ready = left_ms <= 0 ? 0 : poll(&wait, 1, left_ms > POLL_MAX_MS ? POLL_MAX_MS : (int)left_ms);

		if (ready > 0)
			return RESULT_OK;
		if (ready == 0 && left_ms <= POLL_MAX_MS)
			return RESULT_TIMEOUT;
		if (ready < 0 && errno != EINTR)
			return RESULT_IO;
	}
}
