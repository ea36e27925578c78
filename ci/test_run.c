/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One loop around poll(): outputs of the children, and the signals that matter read as
 * data, so that nothing happens behind the loop's back. Processes that leave their group
 * become children of this one and are ended when all programs are through.
 */
#include "ci/test_run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ci/test_child.h"
#include "ci/test_reasons.h"
#include "ci/test_verdict.h"

enum { LIVE_LEN = 79 };

struct run {
	const struct test_plan *plan;
	struct test_child children[TEST_RUN_MAX_JOBS];
	size_t next;       /* program to start next */
	size_t done;       /* programs that are through */
	int signals;       /* signalfd */
	sigset_t old_mask; /* for the children */
	char live[LIVE_LEN]; /* the line that is shown now, or "" */
	struct test_totals totals;
	struct test_reasons reasons;
};

static enum result take_signals(struct run *run)
{
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &mask, &run->old_mask) != 0)
		return RESULT_IO;
	run->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	if (run->signals < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
		return RESULT_IO;
	return RESULT_OK;
}

static void give_signals_back(struct run *run)
{
	if (run->signals >= 0)
		close(run->signals);
	sigprocmask(SIG_SETMASK, &run->old_mask, NULL);
}

static void read_signals(struct run *run)
{
	struct signalfd_siginfo info;

	while (read(run->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			run->totals.interrupted = true;
}

/* Cut to a narrow terminal: a line that wraps can't be taken back. */
static void show_live(struct run *run)
{
	char line[LIVE_LEN];
	size_t used;

	if (!run->plan->live)
		return;
	used = (size_t)snprintf(line, sizeof(line), "[%zu/%zu]", run->done, run->plan->count);
	for (unsigned i = 0; i < run->plan->jobs && used < sizeof(line); i++)
		if (run->children[i].pid)
			used += (size_t)snprintf(line + used, sizeof(line) - used, " %s",
						 basename(run->children[i].program));
	if (strcmp(line, run->live) == 0)
		return;
	strcpy(run->live, line);
	fprintf(run->plan->out, "\r\033[K%s", line);
	fflush(run->plan->out);
}

static void end_child(struct run *run, struct test_child *child, enum test_ending ending)
{
	double seconds = test_child_age_s(child);
	struct test_verdict verdict;

	test_child_finish(child);
	verdict = test_verdict_of(child, ending);
	run->totals.passed += verdict.passed;
	run->totals.failed += verdict.failed;
	run->done++;
	if (run->plan->live)
		fprintf(run->plan->out, "\r\033[K");
	run->live[0] = '\0';
	test_verdict_print(&verdict, child, seconds, run->plan->out);
	test_reasons_add(&run->reasons, &verdict, child);
	fflush(run->plan->out);
	test_child_release(child);
}

static enum result fill_up(struct run *run)
{
	enum result result = RESULT_OK;

	for (unsigned i = 0; i < run->plan->jobs && run->next < run->plan->count && result == RESULT_OK; i++)
		if (run->children[i].pid == 0)
			result = test_child_start(&run->children[i], run->plan->programs[run->next++],
						  run->plan->under, &run->old_mask);
	show_live(run);
	return result;
}

/* Waits for output, an end, a signal, or a second: long enough to look at the clock. */
static void wait_for_news(struct run *run)
{
	struct pollfd fds[TEST_RUN_MAX_JOBS + 1];
	unsigned count = run->plan->jobs;

	for (unsigned i = 0; i < count; i++)
		fds[i] = (struct pollfd){ .fd = run->children[i].output, .events = POLLIN };
	fds[count] = (struct pollfd){ .fd = run->signals, .events = POLLIN };
	if (poll(fds, count + 1, 1000) < 0 && errno != EINTR)
		run->totals.interrupted = true;
	for (unsigned i = 0; i < count; i++)
		if (run->children[i].pid && fds[i].revents && !test_child_drain(&run->children[i])) {
			close(run->children[i].output);
			run->children[i].output = -1;
		}
	read_signals(run);
}

static void end_who_is_through(struct run *run)
{
	for (unsigned i = 0; i < run->plan->jobs; i++) {
		struct test_child *child = &run->children[i];

		if (child->pid == 0)
			continue;
		if (test_child_has_ended(child))
			end_child(run, child, TEST_ENDED_ITSELF);
		else if (run->totals.interrupted)
			end_child(run, child, TEST_ENDED_BY_INTERRUPT);
		else if (test_child_age_s(child) > run->plan->limit_s)
			end_child(run, child, TEST_ENDED_BY_LIMIT);
	}
}

static bool any_child(const struct run *run)
{
	for (unsigned i = 0; i < run->plan->jobs; i++)
		if (run->children[i].pid)
			return true;
	return false;
}

/* Any child of this process; 0 if there is none. */
static pid_t some_child(void)
{
	FILE *children = fopen("/proc/thread-self/children", "re");
	int pid = 0;

	if (!children)
		return 0;
	if (fscanf(children, "%d", &pid) != 1)
		pid = 0;
	fclose(children);
	return pid;
}

static void name_stray(pid_t pid, FILE *out)
{
	char path[64];
	char name[64] = "a process\n";
	FILE *comm;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	comm = fopen(path, "re");
	if (comm && !fgets(name, sizeof(name), comm))
		fprintf(out, "note: process %d has no name any more\n", (int)pid);
	if (comm)
		fclose(comm);
	fprintf(out, "note: this had outlived its test program and is ended now: %s", name);
}

/* Ends what outlived its program; being our children, the numbers are still theirs. */
static void end_strays(const struct run *run)
{
	pid_t pid;

	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	while ((pid = some_child()) != 0) {
		name_stray(pid, run->plan->out);
		if (kill(pid, SIGKILL) != 0 || waitpid(pid, NULL, 0) != pid)
			return;
	}
}

enum result test_run(const struct test_plan *plan, struct test_totals *ret_totals)
{
	struct run run = { .plan = plan, .signals = -1 };
	enum result result = test_reasons_open(&run.reasons);

	if (result == RESULT_OK)
		result = take_signals(&run);
	for (unsigned i = 0; i < TEST_RUN_MAX_JOBS; i++)
		run.children[i].output = -1;
	while (result == RESULT_OK && (any_child(&run) || run.next < plan->count)) {
		if (!run.totals.interrupted)
			result = fill_up(&run);
		wait_for_news(&run);
		end_who_is_through(&run);
		if (run.totals.interrupted)
			break;
	}
	run.totals.not_run = plan->count - run.next;
	for (unsigned i = 0; i < TEST_RUN_MAX_JOBS; i++)
		if (run.children[i].pid)
			end_child(&run, &run.children[i], TEST_ENDED_BY_INTERRUPT);
	end_strays(&run);
	if (result == RESULT_OK)
		test_reasons_print(&run.reasons, plan->out);
	test_reasons_close(&run.reasons);
	give_signals_back(&run);
	if (result == RESULT_OK)
		*ret_totals = run.totals;
	return result;
}
