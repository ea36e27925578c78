/* SPDX-License-Identifier: Apache-2.0 */
/* One loop of poll for all that may happen: bytes in, bytes out, the program's log, and the end of time. */

#include "conformance/core/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "conformance/core/protocol.h"
#include "conformance/core/transport_connect.h"

enum { ROOM_FIRST = 65536, ROOM_MAX = PROTOCOL_LINE_MAX + 1 };

struct transport {
	int fd;
	struct sandbox_process process; /* of exec; its stream is fd */
	int log_file;
	size_t logged;
	char *room;
	size_t room_len, used; /* bytes that came */
	size_t taken;          /* of them, given out as a line */
	size_t scanned;        /* of them, known to hold no newline beyond taken */
};

uint64_t transport_now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* What a terminal could take as a command never reaches the file. */
static void keep_log(struct transport *t, char *text, size_t len)
{
	if (t->log_file < 0 || t->logged >= TRANSPORT_LOG_MAX)
		return;
	if (len > TRANSPORT_LOG_MAX - t->logged)
		len = TRANSPORT_LOG_MAX - t->logged;
	for (size_t i = 0; i < len; i++) {
		if ((text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7f)
			text[i] = '?';
	}
	t->logged += len;
	if (write(t->log_file, text, len) != (ssize_t)len)
		t->logged = TRANSPORT_LOG_MAX;
}

/* Reads what is there now, and a bounded amount of it: who logs without end must not keep us here. */
static void drain_log(struct transport *t)
{
	char text[4096];
	ssize_t len;

	for (int i = 0; i < 16 && t->process.log >= 0; i++) {
		len = read(t->process.log, text, sizeof(text));
		if (len < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (len <= 0) {
			close(t->process.log);
			t->process.log = -1;
			return;
		}
		keep_log(t, text, (size_t)len);
	}
}

/* Waits for `events` on the stream; RESULT_OK may also mean that only the log had something. */
static enum result wait_for(struct transport *t, short events, uint64_t until_ms)
{
	struct pollfd waiting[2] = { { t->fd, events, 0 }, { t->process.log, POLLIN, 0 } };
	uint64_t now = transport_now_ms();
	uint64_t left = now >= until_ms ? 0 : until_ms - now;

	if (poll(waiting, 2, left > INT_MAX ? INT_MAX : (int)left) < 0)
		return errno == EINTR ? RESULT_OK : RESULT_IO;
	if (waiting[1].revents != 0)
		drain_log(t);
	return waiting[0].revents == 0 && left == 0 ? RESULT_TIMEOUT : RESULT_OK;
}

static bool try_later(void)
{
	return errno == EAGAIN || errno == EINTR;
}

/* A socket must not raise SIGPIPE; a serial line can't. */
static ssize_t write_some(const struct transport *t, struct bytes bytes)
{
	ssize_t sent = send(t->fd, bytes.at, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);

	return sent < 0 && errno == ENOTSOCK ? write(t->fd, bytes.at, bytes.len) : sent;
}

enum result transport_send(struct transport *t, struct bytes line, uint64_t until_ms)
{
	enum result result = RESULT_OK;

	while (line.len != 0 && result == RESULT_OK) {
		ssize_t sent = write_some(t, line);

		if (sent < 0 && !try_later())
			return RESULT_IO;
		if (sent < 0) {
			result = wait_for(t, POLLOUT, until_ms);
			continue;
		}
		line = bytes_from(line.at + sent, line.len - (size_t)sent);
	}
	return result;
}

/* Moves what was not given out yet to the front, and grows the room while a line may still fit. */
static enum result make_room(struct transport *t)
{
	size_t len = t->room_len == 0 ? ROOM_FIRST : t->room_len * 2 > ROOM_MAX ? ROOM_MAX : t->room_len * 2;
	char *room;

	if (t->taken != 0)
		memmove(t->room, t->room + t->taken, t->used - t->taken);
	t->used -= t->taken;
	t->scanned -= t->taken;
	t->taken = 0;
	if (t->used < t->room_len)
		return RESULT_OK;
	if (t->room_len == ROOM_MAX)
		return RESULT_TOO_LARGE;
	room = realloc(t->room, len);
	if (room == NULL)
		return RESULT_IO;
	t->room = room;
	t->room_len = len;
	return RESULT_OK;
}

static enum result read_some(struct transport *t)
{
	enum result result = make_room(t);
	ssize_t got;

	if (result != RESULT_OK)
		return result;
	got = read(t->fd, t->room + t->used, t->room_len - t->used);
	if (got < 0 && try_later())
		return RESULT_BUSY;
	if (got <= 0)
		return t->used == 0 ? RESULT_IO : RESULT_TRUNCATED;
	t->used += (size_t)got;
	return RESULT_OK;
}

static bool take_line(struct transport *t, struct bytes *ret_line)
{
	char *newline = t->used == t->scanned ? NULL : memchr(t->room + t->scanned, '\n', t->used - t->scanned);

	if (newline == NULL) {
		t->scanned = t->used;
		return false;
	}
	*ret_line = bytes_from((const uint8_t *)t->room + t->taken, (size_t)(newline - (t->room + t->taken)));
	t->taken = t->scanned = (size_t)(newline - t->room) + 1;
	return true;
}

enum result transport_receive(struct transport *t, uint64_t until_ms, struct bytes *ret_line)
{
	enum result result = RESULT_OK;

	while (result == RESULT_OK) {
		if (take_line(t, ret_line))
			return RESULT_OK;
		result = read_some(t);
		if (result == RESULT_BUSY)
			result = wait_for(t, POLLIN, until_ms);
		else if (result == RESULT_OK && transport_now_ms() > until_ms)
			result = RESULT_TIMEOUT;
	}
	return result;
}

enum result transport_quiet(struct transport *t)
{
	enum result result;

	if (t->used != t->taken)
		return RESULT_REFUSED;
	result = read_some(t);
	if (result == RESULT_BUSY)
		return RESULT_OK;
	return result == RESULT_OK ? RESULT_REFUSED : RESULT_IO;
}

uint32_t transport_missing(const struct transport *t)
{
	return t->process.missing;
}

static int open_log(const char *path)
{
	return path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* A program that is started again goes on in the same log, within the same bound. */
static size_t size_of(int file)
{
	off_t size = file < 0 ? 0 : lseek(file, 0, SEEK_END);

	return size < 0 || size > TRANSPORT_LOG_MAX ? TRANSPORT_LOG_MAX : (size_t)size;
}

static enum result open_stream(struct transport *t, const struct transport_address *address, const struct sandbox_order *order,
			       struct complaint *ret_why)
{
	struct sandbox_order with_words = *order;
	enum result result = RESULT_OK;

	if (address->kind == TRANSPORT_EXEC) {
		with_words.argv = address->words;
		result = sandbox_start(&with_words, &t->process, ret_why);
		t->fd = t->process.stream;
	} else {
		t->fd = transport_connect(address, ret_why);
	}
	if (result != RESULT_OK || t->fd < 0)
		return RESULT_IO;
	return fcntl(t->fd, F_SETFL, fcntl(t->fd, F_GETFL) | O_NONBLOCK) == 0 ? RESULT_OK : RESULT_IO;
}

enum result transport_open(const struct transport_address *address, const struct sandbox_order *order, const char *log_path,
			   struct transport **ret_transport, struct complaint *ret_why)
{
	struct transport *t = calloc(1, sizeof(*t));
	enum result result;

	if (t == NULL)
		return RESULT_IO;
	*t = (struct transport){ .fd = -1, .process = { .stream = -1, .log = -1 }, .log_file = open_log(log_path) };
	t->logged = size_of(t->log_file);
	result = open_stream(t, address, order, ret_why);
	if (result == RESULT_OK)
		*ret_transport = t;
	else
		transport_close(t, 0);
	return result;
}

/* Its last words are read when it is gone. */
static void end_program(struct transport *t, uint32_t grace_ms)
{
	int log = t->process.log < 0 ? -1 : fcntl(t->process.log, F_DUPFD_CLOEXEC, 3);

	drain_log(t);
	sandbox_stop(&t->process, grace_ms);
	t->process.log = log;
	drain_log(t);
	if (t->process.log >= 0)
		close(t->process.log);
}

void transport_close(struct transport *t, uint32_t grace_ms)
{
	if (t == NULL)
		return;
	if (t->process.init != 0) {
		end_program(t, grace_ms);
	} else if (t->fd >= 0) {
		close(t->fd);
	}
	if (t->log_file >= 0)
		close(t->log_file);
	free(t->room);
	free(t);
}
