/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process is reaped last: until then its number, and that of its group, belong to nobody
 * else, so a kill can't hit a stranger.
 */
#include "harnesses/campaign/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 10, LARGEST_FILE = 1 << 30 };

static const char *const steering[] = { "AFL_", "ASAN_", "UBSAN_", "MSAN_", "LSAN_", "TSAN_", "ASSAY_FUZZ_" };

uint64_t process_clock_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void process_adopt_orphans(void)
{
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static bool is_steering(const char *variable)
{
	for (size_t i = 0; i < sizeof(steering) / sizeof(steering[0]); i++)
		if (strncmp(variable, steering[i], strlen(steering[i])) == 0)
			return true;
	return false;
}

static bool set_environment(const char *const *added)
{
	size_t kept = 0;

	for (size_t i = 0; environ[i] != NULL; i++)
		if (!is_steering(environ[i]))
			environ[kept++] = environ[i];
	environ[kept] = NULL;
	for (; added != NULL && *added != NULL; added++)
		if (putenv((char *)(uintptr_t)*added) != 0)
			return false;
	return true;
}

_Noreturn static void become(const struct process_order *order, pid_t parent)
{
	const struct rlimit no_core = { 0, 0 }, largest = { LARGEST_FILE, LARGEST_FILE };
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int log = open(order->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	sigset_t none;

	sigemptyset(&none);
	(void)personality(ADDR_NO_RANDOMIZE);
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)setrlimit(RLIMIT_FSIZE, &largest);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && setpgid(0, 0) == 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
	    dup2(log, STDOUT_FILENO) >= 0 && dup2(log, STDERR_FILENO) >= 0 && sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
	    set_environment(order->environment))
		(void)execvp(order->argv[0], (char *const *)(uintptr_t)order->argv);
	fprintf(stderr, "%s: can't be run: %s\n", order->argv[0], strerror(errno));
	_exit(127);
}

enum result process_start(const struct process_order *order, struct process *ret_process)
{
	pid_t parent = getpid(), pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(order, parent);
	if (pid < 0)
		return RESULT_IO;
	(void)setpgid(pid, pid); /* both sides, so that the group exists for whoever comes first */
	*ret_process = (struct process){ .pid = pid, .started_ms = process_clock_ms() };
	return RESULT_OK;
}

bool process_has_ended(const struct process *process)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)process->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

void process_ask_to_end(const struct process *process, int signal_number)
{
	if (process->pid > 0)
		(void)kill(process->pid, signal_number);
}

void process_finish(struct process *process)
{
	if (process->pid <= 0)
		return;
	(void)kill(-process->pid, SIGKILL);
	while (waitpid(process->pid, &process->status, 0) < 0 && errno == EINTR)
		;
	process->pid = 0;
}

enum result process_run(const struct process_order *order, uint64_t limit_ms, int *ret_status, bool *ret_in_time)
{
	const struct timespec wait = { 0, WAIT_MS * 1000000L };
	struct process process;
	bool ended;
	enum result result = process_start(order, &process);

	if (result != RESULT_OK)
		return result;
	while (!(ended = process_has_ended(&process)) && process_clock_ms() - process.started_ms < limit_ms)
		(void)nanosleep(&wait, NULL);
	process_finish(&process);
	*ret_status = process.status;
	*ret_in_time = ended;
	return RESULT_OK;
}

void process_end_orphans(void)
{
	char path[64];
	FILE *children;
	int pid;

	(void)snprintf(path, sizeof(path), "/proc/self/task/%ld/children", (long)getpid());
	children = fopen(path, "re");
	if (children == NULL)
		return;
	while (fscanf(children, "%d", &pid) == 1) {
		struct process orphan = { .pid = pid };

		(void)kill(pid, SIGKILL);
		process_finish(&orphan);
	}
	(void)fclose(children);
}
