/* SPDX-License-Identifier: Apache-2.0 */
/* Binding a path that may be left over from a board that was killed. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "reference-impl/device/board/listener.h"

enum { BACKLOG = 8 };

/* Does somebody answer there? */
static bool is_alive(const struct sockaddr_un *address, int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool alive;

	if (fd < 0)
		return false;
	alive = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno == EAGAIN || errno == EPROTOTYPE;
	close(fd);
	return alive;
}

static bool clear_path(const struct sockaddr_un *address, int type, const char *option, struct board_complaint *complaint)
{
	struct stat found;

	if (lstat(address->sun_path, &found) != 0)
		return true;
	if (!S_ISSOCK(found.st_mode)) {
		board_complain(complaint, BOARD_EXIT_USAGE, "%s: %s exists and is not a socket; give another path", option,
			       address->sun_path);
		return false;
	}
	if (is_alive(address, type)) {
		board_complain(complaint, BOARD_EXIT_RIG, "%s: %s is in use by another board; end that one, or give another path",
			       option, address->sun_path);
		return false;
	}
	return unlink(address->sun_path) == 0 || errno == ENOENT;
}

static bool bind_private(int fd, const struct sockaddr_un *address)
{
	mode_t before = umask(0177);
	bool bound = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;

	umask(before);
	return bound;
}

static bool listen_at(struct listener *listener, const struct sockaddr_un *address, int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return false;
	if (!bind_private(fd, address)) {
		close(fd);
		return false;
	}
	listener->fd = fd;
	return listen(fd, BACKLOG) == 0;
}

enum result listener_open(struct listener *listener, const char *path, int type, const char *option,
			  struct board_complaint *complaint)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	*listener = (struct listener){ -1, path };
	if (strlen(path) >= sizeof(address.sun_path)) {
		board_complain(complaint, BOARD_EXIT_USAGE, "%s: a socket's path has at most %zu bytes; use a shorter one", option,
			       sizeof(address.sun_path) - 1);
		return RESULT_TOO_LARGE;
	}
	memcpy(address.sun_path, path, strlen(path));
	if (clear_path(&address, type, option, complaint) && listen_at(listener, &address, type))
		return RESULT_OK;
	board_complain(complaint, BOARD_EXIT_RIG, "%s: cannot listen at %s: %s", option, path, strerror(errno));
	return RESULT_IO;
}

int listener_accept(const struct listener *listener)
{
	return accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

void listener_close(struct listener *listener)
{
	if (listener->fd < 0)
		return;
	close(listener->fd);
	unlink(listener->path);
	listener->fd = -1;
}
