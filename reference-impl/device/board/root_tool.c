/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tool at the service port speaks to the root of trust itself: the frames travel through the silicon, not
 * through whoever runs, so they are answered whatever that is, and nobody else can speak as a tool.
 */

#include <sys/socket.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board.h"
#include "reference-impl/platform/port.h"

static void put(struct board *board, enum port_status status, struct bytes fields)
{
	uint8_t frame[1 + MAILBOX_MESSAGE_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(frame));
	struct bytes written;
	enum result result;

	writer_u8(&w, (uint8_t)status);
	writer_bytes(&w, fields);
	result = writer_finish(&w, &written);
	if (result == RESULT_OK)
		result = port_channel_put_for_root(&board->port, written);
	/* Who asked may have hung up. */
	(void)result;
}

void root_tool_ask(struct board *board)
{
	static const char gone[] = "the root of trust is not there";
	struct root_process *root = &board->root;
	struct bytes message;

	if (root->tool_waits || !port_channel_take_for_root(&board->port, &message))
		return;
	/* An empty message would be none to a socket. */
	if (root->tool < 0 || message.len == 0 || send(root->tool, message.at, message.len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
		put(board, PORT_REFUSED, bytes_of_text(message.len == 0 ? "the message is empty" : gone));
		return;
	}
	root->tool_waits = true;
	root->tool_until_ms = board_now_ms() + ROOT_PATIENCE_MS;
	root->tool_hang_ups = board->port.hang_ups;
}

void root_tool_answer(struct board *board)
{
	struct root_process *root = &board->root;
	uint8_t message[MAILBOX_MESSAGE_MAX_LEN];
	ssize_t len = recv(root->tool, message, sizeof(message), MSG_TRUNC | MSG_DONTWAIT);

	if (len <= 0 || (size_t)len > sizeof(message)) {
		root->is_lost |= len >= 0;
		return;
	}
	root->tool_waits = false;
	if (root->tool_hang_ups == board->port.hang_ups)
		put(board, PORT_OK, bytes_from(message, (size_t)len));
}
