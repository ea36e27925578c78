/* SPDX-License-Identifier: Apache-2.0 */
/* What a stage must not get away with. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "reference-impl/device/board/stage_filter.h"
#include "reference-impl/device/board/stage_probe_fixture.h"
#include "reference-impl/platform/mailbox_message.h"
#include "reference-impl/platform/vault_bus.h"

static struct probe_answer answer_of(long value)
{
	return (struct probe_answer){ (int32_t)value, value < 0 ? (uint32_t)errno : 0 };
}

static void fault(void)
{
	volatile char *nowhere = NULL;

	*nowhere = 1;
}

static void hang(void)
{
	for (;;)
		pause();
}

static void flood(const struct board_link *link)
{
	struct bus_header header = { .op = BUS_ENTROPY, .length = BUS_DATA_MAX_LEN };

	while (send(link->bus_fd, &header, sizeof(header), MSG_NOSIGNAL) > 0)
		continue;
	hang();
}

static struct probe_answer execute_own(void)
{
	int fd = memfd_create("own", 0);

	(void)!write(fd, "\177ELF", 4);
	if (fcntl(fd, F_DUPFD, STAGE_IMAGE_FD) >= 0)
		return answer_of(syscall(SYS_execveat, STAGE_IMAGE_FD, "", NULL, NULL, AT_EMPTY_PATH));
	return answer_of(-1);
}

static struct probe_answer send_with_descriptors(struct board_link *link, struct bus_header *header, const int *fds, size_t count)
{
	union {
		struct cmsghdr header;
		uint8_t room[CMSG_SPACE(2 * sizeof(int))];
	} control = { .room = { 0 } };
	struct iovec part = { header, sizeof(*header) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control };

	message.msg_controllen = CMSG_SPACE(count * sizeof(int));
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(&control.header), fds, count * sizeof(int));
	if (sendmsg(link->bus_fd, &message, MSG_NOSIGNAL) < 0 || recv(link->bus_fd, header, sizeof(*header), 0) <= 0)
		hang();
	return (struct probe_answer){ (int32_t)header->result, 0 };
}

/* With a message that anybody may send. */
static struct probe_answer flood_mailbox(void)
{
	static const uint8_t message[MAILBOX_HEAD_LEN] = { MAILBOX_SECURITY_STATE };

	while (send(MAILBOX_FD, message, sizeof(message), MSG_NOSIGNAL) > 0)
		continue;
	return answer_of(-1);
}

static struct probe_answer mail_descriptor(void)
{
	uint8_t message[MAILBOX_MESSAGE_MAX_LEN] = { MAILBOX_SECURITY_STATE };
	struct iovec part = { message, MAILBOX_HEAD_LEN };
	union {
		struct cmsghdr header;
		uint8_t room[CMSG_SPACE(sizeof(int))];
	} control = { .room = { 0 } };
	struct msghdr question = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	const int fd = STDOUT_FILENO;

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	if (sendmsg(MAILBOX_FD, &question, MSG_NOSIGNAL) < 0)
		return answer_of(-1);
	return answer_of(recv(MAILBOX_FD, message, sizeof(message), 0));
}

static struct probe_answer start_unsealed(struct board_link *link)
{
	struct bus_header header = { .op = BUS_START, .arg = 4096 };
	int fd = memfd_create("unsealed", MFD_ALLOW_SEALING);

	if (ftruncate(fd, 4096) != 0)
		hang();
	return send_with_descriptors(link, &header, &fd, 1);
}

static struct probe_answer count_descriptors(void)
{
	int32_t count = 0;

	for (int fd = MAILBOX_FD + 1; fd < 300; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return (struct probe_answer){ count, 0 };
}

static struct probe_answer try_the_kernel(enum probe_act act)
{
	switch (act) {
	case ACT_FORK:
		return answer_of(fork());
	case ACT_EXECUTE:
		return answer_of(execl("/bin/true", "true", (char *)NULL));
	case ACT_EXECUTE_OWN:
		return execute_own();
	case ACT_MAP_EXECUTABLE:
		return answer_of(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
	case ACT_OPEN_FILE:
		return answer_of(open("/etc/passwd", O_RDONLY));
	case ACT_SOCKET:
		return answer_of(socket(AF_INET, SOCK_STREAM, 0));
	case ACT_TRACE:
		return answer_of(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	default:
		return count_descriptors();
	}
}

struct probe_answer stage_probe_act(struct board_link *link, enum probe_act act, bool has_environment)
{
	const int two[] = { STDIN_FILENO, STDOUT_FILENO };
	struct bus_header question = { .op = BUS_BOOT_REASON };

	switch (act) {
	case ACT_EXIT:
		_exit(0);
	case ACT_FAULT:
		fault();
		break;
	case ACT_HANG:
		hang();
		break;
	case ACT_RESET:
		board_control(link).reset(link);
		break;
	case ACT_POWER_CUT:
		board_power_cut(link);
	case ACT_CLOSE_BUS:
		close(link->bus_fd);
		hang();
		break;
	case ACT_FLOOD:
		flood(link);
		break;
	case ACT_START_UNSEALED:
		return start_unsealed(link);
	case ACT_FLOOD_MAILBOX:
		return flood_mailbox();
	case ACT_MAILBOX_DESCRIPTOR:
		return mail_descriptor();
	case ACT_SEND_DESCRIPTORS:
		return send_with_descriptors(link, &question, two, 2);
	case ACT_UIDS:
		return (struct probe_answer){ (int32_t)getuid(), has_environment };
	default:
		return try_the_kernel(act);
	}
	return answer_of(-1);
}
