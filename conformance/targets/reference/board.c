/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/board.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/targets/reference/maker.h"
#include "conformance/targets/reference/unit.h"
#include "conformance/targets/server/child.h"
#include "conformance/targets/server/unix_socket.h"

enum { STATUS_MS = 5000, STATUS_MAX_LEN = 4096 };

/* The paths that a board is started with. */
struct places {
	char state[REFERENCE_PATH_LEN], rig[REFERENCE_PATH_LEN], port[REFERENCE_PATH_LEN];
};

static enum result find_places(unsigned int unit, struct places *ret_places, struct complaint *ret_why)
{
	enum result result = reference_run_path(ret_places->state, ret_why, "unit%u/state", unit);

	if (result == RESULT_OK)
		result = reference_run_path(ret_places->rig, ret_why, "unit%u/rig.sock", unit);
	if (result == RESULT_OK)
		result = reference_run_path(ret_places->port, ret_why, "unit%u/port.sock", unit);
	return result;
}

void reference_board_stop(struct reference_board *board)
{
	if (board->pid == 0)
		return;
	close(board->bus);
	child_stop(board->pid);
	board->pid = 0;
}

static bool send_call(int bus, struct reference_rig_call *call)
{
	struct iovec parts[] = { { &call->header, sizeof(call->header) },
				 { (void *)(uintptr_t)call->name.at, call->name.len },
				 { (void *)(uintptr_t)call->bytes.at, call->bytes.len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };

	call->header.length = (uint32_t)(call->name.len + call->bytes.len);
	return sendmsg(bus, &message, MSG_NOSIGNAL) >= 0;
}

static bool receive_answer(int bus, struct reference_rig_call *call)
{
	uint16_t op = call->header.op;
	struct iovec parts[] = { { &call->header, sizeof(call->header) }, { call->room.at, call->room.len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	struct pollfd wait = { .fd = bus, .events = POLLIN };
	int ready;
	ssize_t got;

	do
		ready = poll(&wait, 1, (int)call->wait_ms);
	while (ready < 0 && errno == EINTR);
	got = ready > 0 ? recvmsg(bus, &message, 0) : -1;
	if (got < (ssize_t)sizeof(call->header) || (message.msg_flags & MSG_TRUNC))
		return false;
	call->got_len = (size_t)got - sizeof(call->header);
	return call->header.op == op && call->header.length == call->got_len;
}

/* Programs of the run folder's group may use the service port; the board makes it for its owner alone. */
static enum result open_port(struct reference_board *board, const char *port, struct complaint *ret_why)
{
	uint8_t walls[STATUS_MAX_LEN];
	struct reference_rig_call status = { .header.op = RIG_STATUS, .wait_ms = STATUS_MS, .room = BUFFER_OF(walls) };
	bool answered = send_call(board->bus, &status) && receive_answer(board->bus, &status);

	if (answered && chmod(port, 0660) == 0)
		return RESULT_OK;
	complain(ret_why, "%s: %s", port, answered ? strerror(errno) : "its board does not answer");
	reference_board_stop(board);
	return RESULT_IO;
}

static enum result start(struct reference_board *board, struct complaint *ret_why)
{
	struct places places;
	char program[REFERENCE_PATH_LEN], root_of_trust[REFERENCE_PATH_LEN];
	const char *const argv[] = { program, "--state", places.state, "--rig", places.rig, "--port", places.port,
				     "--root-of-trust", root_of_trust, NULL };
	enum result result = find_places(board->unit, &places, ret_why);
	pid_t pid = 0;

	if (result == RESULT_OK && access(places.state, F_OK) != 0)
		result = reference_make_unit(board->unit, NULL, ret_why);
	if (result == RESULT_OK)
		result = reference_program("assay-device", program, ret_why);
	if (result == RESULT_OK)
		result = reference_program("assay-root-of-trust", root_of_trust, ret_why);
	if (result != RESULT_OK)
		return result;
	unlink(places.rig);
	unlink(places.port);
	result = child_start(argv, &pid, ret_why);
	if (result == RESULT_OK)
		result = unix_socket_await(places.rig, SOCK_SEQPACKET, pid, &board->bus, ret_why);
	if (result != RESULT_OK)
		return result;
	board->pid = pid;
	return open_port(board, places.port, ret_why);
}

enum result reference_board_ask(struct reference_board *board, struct reference_rig_call *call,
				struct complaint *ret_why)
{
	enum result result = board->pid ? RESULT_OK : start(board, ret_why);

	if (result != RESULT_OK)
		return result;
	if (send_call(board->bus, call) && receive_answer(board->bus, call))
		return RESULT_OK;
	complain(ret_why, "the board of unit %u gives no answer to rig operation %u", board->unit, call->header.op);
	reference_board_stop(board);
	return RESULT_IO;
}

enum result reference_board_renew(struct reference_board *board, const char *lifecycle, struct complaint *ret_why)
{
	enum result result;

	reference_board_stop(board);
	result = reference_make_unit(board->unit, lifecycle, ret_why);
	return result == RESULT_OK ? start(board, ret_why) : result;
}
