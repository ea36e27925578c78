/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/port_client.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/unix_socket.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { PORT_RETRY_MS = 5, PORT_HEAD_LEN = 4 };

int64_t reference_port_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static enum result wait_for(const struct reference_port *port, short events)
{
	struct pollfd wait = { .fd = port->socket, .events = events };

	for (;;) {
		int64_t left_ms = port->until_ms - reference_port_now_ms();
		int ready = left_ms <= 0 ? 0 : poll(&wait, 1, left_ms > INT32_MAX ? INT32_MAX : (int)left_ms);

		if (ready > 0)
			return RESULT_OK;
		if (ready == 0)
			return RESULT_TIMEOUT;
		if (errno != EINTR)
			return RESULT_IO;
	}
}

static enum result send_all(const struct reference_port *port, struct bytes bytes)
{
	while (bytes.len > 0) {
		enum result result = wait_for(port, POLLOUT);
		ssize_t sent;

		if (result != RESULT_OK)
			return result;
		sent = send(port->socket, bytes.at, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno != EAGAIN && errno != EINTR)
			return RESULT_IO;
		if (sent > 0)
			bytes = bytes_from(bytes.at + sent, bytes.len - (size_t)sent);
	}
	return RESULT_OK;
}

static enum result receive_all(const struct reference_port *port, struct buffer room)
{
	for (size_t at = 0; at < room.len;) {
		enum result result = wait_for(port, POLLIN);
		ssize_t got;

		if (result != RESULT_OK)
			return result;
		got = recv(port->socket, room.at + at, room.len - at, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			return RESULT_IO;
		if (got > 0)
			at += (size_t)got;
	}
	return RESULT_OK;
}

static enum result receive_frame(struct reference_port *port)
{
	uint8_t head[PORT_HEAD_LEN];
	enum result result = receive_all(port, BUFFER_OF(head));
	struct reader r = reader_over(BYTES_OF(head));
	uint32_t len = reader_u32_le(&r);

	if (result != RESULT_OK)
		return result;
	if (len == 0 || len > sizeof(port->frame))
		return RESULT_MALFORMED;
	port->frame_len = len;
	return receive_all(port, (struct buffer){ port->frame, len });
}

enum result reference_port_ask(struct reference_port *port, const struct reference_port_command *command,
			       enum port_status *ret_status, struct bytes *ret_fields)
{
	uint8_t head[PORT_HEAD_LEN + 1];
	struct writer w = writer_over(BUFFER_OF(head));
	enum result result;

	writer_u32_le(&w, (uint32_t)(1 + command->fields.len + command->data.len));
	writer_u8(&w, (uint8_t)command->command);
	result = send_all(port, BYTES_OF(head));
	if (result == RESULT_OK)
		result = send_all(port, command->fields);
	if (result == RESULT_OK)
		result = send_all(port, command->data);
	if (result == RESULT_OK)
		result = receive_frame(port);
	if (result != RESULT_OK)
		return result;
	*ret_status = port->frame[0];
	*ret_fields = bytes_from(port->frame + 1, port->frame_len - 1);
	return RESULT_OK;
}

/* One attempt: a board that loses power closes the connection, and the next attempt finds its next boot. */
static enum result attempt(struct reference_port *port, const char *path, struct bytes *ret_info)
{
	const struct reference_port_command info = { .command = PORT_INFO };
	enum port_status status;
	enum result result;

	port->socket = unix_socket_connect(path, SOCK_STREAM);
	if (port->socket < 0)
		return RESULT_IO;
	if (!ret_info)
		return RESULT_OK;
	result = reference_port_ask(port, &info, &status, ret_info);
	if (result == RESULT_OK && status == PORT_OK)
		return RESULT_OK;
	reference_port_close(port);
	return result == RESULT_OK ? RESULT_REFUSED : result;
}

/* RESULT_TIMEOUT, or RESULT_REFUSED with the reason told. */
static enum result try_until(struct reference_port *port, const char *path, struct bytes *ret_info, struct complaint *ret_why)
{
	const struct timespec pause = { .tv_nsec = PORT_RETRY_MS * 1000000L };

	while (attempt(port, path, ret_info) != RESULT_OK) {
		if (access(path, W_OK) != 0 && errno == EACCES) {
			complain(ret_why, "%s: %s: the rig must open it to the run folder's group", path, strerror(errno));
			return RESULT_REFUSED;
		}
		if (reference_port_now_ms() >= port->until_ms)
			return RESULT_TIMEOUT;
		nanosleep(&pause, NULL);
	}
	return RESULT_OK;
}

/* With ret_info whoever serves the port must have answered INFO; else it is enough that there is one. */
static enum result reach(struct reference_port *port, unsigned int unit, struct bytes *ret_info, struct complaint *ret_why)
{
	char path[REFERENCE_PATH_LEN];
	enum result result = reference_run_path(path, ret_why, "unit%u/port.sock", unit);

	if (result == RESULT_OK)
		result = try_until(port, path, ret_info, ret_why);
	if (result == RESULT_TIMEOUT && ret_info)
		complain(ret_why, "nobody serves the port of unit %u: is it powered, and in an OS or in download mode?", unit);
	else if (result == RESULT_TIMEOUT)
		complain(ret_why, "unit %u has no service port: has the rig switched it on?", unit);
	return result;
}

enum result reference_port_connect(struct reference_port *port, unsigned int unit, int64_t until_ms, struct complaint *ret_why)
{
	port->until_ms = until_ms;
	return reach(port, unit, NULL, ret_why);
}

enum result reference_port_open(struct reference_port *port, unsigned int unit, int64_t until_ms, struct bytes *ret_info,
				struct complaint *ret_why)
{
	port->until_ms = until_ms;
	return reach(port, unit, ret_info, ret_why);
}

void reference_port_close(struct reference_port *port)
{
	close(port->socket);
}
