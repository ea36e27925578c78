/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three processes: the first enters the namespaces and leaves; the init stays, keeps nothing open and buries the
 * dead; the program is its child. All here runs between fork and exec: no allocation, no stdio.
 */

#include "conformance/core/sandbox_child.h"

#include <errno.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENV_LEN = 4200 };

/* A note that can't be written means that the runner is gone: so are we. */
static void send_note(const struct sandbox_child *child, struct sandbox_note note)
{
	if (write(child->notes, &note, sizeof(note)) != (ssize_t)sizeof(note))
		_exit(127);
}

void sandbox_child_missing(const struct sandbox_child *child, enum sandbox_wall wall)
{
	send_note(child, (struct sandbox_note){ .kind = SANDBOX_NOTE_MISSING, .number = (int)wall });
}

static _Noreturn void fail(const struct sandbox_child *child, const char *what)
{
	struct sandbox_note note = { .kind = SANDBOX_NOTE_FAILED, .number = errno };

	strncpy(note.what, what, sizeof(note.what) - 1);
	send_note(child, note);
	_exit(127);
}

static void enter_shared(const struct sandbox_child *child)
{
	const struct sandbox_order *order = child->order;

	if (order->network.user >= 0 && setns(order->network.user, CLONE_NEWUSER) != 0)
		fail(child, "enter the user namespace");
	if (order->host_network)
		return;
	if (order->network.net < 0 || setns(order->network.net, CLONE_NEWNET) != 0)
		sandbox_child_missing(child, SANDBOX_WALL_NETWORK);
}

/* As fork(), but the child is the runner's and, if it may be, the first of a process namespace. */
static pid_t fork_init(const struct sandbox_child *child)
{
	static const unsigned long namespaces = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC;
	long pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD | namespaces, 0UL, 0UL, 0UL, 0UL);

	if (pid >= 0)
		return (pid_t)pid;
	sandbox_child_missing(child, SANDBOX_WALL_PROCESSES);
	sandbox_child_missing(child, SANDBOX_WALL_FILES);
	return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0UL, 0UL, 0UL, 0UL);
}

/* The view of processes follows the namespace, and the lab's folder looks empty. */
static void change_view(const struct sandbox_child *child)
{
	const char *hidden = child->order->hidden;

	if (getpid() != 1)
		return;
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
		sandbox_child_missing(child, SANDBOX_WALL_FILES);
	if (hidden != NULL && access(hidden, F_OK) == 0 &&
	    mount("none", hidden, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,mode=0700") != 0)
		fail(child, "hide the lab's folder");
	sandbox_child_reach(child);
}

static void default_signals(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_DFL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* "NAME=value" in room; what does not fit was refused before the fork. */
static char *variable(char room[ENV_LEN], const char *name, const char *value)
{
	size_t len = strlen(name), value_len = strnlen(value, ENV_LEN - 64);

	memcpy(room, name, len);
	memcpy(room + len, value, value_len);
	room[len + value_len] = '\0';
	return room;
}

static _Noreturn void become_program(const struct sandbox_child *child)
{
	char run_dir[ENV_LEN], bin[ENV_LEN], overlay[ENV_LEN];
	const struct sandbox_order *order = child->order;
	char *const environment[] = { "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C",
				      variable(run_dir, "ASSAY_RUN_DIR=", order->run_dir), variable(bin, "ASSAY_BIN=", order->bin),
				      order->overlay == NULL ? NULL : variable(overlay, "ASSAY_OVERLAY=", order->overlay), NULL };

	if (dup2(child->stream, 0) < 0 || dup2(child->stream, 1) < 0 || dup2(child->log, 2) < 0)
		fail(child, "set up its streams");
	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
		fail(child, "close what it must not inherit");
	default_signals();
	umask(007);
	sandbox_child_confine(child);
	if (chdir(order->own_dir) != 0)
		fail(child, "enter its folder");
	execve(order->argv[0], order->argv, environment);
	fail(child, "execute it");
}

/* Ends when the program ends, and with it all that the program left behind. */
static _Noreturn void run_init(const struct sandbox_child *child)
{
	pid_t program, ended;
	int status = 0;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
		fail(child, "tie it to the runner");
	(void)setsid();
	change_view(child);
	program = fork();
	if (program == 0)
		become_program(child);
	if (program < 0)
		fail(child, "fork it");
	(void)close_range(0, ~0U, 0);
	do
		ended = waitpid(-1, &status, 0);
	while (ended != program && (ended > 0 || errno == EINTR));
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void sandbox_child_run(const struct sandbox_child *child)
{
	pid_t init;

	enter_shared(child);
	init = fork_init(child);
	if (init == 0)
		run_init(child);
	if (init < 0)
		fail(child, "start its init");
	send_note(child, (struct sandbox_note){ .kind = SANDBOX_NOTE_INIT, .number = init });
	_exit(0);
}
