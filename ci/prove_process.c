/* SPDX-License-Identifier: Apache-2.0 */
/* One child at a time, in a group of its own, so that its own children end with it. */
#include "ci/prove_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/file.h"

_Noreturn static void become(const struct prove_order *order, int log)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	for (size_t i = 0; order->settings[i] != NULL; i++)
		(void)putenv((char *)(uintptr_t)order->settings[i]);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && setpgid(0, 0) == 0 && dup2(nothing, 0) == 0 && dup2(log, 1) == 1 && dup2(log, 2) == 2)
		(void)execvp(order->arguments[0], (char *const *)(uintptr_t)order->arguments);
	fprintf(stderr, "%s: %s\n", order->arguments[0], strerror(errno));
	_exit(127);
}

/* Waits for the end without taking it, so that the group's number stays ours until it is ended. */
static bool ends_in_time(pid_t pid, unsigned int limit_s)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd end = { .fd = fd, .events = POLLIN };
	int ready;

	if (fd < 0)
		return false;
	do
		ready = poll(&end, 1, (int)limit_s * 1000);
	while (ready < 0 && errno == EINTR);
	close(fd);
	return ready > 0;
}

static uint32_t milliseconds(const struct timeval *time)
{
	return (uint32_t)(time->tv_sec * 1000 + time->tv_usec / 1000);
}

static struct prove_end take_end(pid_t pid, bool timed_out)
{
	struct prove_end end = { .timed_out = timed_out };
	struct rusage used = { 0 };
	int status = 0;

	kill(-pid, SIGKILL);
	while (wait4(pid, &status, 0, &used) < 0 && errno == EINTR)
		;
	end.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	end.cpu_ms = milliseconds(&used.ru_utime) + milliseconds(&used.ru_stime);
	return end;
}

enum result prove_process_run(const struct prove_order *order, struct prove_end *ret_end, struct complaint *ret_why)
{
	int log = open(order->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	pid_t pid;

	if (log < 0) {
		complain(ret_why, "%s: %s", order->log, strerror(errno));
		return RESULT_IO;
	}
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(order, log);
	close(log);
	if (pid < 0) {
		complain(ret_why, "%s: no process: %s", order->arguments[0], strerror(errno));
		return RESULT_IO;
	}
	setpgid(pid, pid);
	*ret_end = take_end(pid, !ends_in_time(pid, order->limit_s));
	return RESULT_OK;
}

bool prove_log_holds(const char *log, const char *words)
{
	struct buffer text;
	bool holds;

	if (file_load(log, PROVE_LOG_MAX_LEN, &text) != RESULT_OK)
		return false;
	holds = memmem(text.at, text.len, words, strlen(words)) != NULL;
	free(text.at);
	return holds;
}

void prove_log_line(const char *log, const char *beginning, char *ret_line, size_t room)
{
	FILE *file = fopen(log, "r");
	char line[1024];

	ret_line[0] = '\0';
	if (file == NULL)
		return;
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0')
			continue;
		(void)snprintf(ret_line, room, "%s", line);
		if (beginning[0] != '\0' && strncmp(line, beginning, strlen(beginning)) == 0)
			break;
	}
	fclose(file);
}

void prove_log_last_line(const char *log, char *ret_line, size_t room)
{
	prove_log_line(log, "", ret_line, room);
}
