/* SPDX-License-Identifier: Apache-2.0 */
/* Frames over a stream socket, each within the time that is left. */

#include "reference-impl/tools/port_line.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/tools/unix_line.h"

enum { HEAD_LEN = 4 };

static enum result send_all(const struct port_line *line, struct bytes bytes)
{
	while (bytes.len > 0) {
		enum result result = unix_line_wait(line->fd, POLLOUT, line->until_ms);
		ssize_t sent;

		if (result != RESULT_OK)
			return result;
		sent = send(line->fd, bytes.at, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno != EAGAIN && errno != EINTR)
			return RESULT_IO;
		if (sent > 0)
			bytes = bytes_from(bytes.at + sent, bytes.len - (size_t)sent);
	}
	return RESULT_OK;
}

static enum result receive_all(const struct port_line *line, struct buffer room)
{
	for (size_t at = 0; at < room.len;) {
		enum result result = unix_line_wait(line->fd, POLLIN, line->until_ms);
		ssize_t got;

		if (result != RESULT_OK)
			return result;
		got = recv(line->fd, room.at + at, room.len - at, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			return RESULT_IO;
		if (got > 0)
			at += (size_t)got;
	}
	return RESULT_OK;
}

static enum result send_question(const struct port_line *line, const struct port_question *question)
{
	uint8_t head[HEAD_LEN + 1];
	struct writer w = writer_over(BUFFER_OF(head));
	enum result result;

	if (question->fields.len + question->data.len >= PORT_FRAME_MAX_LEN)
		return RESULT_TOO_LARGE;
	writer_u32_le(&w, (uint32_t)(1 + question->fields.len + question->data.len));
	writer_u8(&w, (uint8_t)question->command);
	result = send_all(line, BYTES_OF(head));
	if (result == RESULT_OK)
		result = send_all(line, question->fields);
	return result == RESULT_OK ? send_all(line, question->data) : result;
}

static enum result receive_frame(struct port_line *line, struct bytes *ret_frame)
{
	uint8_t head[HEAD_LEN];
	enum result result = receive_all(line, BUFFER_OF(head));
	struct reader r = reader_over(BYTES_OF(head));
	uint32_t len;

	if (result != RESULT_OK)
		return result;
	len = reader_u32_le(&r);
	if (len == 0 || len > sizeof(line->frame))
		return RESULT_MALFORMED;
	result = receive_all(line, (struct buffer){ line->frame, len });
	if (result == RESULT_OK)
		*ret_frame = bytes_from(line->frame, len);
	return result;
}

enum result port_line_ask(struct port_line *line, const struct port_question *question, enum port_status *ret_status,
			  struct bytes *ret_fields)
{
	struct bytes frame;
	enum result result = send_question(line, question);

	if (result == RESULT_OK)
		result = receive_frame(line, &frame);
	if (result != RESULT_OK)
		return result;
	*ret_status = (enum port_status)frame.at[0];
	*ret_fields = bytes_from(frame.at + 1, frame.len - 1);
	return RESULT_OK;
}

enum result port_line_open(struct port_line *line, const struct port_question *first, enum port_status *ret_status,
			   struct bytes *ret_fields)
{
	for (;;) {
		enum result result = unix_line_connect(line->path, SOCK_STREAM, line->until_ms, &line->fd);

		if (result != RESULT_OK)
			return result;
		result = port_line_ask(line, first, ret_status, ret_fields);
		if (result == RESULT_OK)
			return result;
		port_line_close(line);
		if (result != RESULT_IO)
			return result;
		unix_line_pause();
	}
}

enum result port_line_await_end(struct port_line *line)
{
	uint8_t byte;
	enum result result = receive_all(line, BUFFER_OF(byte));

	if (result == RESULT_IO)
		return RESULT_OK;
	return result == RESULT_OK ? RESULT_MALFORMED : result;
}

void port_line_close(struct port_line *line)
{
	if (line->fd >= 0)
		close(line->fd);
	line->fd = -1;
}

static enum result exchange(void *context, struct buffer message, size_t len, size_t *ret_len)
{
	struct port_line *line = context;
	const struct port_question question = { .command = PORT_ROOT_OF_TRUST, .fields = bytes_from(message.at, len) };
	enum port_status status;
	struct bytes reply;
	enum result result = line->fd < 0 ? port_line_open(line, &question, &status, &reply) : port_line_ask(line, &question, &status, &reply);

	if (result == RESULT_OK && status != PORT_OK)
		result = RESULT_IO;
	if (result == RESULT_OK)
		result = bytes_copy(message, reply);
	if (result == RESULT_OK)
		*ret_len = reply.len;
	return result;
}

struct mailbox_client port_line_mailbox(struct port_line *line)
{
	return (struct mailbox_client){ .context = line, .exchange = exchange };
}
