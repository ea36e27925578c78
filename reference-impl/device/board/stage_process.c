/* SPDX-License-Identifier: Apache-2.0 */
/* Birth and end of a stage, seen from the board. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reference-impl/device/board/stage_birth.h"

bool stage_process_has_own_uid(void)
{
	return geteuid() == 0;
}

struct stage_process stage_process_none(void)
{
	return (struct stage_process){ 0, -1, -1 };
}

/*
 * Executable, and for a uid that does not own it not readable: the kernel then shows neither
 * memory nor maps of the stage to anyone but root.
 */
static bool let_execute(int image_fd)
{
	return fchmod(image_fd, stage_process_has_own_uid() ? 0111 : 0500) == 0;
}

static void close_both(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

/* End of file says that the image runs; anything else is the step that failed. */
static bool runs(int complaint_fd, const char *name)
{
	char text[128];
	ssize_t len;

	do
		len = read(complaint_fd, text, sizeof(text));
	while (len < 0 && errno == EINTR);
	if (len != 0)
		fprintf(stderr, "assay-device: cannot start %s: %.*s\n", name, len > 0 ? (int)len : 0, text);
	return len == 0;
}

static void end(pid_t pid)
{
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

static enum result fork_stage(struct stage_process *ret_process, const struct stage_birth *birth, const int bus[2],
			      const int complaint[2])
{
	struct stage_inheritance inheritance = { bus[1], birth->second_fd, birth->image_fd, complaint[1], getpid() };
	pid_t pid = fork();
	int pidfd;

	if (pid == 0)
		stage_birth_become(birth, &inheritance);
	close(complaint[1]);
	if (pid < 0)
		return RESULT_IO;
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0 || !runs(complaint[0], birth->name)) {
		end(pid);
		if (pidfd >= 0)
			close(pidfd);
		return RESULT_IO;
	}
	*ret_process = (struct stage_process){ pid, pidfd, bus[0] };
	return RESULT_OK;
}

enum result stage_process_start(struct stage_process *ret_process, const struct stage_birth *birth)
{
	int bus[2], complaint[2];
	enum result result;

	if (!let_execute(birth->image_fd) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, bus) != 0)
		return RESULT_IO;
	if (pipe2(complaint, O_CLOEXEC) != 0) {
		close_both(bus);
		return RESULT_IO;
	}
	result = fork_stage(ret_process, birth, bus, complaint);
	if (result != RESULT_OK) {
		close(bus[0]);
	} else if (fcntl(bus[0], F_SETFL, O_NONBLOCK) != 0) {
		stage_process_kill(ret_process);
		result = RESULT_IO;
	}
	close(bus[1]);
	close(complaint[0]);
	return result;
}

void stage_process_kill(struct stage_process *process)
{
	if (process->pid == 0)
		return;
	end(process->pid);
	close(process->pidfd);
	close(process->bus_fd);
	*process = stage_process_none();
}
