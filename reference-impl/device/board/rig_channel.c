/* SPDX-License-Identifier: Apache-2.0 */
/* Rig programs come, ask and go. */

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/device/board/board.h"

static void hang_up(struct rig_client *client)
{
	close(client->fd);
	*client = (struct rig_client){ .fd = -1 };
}

void rig_channel_accept(struct board *board)
{
	int fd = listener_accept(&board->rig.listener);

	for (unsigned int i = 0; fd >= 0 && i < RIG_CLIENT_COUNT; i++) {
		if (board->rig.client[i].fd >= 0)
			continue;
		board->rig.client[i] = (struct rig_client){ .fd = fd };
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* A rig that does not take its answers is hung up on, rather than waited for. */
static void send_answer(struct board *board, struct rig_client *client)
{
	const struct rig_message *answer = &board->rig.answer;
	size_t len = sizeof(answer->header) + answer->header.length;

	if (send(client->fd, answer, len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		hang_up(client);
}

static void answer_console(struct board *board, struct rig_client *client, bool time_is_over)
{
	client->waiting = !rig_answer_console(board, client->since) && !time_is_over;
	if (!client->waiting)
		send_answer(board, client);
}

static void answer(struct board *board, struct rig_client *client, size_t data_len)
{
	const struct rig_header *question = &board->rig.question.header;

	if (question->op == RIG_CONSOLE_READ && data_len == 0) {
		uint64_t now = board_now_ms();

		client->since = question->a;
		client->until_ms = question->b < UINT64_MAX - now ? now + question->b : UINT64_MAX;
		answer_console(board, client, question->b == 0);
		return;
	}
	rig_operation(board, data_len);
	send_answer(board, client);
}

void rig_channel_read(struct board *board, struct rig_client *client)
{
	struct rig_message *question = &board->rig.question;
	struct iovec part = { question, sizeof(*question) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	ssize_t len = recvmsg(client->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	size_t data_len;

	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (len < (ssize_t)sizeof(question->header) || message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
		hang_up(client);
		return;
	}
	data_len = (size_t)len - sizeof(question->header);
	if (question->header.length != data_len) {
		hang_up(client);
		return;
	}
	answer(board, client, data_len);
}

void rig_channel_retry(struct board *board)
{
	for (unsigned int i = 0; i < RIG_CLIENT_COUNT; i++) {
		struct rig_client *client = &board->rig.client[i];

		if (client->fd >= 0 && client->waiting)
			answer_console(board, client, board_now_ms() >= client->until_ms);
	}
}

void rig_channel_close(struct rig_channel *rig)
{
	for (unsigned int i = 0; i < RIG_CLIENT_COUNT; i++)
		if (rig->client[i].fd >= 0)
			hang_up(&rig->client[i]);
	listener_close(&rig->listener);
}
