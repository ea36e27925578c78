/* SPDX-License-Identifier: Apache-2.0 */
/* One wait for all: an end of the board's, and the vault beside it. */

#include "reference-impl/device/board/root_line.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "reference-impl/device/board/board.h"

static enum result lose(struct board *board)
{
	board->root.is_lost = true;
	return RESULT_IO;
}

/* RESULT_OK when fd has something; it is not asked again whether the process lives: its ends say so. */
static enum result wait_for(struct board *board, int fd)
{
	struct pollfd both[] = { { fd, POLLIN, 0 }, { board->root.process.bus_fd, POLLIN, 0 } };
	uint64_t until_ms = board_now_ms() + ROOT_PATIENCE_MS;

	for (;;) {
		uint64_t now_ms = board_now_ms();

		if (!board->chip.nor.powered)
			return RESULT_IO;
		if (board->root.is_lost || now_ms >= until_ms || (poll(both, 2, (int)(until_ms - now_ms)) < 0 && errno != EINTR))
			return lose(board);
		if (both[1].revents & POLLIN)
			root_vault_serve(board);
		else if (both[0].revents & POLLIN)
			return RESULT_OK;
		else if (both[0].revents || both[1].revents)
			return lose(board);
	}
}

/* A message on one of the board's ends, at most `into` long. */
static enum result await(struct board *board, int fd, struct buffer into, size_t *ret_len)
{
	enum result result = fd < 0 ? RESULT_IO : wait_for(board, fd);
	ssize_t len;

	if (result != RESULT_OK)
		return result;
	len = recv(fd, into.at, into.len, MSG_TRUNC | MSG_DONTWAIT);
	if (len <= 0 || (size_t)len > into.len)
		return lose(board);
	*ret_len = (size_t)len;
	return RESULT_OK;
}

static bool send_order(const struct board *board, const struct root_order *order)
{
	struct bus_header header = { .op = (uint16_t)order->op, .region = order->region, .length = (uint32_t)order->data.len };
	struct iovec parts[] = { { &header, sizeof(header) }, { (void *)(uintptr_t)order->data.at, order->data.len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	union {
		struct cmsghdr header;
		uint8_t room[CMSG_SPACE(sizeof(int))];
	} attached = { .room = { 0 } };

	if (order->fd >= 0) {
		message.msg_control = attached.room;
		message.msg_controllen = sizeof(attached.room);
		attached.header.cmsg_level = SOL_SOCKET;
		attached.header.cmsg_type = SCM_RIGHTS;
		attached.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&attached.header), &order->fd, sizeof(int));
	}
	return sendmsg(board->root.control, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

enum result root_tell(struct board *board, const struct root_order *order)
{
	struct bus_header answer;
	size_t len = 0;
	enum result result;

	if (board->root.control < 0)
		return RESULT_IO;
	if (!send_order(board, order))
		return lose(board);
	result = await(board, board->root.control, BUFFER_OF(answer), &len);
	if (result != RESULT_OK)
		return result;
	if (len != sizeof(answer) || answer.op != order->op || answer.result > RESULT_INTERNAL)
		return lose(board);
	return (enum result)answer.result;
}

static enum result exchange(void *context, struct buffer message, size_t len, size_t *ret_len)
{
	struct board *board = context;

	if (board->root.rom < 0 || send(board->root.rom, message.at, len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return RESULT_IO;
	return await(board, board->root.rom, message, ret_len);
}

struct measurements root_measurements(struct board *board)
{
	board->root.as_rom.context = board;
	board->root.as_rom.exchange = exchange;
	return mailbox_measurements(&board->root.as_rom);
}
