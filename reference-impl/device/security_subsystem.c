/* SPDX-License-Identifier: Apache-2.0 */
/* Control first, then each channel in its turn. */

#include "reference-impl/device/security_subsystem.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/platform/board/vault_link.h"
#include "reference-impl/platform/vault_bus.h"
#include "reference-impl/root_of_trust/mailbox.h"

struct subsystem {
	struct board_link vault;
	struct root_of_trust rot;
	bool is_on;
	int channel[MAILBOX_ROLE_COUNT]; /* -1: nobody has that role */
	unsigned int last; /* role that was served last */
	uint8_t request[MAILBOX_MESSAGE_MAX_LEN], reply[MAILBOX_MESSAGE_MAX_LEN];
};

struct order {
	struct bus_header header;
	uint8_t data[COMPONENT_ENCODED_LEN];
	size_t data_len;
	int fd; /* -1: none came along */
};

static void close_channel(struct subsystem *s, enum mailbox_role role)
{
	if (s->channel[role] >= 0)
		close(s->channel[role]);
	s->channel[role] = -1;
}

/* Whoever ran, with all that ran under it. */
static void close_stages(struct subsystem *s)
{
	for (enum mailbox_role role = MAILBOX_LOADER; role <= MAILBOX_APP; role++)
		close_channel(s, role);
}

static enum result power_on(struct subsystem *s, const struct order *order)
{
	struct reader r = reader_over(bytes_from(order->data, order->data_len));
	struct vault vault = vault_over(&s->vault);
	struct component self;
	enum result result = component_read(&r, &self);

	if (result == RESULT_OK)
		result = s->is_on ? RESULT_REFUSED : reader_finish(&r);
	if (result == RESULT_OK)
		result = root_of_trust_power_on(&s->rot, &vault, &self);
	s->is_on |= result == RESULT_OK;
	return result;
}

static enum result reset(struct subsystem *s)
{
	close_stages(s);
	return s->is_on ? root_of_trust_reset(&s->rot) : RESULT_REFUSED;
}

/* Takes the descriptor into its place. */
static enum result open_channel(struct subsystem *s, struct order *order)
{
	enum mailbox_role role = (enum mailbox_role)order->header.region;

	if (!s->is_on || order->fd < 0)
		return RESULT_REFUSED;
	if (role == MAILBOX_LOADER || role == MAILBOX_OS)
		close_stages(s);
	else if (role != MAILBOX_ROM && role != MAILBOX_TOOL)
		return RESULT_MALFORMED;
	close_channel(s, role);
	s->channel[role] = order->fd;
	order->fd = -1;
	return RESULT_OK;
}

static enum result obey(struct subsystem *s, struct order *order)
{
	switch ((enum control_op)order->header.op) {
	case CONTROL_POWER_ON:
		return power_on(s, order);
	case CONTROL_RESET:
		return reset(s);
	case CONTROL_CHANNEL:
		return open_channel(s, order);
	case CONTROL_OP_END:
		break;
	}
	return RESULT_UNSUPPORTED;
}

static bool receive_order(struct order *ret_order)
{
	struct iovec parts[] = { { &ret_order->header, sizeof(ret_order->header) }, { ret_order->data, sizeof(ret_order->data) } };
	union {
		struct cmsghdr header;
		uint8_t room[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2, .msg_control = &control, .msg_controllen = sizeof(control) };
	struct cmsghdr *attached;
	ssize_t len = recvmsg(CONTROL_FD, &message, MSG_CMSG_CLOEXEC);

	ret_order->fd = -1;
	if (len < (ssize_t)sizeof(ret_order->header) || message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
		return false;
	ret_order->data_len = (size_t)len - sizeof(ret_order->header);
	attached = CMSG_FIRSTHDR(&message);
	if (attached && attached->cmsg_level == SOL_SOCKET && attached->cmsg_type == SCM_RIGHTS && attached->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&ret_order->fd, CMSG_DATA(attached), sizeof(int));
	return ret_order->header.length == ret_order->data_len;
}

/* False: the board is gone, or is no board. */
static bool serve_control(struct subsystem *s)
{
	struct order order = { .fd = -1 };
	struct bus_header answer = { 0 };
	bool is_whole = receive_order(&order);

	if (is_whole) {
		answer.op = order.header.op;
		answer.result = obey(s, &order);
	}
	if (order.fd >= 0)
		close(order.fd);
	return is_whole && send(CONTROL_FD, &answer, sizeof(answer), MSG_NOSIGNAL) == (ssize_t)sizeof(answer);
}

/* Who hangs up, or does not take his answers, has no channel any more. */
static void serve_channel(struct subsystem *s, enum mailbox_role role)
{
	const struct mailbox_caller caller = { .role = role };
	int fd = s->channel[role];
	ssize_t len = recv(fd, s->request, sizeof(s->request), MSG_TRUNC | MSG_DONTWAIT);
	size_t reply_len;

	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (len <= 0) {
		close_channel(s, role);
		return;
	}
	reply_len = mailbox_handle(&s->rot, &caller, bytes_from(s->request, (size_t)len), BUFFER_OF(s->reply));
	if (send(fd, s->reply, reply_len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		close_channel(s, role);
	secret_wipe((struct buffer){ s->reply, reply_len });
	secret_wipe((struct buffer){ s->request, (size_t)len < sizeof(s->request) ? (size_t)len : sizeof(s->request) });
}

static void serve_next(struct subsystem *s, const struct pollfd channels[MAILBOX_ROLE_COUNT])
{
	for (unsigned int i = 1; i <= MAILBOX_ROLE_COUNT; i++) {
		unsigned int role = (s->last + i) % MAILBOX_ROLE_COUNT;

		if (channels[role].fd < 0 || !channels[role].revents)
			continue;
		s->last = role;
		serve_channel(s, (enum mailbox_role)role);
		return;
	}
}

static void loop(struct subsystem *s)
{
	struct pollfd sources[1 + MAILBOX_ROLE_COUNT] = { { CONTROL_FD, POLLIN, 0 } };

	for (;;) {
		for (unsigned int role = 0; role < MAILBOX_ROLE_COUNT; role++)
			sources[1 + role] = (struct pollfd){ s->channel[role], POLLIN, 0 };
		if (poll(sources, 1 + MAILBOX_ROLE_COUNT, -1) < 0 && errno != EINTR)
			return;
		if (!sources[0].revents)
			serve_next(s, sources + 1);
		else if (!serve_control(s))
			return;
	}
}

/*
 * All memory, as it comes into use. Where the system's limit is too low for that the board has told
 * of the missing wall, and what holds the keys is locked if that can be.
 */
static bool hide(struct subsystem *s)
{
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return false;
	if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0)
		(void)mlock(s, sizeof(*s));
	return true;
}

int security_subsystem_serve(void)
{
	static struct subsystem subsystem;

	for (unsigned int role = 0; role < MAILBOX_ROLE_COUNT; role++)
		subsystem.channel[role] = -1;
	if (!hide(&subsystem))
		return 1;
	board_link_init(&subsystem.vault, VAULT_FD);
	loop(&subsystem);
	secret_wipe(BUFFER_OF(subsystem));
	return 0;
}
