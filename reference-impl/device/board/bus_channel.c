/* SPDX-License-Identifier: Apache-2.0 */
/* Receiving questions, judging their form and right, sending answers. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/device/board/board.h"

struct arrival {
	ssize_t len;
	int fd; /* -1: none came */
	bool whole;
};

void bus_channel_reset(struct board *board)
{
	board->bus.waiting = false;
}

/*
 * There is room for one descriptor, not for the padding behind it; the kernel drops more of
 * them, and says so.
 */
static struct arrival receive(int bus_fd, struct bus_message *question)
{
	struct iovec part = { question, sizeof(*question) };
	union {
		struct cmsghdr header;
		uint8_t room[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control };
	struct arrival arrival = { .fd = -1 };
	struct cmsghdr *attached;

	message.msg_controllen = CMSG_LEN(sizeof(int));
	arrival.len = recvmsg(bus_fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (arrival.len < 0)
		return arrival;
	attached = CMSG_FIRSTHDR(&message);
	if (attached && attached->cmsg_level == SOL_SOCKET && attached->cmsg_type == SCM_RIGHTS &&
	    attached->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&arrival.fd, CMSG_DATA(attached), sizeof(int));
	arrival.whole = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0 && arrival.len >= (ssize_t)sizeof(question->header);
	return arrival;
}

static enum result judge_form(const struct bus_header *header, size_t data_len, bool has_fd)
{
	if (has_fd != (header->op == BUS_START))
		return RESULT_MALFORMED;
	switch (bus_operation_data((enum bus_op)header->op)) {
	case BUS_DATA_NONE:
		return data_len == 0 && header->length == 0 ? RESULT_OK : RESULT_MALFORMED;
	case BUS_DATA_BROUGHT:
		return data_len == header->length ? RESULT_OK : RESULT_MALFORMED;
	case BUS_DATA_ASKED:
		break;
	}
	if (data_len != 0)
		return RESULT_MALFORMED;
	return header->length <= BUS_DATA_MAX_LEN ? RESULT_OK : RESULT_TOO_LARGE;
}

/* A stage that does not take its answers has left the rules. */
static void send_answer(struct board *board)
{
	struct bus_message *answer = &board->bus.answer;
	size_t len = sizeof(answer->header);
	ssize_t sent;

	if (answer->header.result != RESULT_OK)
		answer->header.length = 0;
	len += answer->header.length;
	sent = send(board->stage.bus_fd, answer, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent < 0 && errno != EPIPE && errno != ECONNRESET)
		board_reset(board, BOOT_CRASH);
}

static enum bus_outcome handle(struct board *board, size_t data_len, int fd)
{
	const struct bus_header *header = &board->bus.question.header;
	enum result result = chip_grants(&board->chip, (enum bus_op)header->op);

	board->bus.answer.header = (struct bus_header){ .op = header->op, .region = header->region };
	if (result == RESULT_OK)
		result = judge_form(header, data_len, fd >= 0);
	if (result == RESULT_OK)
		return bus_operation(board, fd);
	board->bus.answer.header.result = result;
	return BUS_ANSWERED;
}

/* An operation that was cut has no answer: who asked is dead. */
static void conclude(struct board *board, enum bus_outcome outcome)
{
	board->bus.waiting = outcome == BUS_WAITS;
	if (outcome == BUS_ANSWERED && board->chip.nor.powered)
		send_answer(board);
	board_settle(board);
}

void bus_channel_read(struct board *board)
{
	struct bus_channel *bus = &board->bus;
	struct arrival arrival = receive(board->stage.bus_fd, &bus->question);

	if (arrival.len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (!arrival.whole) {
		board_reset(board, BOOT_CRASH);
	} else {
		bus->until_ms = board_now_ms() + bus->question.header.arg;
		bus->hang_ups = board->port.hang_ups;
		conclude(board, handle(board, (size_t)arrival.len - sizeof(bus->question.header), arrival.fd));
	}
	if (arrival.fd >= 0)
		close(arrival.fd);
}

void bus_channel_retry(struct board *board)
{
	if (board->bus.waiting)
		conclude(board, handle(board, 0, -1));
}
