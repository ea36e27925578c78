/* SPDX-License-Identifier: Apache-2.0 */
/* Messages over a socket, whole or not at all. */

#include "reference-impl/platform/board/mailbox_link.h"

#include <errno.h>
#include <sys/socket.h>

static enum result exchange(void *context, struct buffer message, size_t len, size_t *ret_len)
{
	const struct mailbox_link *link = context;
	ssize_t moved;

	do
		moved = send(link->fd, message.at, len, MSG_NOSIGNAL);
	while (moved < 0 && errno == EINTR);
	if (moved < 0)
		return RESULT_IO;
	do
		moved = recv(link->fd, message.at, message.len, MSG_TRUNC);
	while (moved < 0 && errno == EINTR);
	if (moved <= 0 || (size_t)moved > message.len)
		return RESULT_IO;
	*ret_len = (size_t)moved;
	return RESULT_OK;
}

void mailbox_link_init(struct mailbox_link *link, int fd)
{
	link->fd = fd;
	link->client.context = link;
	link->client.exchange = exchange;
}
