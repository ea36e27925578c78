/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/server/unix_socket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "conformance/targets/server/child.h"

enum { START_MS = 10000, LOOK_MS = 2 };

int unix_socket_connect(const char *path, int type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int connected;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	connected = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	if (connected >= 0 && connect(connected, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		int why = errno;

		close(connected);
		errno = why;
		return -1;
	}
	return connected;
}

enum result unix_socket_await(const char *path, int type, pid_t child, int *ret_socket, struct complaint *ret_why)
{
	const struct timespec look = { .tv_nsec = LOOK_MS * 1000000L };

	for (unsigned int waited = 0; waited < START_MS; waited += LOOK_MS) {
		int connected = unix_socket_connect(path, type);

		if (connected >= 0) {
			*ret_socket = connected;
			return RESULT_OK;
		}
		if (errno != ENOENT && errno != ECONNREFUSED)
			break;
		if (child_has_ended(child)) {
			complain(ret_why, "%s: the program that should make it ended; it said why on stderr", path);
			return RESULT_IO;
		}
		nanosleep(&look, NULL);
	}
	complain(ret_why, "%s: %s: use a run folder with a shorter name, or end other programs", path, strerror(errno));
	child_stop(child);
	return RESULT_TIMEOUT;
}
