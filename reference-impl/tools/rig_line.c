/* SPDX-License-Identifier: Apache-2.0 */
/* Messages keep their bounds, so an answer is whole or not one. */

#include "reference-impl/tools/rig_line.h"

#include <poll.h>
#include <sys/socket.h>

#include "reference-impl/tools/unix_line.h"

static enum result receive(struct rig_line *line, size_t *ret_len)
{
	struct iovec parts[] = { { &line->header, sizeof(line->header) }, { line->data, sizeof(line->data) } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t got = recvmsg(line->fd, &message, 0);

	if (got < (ssize_t)sizeof(line->header) || message.msg_flags & MSG_TRUNC)
		return RESULT_IO;
	*ret_len = (size_t)got - sizeof(line->header);
	return RESULT_OK;
}

enum result rig_line_ask(struct rig_line *line, struct bytes *ret_data)
{
	uint16_t op = line->header.op;
	size_t len = 0;
	enum result result = RESULT_OK;

	line->header.length = 0;
	if (send(line->fd, &line->header, sizeof(line->header), MSG_NOSIGNAL) < 0)
		result = RESULT_IO;
	if (result == RESULT_OK)
		result = unix_line_wait(line->fd, POLLIN, line->until_ms);
	if (result == RESULT_OK)
		result = receive(line, &len);
	if (result != RESULT_OK)
		return result;
	if (line->header.op != op || line->header.length != len || line->header.result > RESULT_INTERNAL)
		return RESULT_IO;
	*ret_data = bytes_from(line->data, len);
	return (enum result)line->header.result;
}
