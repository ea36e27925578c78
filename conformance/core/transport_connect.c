/* SPDX-License-Identifier: Apache-2.0 */
/* Connecting, each within CONNECT_MS. */

#include "conformance/core/transport_connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

enum { CONNECT_MS = 5000 };

static bool connected(int fd)
{
	struct pollfd waiting = { fd, POLLOUT, 0 };
	socklen_t len = sizeof(int);
	int error = 0;

	if (poll(&waiting, 1, CONNECT_MS) != 1) {
		errno = ETIMEDOUT;
		return false;
	}
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		return false;
	errno = error;
	return error == 0;
}

static int connect_socket(int family, const struct sockaddr *to, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, to, len) == 0 || (errno == EINPROGRESS && connected(fd)))
		return fd;
	close(fd);
	return -1;
}

static int connect_tcp(const struct transport_address *address, struct complaint *ret_why)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV }, *found;
	int error = getaddrinfo(address->words[0], address->words[1], &hints, &found);
	int fd = -1;

	if (error != 0) {
		complain(ret_why, "tcp:%s:%s: %s", address->words[0], address->words[1], gai_strerror(error));
		return -1;
	}
	for (const struct addrinfo *i = found; i != NULL && fd < 0; i = i->ai_next)
		fd = connect_socket(i->ai_family, i->ai_addr, i->ai_addrlen);
	if (fd < 0)
		complain(ret_why, "tcp:%s:%s: no connection: %s; is the adapter running?", address->words[0], address->words[1],
			 strerror(errno));
	freeaddrinfo(found);
	return fd;
}

static int connect_unix(const struct transport_address *address, struct complaint *ret_why)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd;

	strncpy(to.sun_path, address->words[0], sizeof(to.sun_path) - 1);
	fd = connect_socket(AF_UNIX, (const struct sockaddr *)&to, sizeof(to));
	if (fd < 0)
		complain(ret_why, "unix:%s: no connection: %s; is the adapter running?", address->words[0], strerror(errno));
	return fd;
}

static bool set_speed(int fd, const char *text)
{
	static const struct {
		unsigned long number;
		speed_t speed;
	} speeds[] = { { 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 }, { 57600, B57600 }, { 115200, B115200 },
		       { 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 }, { 1000000, B1000000 }, { 2000000, B2000000 },
		       { 3000000, B3000000 }, { 4000000, B4000000 } };
	struct termios line;

	if (tcgetattr(fd, &line) != 0)
		return false;
	cfmakeraw(&line);
	line.c_cflag |= CLOCAL | CREAD;
	for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
		if (speeds[i].number == strtoul(text, NULL, 10))
			return cfsetspeed(&line, speeds[i].speed) == 0 && tcsetattr(fd, TCSANOW, &line) == 0 &&
			       tcflush(fd, TCIOFLUSH) == 0;
	}
	errno = EINVAL;
	return false;
}

static int open_serial(const struct transport_address *address, struct complaint *ret_why)
{
	int fd = open(address->words[0], O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && set_speed(fd, address->words[1]))
		return fd;
	complain(ret_why, "serial:%s,%s: %s; it must be a serial line, at a usual speed", address->words[0], address->words[1],
		 strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

int transport_connect(const struct transport_address *address, struct complaint *ret_why)
{
	if (address->kind == TRANSPORT_TCP)
		return connect_tcp(address, ret_why);
	if (address->kind == TRANSPORT_UNIX)
		return connect_unix(address, ret_why);
	return open_serial(address, ret_why);
}
