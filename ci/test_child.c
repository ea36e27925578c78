/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process is reaped last: until then its number, and with it the number of its
 * group, belongs to nobody else, so a kill can't hit a stranger.
 */
#include "ci/test_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Cuts `words` in place; one place is left for the program and one for the NULL. */
static enum result split_words(char *words, char **argv, size_t *ret_count)
{
	size_t count = 0;
	char *rest = words;
	char *word;

	while ((word = strsep(&rest, " ")) != NULL) {
		if (*word == '\0')
			continue;
		if (count == TEST_CHILD_MAX_WORDS - 2)
			return RESULT_TOO_LARGE;
		argv[count++] = word;
	}
	*ret_count = count;
	return RESULT_OK;
}

_Noreturn static void become(char **argv, int output, const sigset_t *mask)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	/* Should the runner be killed, its programs end with it. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && setpgid(0, 0) == 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
	    dup2(output, STDERR_FILENO) >= 0 && sigprocmask(SIG_SETMASK, mask, NULL) == 0)
		execvp(argv[0], argv);
	fprintf(stderr, "%s: can't be run: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static enum result start_argv(struct test_child *child, char **argv, const sigset_t *mask)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return RESULT_IO;
	pid = fork();
	if (pid == 0)
		become(argv, ends[1], mask);
	close(ends[1]);
	if (pid < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
		close(ends[0]);
		return RESULT_IO;
	}
	setpgid(pid, pid); /* both sides, so that the group exists for whoever comes first */
	child->pid = pid;
	child->output = ends[0];
	return RESULT_OK;
}

enum result test_child_start(struct test_child *child, const char *program, const char *under,
			     const sigset_t *mask)
{
	struct test_child fresh = { .program = program, .output = -1 };
	char *argv[TEST_CHILD_MAX_WORDS] = { NULL };
	char *words = strdup(under ? under : "");
	size_t count = 0;
	enum result result = words ? split_words(words, argv, &count) : RESULT_IO;

	if (result == RESULT_OK) {
		argv[count] = (char *)(uintptr_t)program;
		clock_gettime(CLOCK_MONOTONIC, &fresh.started);
		result = start_argv(&fresh, argv, mask);
	}
	free(words);
	if (result == RESULT_OK)
		*child = fresh;
	return result;
}

static void keep(struct test_child *child, const char *from, size_t len)
{
	char *larger;

	if (len > TEST_CHILD_MAX_OUTPUT - child->text_len) {
		len = TEST_CHILD_MAX_OUTPUT - child->text_len;
		child->too_long = true;
	}
	if (child->text_len + len > child->text_room) {
		larger = realloc(child->text, 2 * (child->text_len + len));
		if (!larger) {
			child->too_long = true;
			return;
		}
		child->text = larger;
		child->text_room = 2 * (child->text_len + len);
	}
	if (len > 0)
		memcpy(child->text + child->text_len, from, len);
	child->text_len += len;
}

bool test_child_drain(struct test_child *child)
{
	char part[16384];
	ssize_t got = 1;

	/* Bounded, so that a program that never stops writing can't keep us from its time limit. */
	for (int i = 0; i < 64 && got > 0; i++) {
		got = read(child->output, part, sizeof(part));
		if (got > 0)
			keep(child, part, (size_t)got);
	}
	return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

bool test_child_has_ended(const struct test_child *child)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

void test_child_finish(struct test_child *child)
{
	kill(-child->pid, SIGKILL);
	while (waitpid(child->pid, &child->wait_status, 0) < 0 && errno == EINTR)
		;
	test_child_drain(child);
	close(child->output);
	child->output = -1;
	child->pid = 0;
}

void test_child_release(struct test_child *child)
{
	free(child->text);
	*child = (struct test_child){ .output = -1 };
}

double test_child_age_s(const struct test_child *child)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - child->started.tv_sec) +
	       (double)(now.tv_nsec - child->started.tv_nsec) / 1e9;
}
