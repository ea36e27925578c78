/* SPDX-License-Identifier: Apache-2.0 */
/* Frames in and out of a stream, never more than one frame read ahead. */

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/port_channel.h"

/* Bytes that `in` must hold to go on: the length, then the frame; 0 for a length that cannot be. */
static size_t wanted(const struct port_channel *port)
{
	struct reader r = reader_over(bytes_from(port->in, port->in_len));
	uint32_t frame_len;

	if (port->in_len < PORT_LENGTH_LEN)
		return PORT_LENGTH_LEN;
	frame_len = reader_u32_le(&r);
	return frame_len == 0 || frame_len > PORT_FRAME_MAX_LEN ? 0 : PORT_LENGTH_LEN + frame_len;
}

static bool has_frame(const struct port_channel *port)
{
	return port->in_len > PORT_LENGTH_LEN && port->in_len == wanted(port);
}

short port_channel_events(const struct port_channel *port)
{
	int events = POLLRDHUP;

	if (!has_frame(port))
		events |= POLLIN;
	if (port->out_len > 0)
		events |= POLLOUT;
	return (short)events;
}

static void forget_client(struct port_channel *port)
{
	port->client = -1;
	port->stage_owes = 0;
	port->root_owes = false;
	port->in_len = 0;
	port->out_len = 0;
}

void port_channel_accept(struct port_channel *port)
{
	forget_client(port);
	port->client = listener_accept(&port->listener);
}

/* False: the client is of no use any more. */
static bool write_out(struct port_channel *port)
{
	ssize_t sent = send(port->client, port->out, port->out_len, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (sent < 0)
		return errno == EAGAIN || errno == EINTR;
	memmove(port->out, port->out + sent, port->out_len - (size_t)sent);
	port->out_len -= (size_t)sent;
	return true;
}

static bool read_in(struct port_channel *port)
{
	while (!has_frame(port)) {
		size_t want = wanted(port);
		ssize_t len;

		if (want <= port->in_len)
			return false;
		len = recv(port->client, port->in + port->in_len, want - port->in_len, MSG_DONTWAIT);
		if (len < 0)
			return errno == EAGAIN || errno == EINTR;
		if (len == 0)
			return false;
		port->in_len += (size_t)len;
	}
	return true;
}

void port_channel_move(struct port_channel *port, short revents)
{
	bool good = (revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL)) == 0;

	if (good && revents & POLLOUT)
		good = write_out(port);
	if (good && revents & POLLIN)
		good = read_in(port);
	if (!good)
		port_channel_hang_up(port);
}

void port_channel_hang_up(struct port_channel *port)
{
	bool ignored;

	if (port->client < 0)
		return;
	ignored = port->out_len > 0 && write_out(port);
	(void)ignored;
	close(port->client);
	forget_client(port);
	port->hang_ups++;
}

void port_channel_close(struct port_channel *port)
{
	port_channel_hang_up(port);
	listener_close(&port->listener);
}

static bool is_for_root(const struct port_channel *port)
{
	return port->in[PORT_LENGTH_LEN] == PORT_ROOT_OF_TRUST;
}

bool port_channel_take_for_root(struct port_channel *port, struct bytes *ret_message)
{
	if (port->client < 0 || port->stage_owes > 0 || !has_frame(port) || !is_for_root(port))
		return false;
	*ret_message = bytes_from(port->in + PORT_LENGTH_LEN + 1, port->in_len - PORT_LENGTH_LEN - 1);
	port->in_len = 0;
	port->root_owes = true;
	return true;
}

enum result port_channel_take(struct port_channel *port, struct buffer into, size_t *ret_len)
{
	struct bytes frame;
	enum result result;

	if (port->client < 0)
		return RESULT_NOT_FOUND;
	if (port->root_owes || !has_frame(port) || is_for_root(port))
		return RESULT_TIMEOUT;
	frame = bytes_from(port->in + PORT_LENGTH_LEN, port->in_len - PORT_LENGTH_LEN);
	result = bytes_copy(into, frame);
	if (result != RESULT_OK)
		return result;
	*ret_len = frame.len;
	port->in_len = 0;
	port->stage_owes++;
	return RESULT_OK;
}

void port_channel_change_stage(struct port_channel *port)
{
	port->stage_owes = 0;
}

static enum result put(struct port_channel *port, struct bytes frame)
{
	struct writer w = writer_over((struct buffer){ port->out + port->out_len, sizeof(port->out) - port->out_len });
	struct bytes written;

	writer_u32_le(&w, (uint32_t)frame.len);
	writer_bytes(&w, frame);
	if (writer_finish(&w, &written) != RESULT_OK) {
		port_channel_hang_up(port);
		return RESULT_NOT_FOUND;
	}
	port->out_len += written.len;
	if (!write_out(port)) {
		port_channel_hang_up(port);
		return RESULT_NOT_FOUND;
	}
	return RESULT_OK;
}

static enum result can_be_put(const struct port_channel *port, struct bytes frame, bool is_owed)
{
	if (frame.len == 0 || frame.len > PORT_FRAME_MAX_LEN)
		return RESULT_TOO_LARGE;
	return port->client < 0 || !is_owed ? RESULT_NOT_FOUND : RESULT_OK;
}

enum result port_channel_put(struct port_channel *port, struct bytes frame)
{
	enum result result = can_be_put(port, frame, port->stage_owes > 0);

	if (result != RESULT_OK)
		return result;
	port->stage_owes--;
	return put(port, frame);
}

enum result port_channel_put_for_root(struct port_channel *port, struct bytes frame)
{
	enum result result = can_be_put(port, frame, port->root_owes);

	if (result != RESULT_OK)
		return result;
	port->root_owes = false;
	return put(port, frame);
}
