/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/reference/payload/bus.h"

#include <sys/socket.h>
#include <sys/syscall.h>

#include "conformance/targets/reference/payload/port.h"

bool bus_put(const struct bus_header *header, const char *data)
{
	struct iovec parts[] = { { (void *)(uintptr_t)header, sizeof(*header) },
				 { (void *)(uintptr_t)data, data ? header->length : 0 } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	return port_system_call(SYS_sendmsg, BUS_FD, (long)&message, MSG_NOSIGNAL) >= 0;
}

bool bus_get(struct bus_header *header, char *room, size_t room_len, size_t *ret_len)
{
	struct iovec parts[] = { { header, sizeof(*header) }, { room, room_len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	long got = port_system_call(SYS_recvmsg, BUS_FD, (long)&message, 0);

	if (got < (long)sizeof(*header))
		return false;
	*ret_len = (size_t)got - sizeof(*header);
	return true;
}
