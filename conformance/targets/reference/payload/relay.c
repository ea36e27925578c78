/* SPDX-License-Identifier: Apache-2.0 */

#include <sys/socket.h>
#include <sys/syscall.h>

#include "conformance/targets/reference/payload/bus.h"
#include "conformance/targets/reference/payload/port.h"
#include "reference-impl/platform/mailbox_message.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/platform/vault_bus.h"

/* One byte of a frame, then a message, and room for more than a message may have: that too is tried. */
enum { RELAY_LEN = 2 * MAILBOX_MESSAGE_MAX_LEN };

static bool send_frame(const char *frame, size_t len)
{
	const struct bus_header request = { .op = BUS_PORT_SEND, .length = (uint32_t)len };
	struct bus_header answer;
	size_t none;

	/* Who asked may have hung up: that is no failure of the bus. */
	return bus_put(&request, frame) && bus_get(&answer, NULL, 0, &none);
}

static long exchange(char *message, size_t len)
{
	struct iovec part = { message, len };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };

	if (port_system_call(SYS_sendmsg, MAILBOX_FD, (long)&header, MSG_NOSIGNAL) < 0)
		return -1;
	part.iov_len = MAILBOX_MESSAGE_MAX_LEN;
	return port_system_call(SYS_recvmsg, MAILBOX_FD, (long)&header, 0);
}

bool relay_serve(bool *ret_served)
{
	char frame[1 + RELAY_LEN];
	const struct bus_header receive = { .op = BUS_PORT_RECEIVE };
	struct bus_header answer;
	size_t len;
	long got;

	*ret_served = false;
	if (!bus_put(&receive, NULL) || !bus_get(&answer, frame, sizeof(frame), &len))
		return false;
	*ret_served = answer.result == BUS_OK && len > 0;
	if (answer.result != BUS_OK || len == 0)
		return true;
	if (frame[0] != PORT_MAILBOX) {
		frame[0] = PORT_UNKNOWN;
		return send_frame(frame, 1);
	}
	got = len > 1 ? exchange(frame + 1, len - 1) : -1;
	frame[0] = got < 0 ? PORT_REFUSED : PORT_OK;
	return send_frame(frame, got < 0 ? 1 : 1 + (size_t)got);
}
