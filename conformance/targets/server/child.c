/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/targets/server/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_TAIL_LEN = 512, CHILD_CANNOT_START = 127 };

static void become(const char *const argv[], int output_fd, pid_t parent) __attribute__((noreturn));

/* In the new process. A parent that died before prctl() is noticed by its successor's pid. */
static void become(const char *const argv[], int output_fd, pid_t parent)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent || nothing < 0)
		_exit(CHILD_CANNOT_START);
	if (dup2(nothing, STDIN_FILENO) < 0 || dup2(output_fd, STDOUT_FILENO) < 0 || dup2(output_fd, STDERR_FILENO) < 0)
		_exit(CHILD_CANNOT_START);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(CHILD_CANNOT_START);
}

static enum result start(const char *const argv[], int output_fd, pid_t *ret_pid, struct complaint *ret_why)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0) {
		complain(ret_why, "no process for %s: %s; end other programs first", argv[0], strerror(errno));
		return RESULT_IO;
	}
	if (pid == 0)
		become(argv, output_fd, parent);
	*ret_pid = pid;
	return RESULT_OK;
}

enum result child_start(const char *const argv[], pid_t *ret_pid, struct complaint *ret_why)
{
	return start(argv, STDERR_FILENO, ret_pid, ret_why);
}

static bool collect(pid_t pid, int flags, int *ret_status)
{
	pid_t got;

	do
		got = waitpid(pid, ret_status, flags);
	while (got < 0 && errno == EINTR);
	return got != 0;
}

bool child_has_ended(pid_t pid)
{
	int status;

	return collect(pid, WNOHANG, &status);
}

void child_stop(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	(void)collect(pid, 0, &status);
}

/* The end of what the program writes, until it stops writing; always NUL-terminated. */
static void read_tail(int fd, char tail[CHILD_TAIL_LEN])
{
	char room[CHILD_TAIL_LEN - 1];
	size_t len = 0;
	ssize_t got;

	while ((got = read(fd, room, sizeof(room))) > 0 || (got < 0 && errno == EINTR)) {
		size_t more = got > 0 ? (size_t)got : 0;
		size_t keep = len + more < CHILD_TAIL_LEN ? len : CHILD_TAIL_LEN - 1 - more;

		memmove(tail, tail + len - keep, keep);
		memcpy(tail + keep, room, more);
		len = keep + more;
	}
	tail[len] = '\0';
}

static const char *last_line(char *tail)
{
	size_t len = strlen(tail);
	const char *line_end;

	while (len > 0 && tail[len - 1] == '\n')
		tail[--len] = '\0';
	line_end = strrchr(tail, '\n');
	return line_end ? line_end + 1 : tail;
}

enum result child_run(const char *const argv[], struct complaint *ret_why)
{
	char tail[CHILD_TAIL_LEN];
	int ends[2], status = -1;
	enum result result;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		complain(ret_why, "no pipe for %s: %s", argv[0], strerror(errno));
		return RESULT_IO;
	}
	result = start(argv, ends[1], &pid, ret_why);
	close(ends[1]);
	if (result == RESULT_OK) {
		read_tail(ends[0], tail);
		(void)collect(pid, 0, &status);
		if (status != 0) {
			complain(ret_why, "%s failed: %s", strrchr(argv[0], '/') + 1, last_line(tail));
			result = RESULT_REFUSED;
		}
	}
	close(ends[0]);
	return result;
}
