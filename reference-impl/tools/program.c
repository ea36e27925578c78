/* SPDX-License-Identifier: Apache-2.0 */
/* fork, exec and a pidfd that is waited for beside the signals. */

#include "reference-impl/tools/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUN_MS = 120000, STOP_MS = 10000, CANNOT_START = 127 };

enum result program_desk_find(struct program_desk *desk)
{
	ssize_t len = readlink("/proc/self/exe", desk->bin, sizeof(desk->bin) - 1);

	while (len > 0 && desk->bin[len - 1] != '/')
		len--;
	if (len <= 1) {
		fprintf(stderr, "%s: cannot tell where this program lies: /proc is needed\n", program_invocation_short_name);
		return RESULT_IO;
	}
	desk->bin[len - 1] = '\0';
	return RESULT_OK;
}

bool program_file(const struct program_desk *desk, const char *name, char ret_path[PROGRAM_PATH_LEN])
{
	int len = snprintf(ret_path, PROGRAM_PATH_LEN, "%s/%s", desk->folder, name);

	return len > 0 && len < PROGRAM_PATH_LEN;
}

bool program_desk_is_stopped(struct program_desk *desk)
{
	struct pollfd stop = { .fd = desk->stop_fd, .events = POLLIN };

	desk->is_stopped |= poll(&stop, 1, 0) > 0;
	return desk->is_stopped;
}

/* As a shell would take it. */
static void note_command(const struct program_desk *desk, const char *const argv[])
{
	char path[PROGRAM_PATH_LEN];
	FILE *file = program_file(desk, "commands", path) ? fopen(path, "ae") : NULL;

	if (!file)
		return;
	for (size_t i = 0; argv[i]; i++) {
		bool plain = argv[i][0] && strspn(argv[i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./,=-_") == strlen(argv[i]);

		fprintf(file, plain ? "%s%s" : "%s'%s'", i ? " " : "", argv[i]);
	}
	fputc('\n', file);
	(void)fclose(file);
}

static int open_output(const struct program_desk *desk, const char *name)
{
	char path[PROGRAM_PATH_LEN];

	return program_file(desk, name, path) ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
}

static void become(const struct program_desk *desk, const char *const argv[], const int outputs[2], pid_t parent) __attribute__((noreturn));

/* In the new process. A parent that died before prctl() is noticed by its successor's pid. */
static void become(const struct program_desk *desk, const char *const argv[], const int outputs[2], pid_t parent)
{
	char path[PROGRAM_PATH_LEN + 64];
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent || nothing < 0 || setpgid(0, 0) != 0 || chdir(desk->folder) != 0)
		_exit(CANNOT_START);
	if (dup2(nothing, STDIN_FILENO) < 0 || dup2(outputs[0], STDOUT_FILENO) < 0 || dup2(outputs[1], STDERR_FILENO) < 0)
		_exit(CANNOT_START);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)snprintf(path, sizeof(path), "%s/%s", desk->bin, argv[0]);
	if (sigprocmask(SIG_SETMASK, &none, NULL) == 0)
		execv(path, (char *const *)(uintptr_t)argv);
	dprintf(STDERR_FILENO, "%s: %s\n", path, strerror(errno));
	_exit(CANNOT_START);
}

static enum result start(struct program_desk *desk, const char *const argv[], const int outputs[2], pid_t *ret_pid)
{
	pid_t parent = getpid(), pid = -1;

	note_command(desk, argv);
	(void)fflush(NULL);
	if (outputs[0] >= 0 && outputs[1] >= 0)
		pid = fork();
	if (pid == 0)
		become(desk, argv, outputs, parent);
	if (pid < 0) {
		fprintf(stderr, "%s: %s in %s: %s\n", program_invocation_short_name, argv[0], desk->folder, strerror(errno));
		return RESULT_IO;
	}
	*ret_pid = pid;
	return RESULT_OK;
}

/* RESULT_OK when it has ended; it is still to be collected then. */
static enum result await(struct program_desk *desk, pid_t pid, int timeout_ms)
{
	struct pollfd wait[] = { { .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN }, { .fd = desk->stop_fd, .events = POLLIN } };
	int ready = -1;

	if (wait[0].fd >= 0) {
		do
			ready = poll(wait, 2, timeout_ms);
		while (ready < 0 && errno == EINTR);
		close(wait[0].fd);
	}
	if (ready > 0 && wait[1].revents) {
		desk->is_stopped = true;
		return RESULT_REFUSED;
	}
	if (ready == 0)
		return RESULT_TIMEOUT;
	return ready < 0 ? RESULT_IO : RESULT_OK;
}

static int collect(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

void program_stop(pid_t pid)
{
	struct program_desk nobody = { .stop_fd = -1 };

	(void)kill(pid, SIGTERM);
	if (await(&nobody, pid, STOP_MS) != RESULT_OK)
		(void)kill(pid, SIGKILL);
	(void)collect(pid);
}

enum result program_run(struct program_desk *desk, const char *const argv[], const char *out, int *ret_exit_code)
{
	const int outputs[2] = { open_output(desk, out), open_output(desk, "complaints") };
	pid_t pid;
	int status;
	enum result result = start(desk, argv, outputs, &pid);

	for (size_t i = 0; i < 2; i++)
		if (outputs[i] >= 0)
			close(outputs[i]);
	if (result != RESULT_OK)
		return result;
	result = await(desk, pid, RUN_MS);
	if (result != RESULT_OK) {
		program_stop(pid);
		return result;
	}
	status = collect(pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) == CANNOT_START)
		return RESULT_IO;
	*ret_exit_code = WEXITSTATUS(status);
	return RESULT_OK;
}

enum result program_start(struct program_desk *desk, const char *const argv[], const char *out, pid_t *ret_pid)
{
	int output = open_output(desk, out);
	const int outputs[2] = { output, output };
	enum result result = start(desk, argv, outputs, ret_pid);

	if (output >= 0)
		close(output);
	return result;
}

void program_last_complaint(const struct program_desk *desk, char ret_line[PROGRAM_SAID_LEN])
{
	char path[PROGRAM_PATH_LEN], line[PROGRAM_SAID_LEN];
	FILE *file = program_file(desk, "complaints", path) ? fopen(path, "re") : NULL;

	ret_line[0] = '\0';
	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0])
			memcpy(ret_line, line, sizeof(line));
	}
	if (file)
		(void)fclose(file);
}
