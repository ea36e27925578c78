/* SPDX-License-Identifier: Apache-2.0 */
/* Messages over the bus, whole or not at all. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/platform/board/board_link.h"

void board_link_init(struct board_link *link, int bus_fd)
{
	link->bus_fd = bus_fd;
	link->image = image_memfd_empty();
	memset(&link->header, 0, sizeof(link->header));
}

static void attach(struct msghdr *message, struct cmsghdr *control, size_t control_len, int fd)
{
	memset(control, 0, control_len);
	message->msg_control = control;
	message->msg_controllen = control_len;
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(control), &fd, sizeof(fd));
}

static enum result put(const struct board_link *link, const struct board_question *question)
{
	struct bus_header header = {
		.op = (uint16_t)question->op,
		.region = (uint16_t)question->region,
		.length = question->data.len ? (uint32_t)question->data.len : question->asked_len,
		.arg = question->arg,
	};
	struct iovec parts[] = { { &header, sizeof(header) }, { (void *)(uintptr_t)question->data.at, question->data.len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	union {
		struct cmsghdr header;
		uint8_t room[CMSG_SPACE(sizeof(int))];
	} control;
	ssize_t sent;

	if (question->fd)
		attach(&message, &control.header, sizeof(control.room), *question->fd);
	do
		sent = sendmsg(link->bus_fd, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? RESULT_IO : RESULT_OK;
}

static ssize_t get(struct board_link *link)
{
	struct iovec parts[] = { { &link->header, sizeof(link->header) }, { link->data, sizeof(link->data) } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t len;

	do
		len = recvmsg(link->bus_fd, &message, MSG_CMSG_CLOEXEC);
	while (len < 0 && errno == EINTR);
	return message.msg_flags & (MSG_TRUNC | MSG_CTRUNC) ? -1 : len;
}

enum result board_link_ask(struct board_link *link, const struct board_question *question, struct bytes *ret_data)
{
	enum result result;
	ssize_t len;

	if (question->data.len > BUS_DATA_MAX_LEN || question->asked_len > BUS_DATA_MAX_LEN || question->region > UINT16_MAX)
		return RESULT_TOO_LARGE;
	result = put(link, question);
	if (result != RESULT_OK)
		return result;
	len = get(link);
	if (len < (ssize_t)sizeof(link->header) || link->header.op != question->op || link->header.result > RESULT_INTERNAL)
		return RESULT_IO;
	if (link->header.result != RESULT_OK)
		return (enum result)link->header.result;
	*ret_data = bytes_from(link->data, (size_t)len - sizeof(link->header));
	return RESULT_OK;
}

void board_link_ask_for_the_end(struct board_link *link, enum bus_op op)
{
	if (put(link, &(struct board_question){ .op = op }) == RESULT_OK)
		while (get(link) > 0)
			continue;
	_exit(1);
}
