/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_PROCESS_H
#define CAMPAIGN_PROCESS_H

/*
 * A program that a campaign runs: a process group of its own, nothing on standard input, all
 * that it says at the end of one file, and it does not outlive us.
 *
 * The variables that steer engines and sanitizers (AFL_*, ASAN_*, ...) come from the order
 * alone. Addresses are not randomised, since some sanitizer runtimes can't bear much of that.
 */

#include <sys/types.h>

#include "reference-impl/base/bytes.h"

enum { PROCESS_WORDS_MAX = 32 };

struct process_order {
	const char *const *argv;        /* NULL-terminated; argv[0] is looked for in PATH */
	const char *const *environment; /* "NAME=value", NULL-terminated; NULL: none */
	const char *log;                /* made if need be, written at its end */
};

struct process {
	pid_t pid; /* 0: none runs */
	uint64_t started_ms;
	int status; /* of waitpid(), once it was finished */
};

/* The monotonic clock. */
uint64_t process_clock_ms(void);

/* Has what is orphaned below us become our child, so that process_end_orphans() finds it. */
void process_adopt_orphans(void);

/* RESULT_IO with errno if there is no process. A program that can't be executed ends with status 127. */
enum result process_start(const struct process_order *order, struct process *ret_process) MUST_CHECK;

/* Has it ended? Neither waits nor reaps. */
bool process_has_ended(const struct process *process);

/* Asks it to end (SIGINT for engines, which then write their last figures). */
void process_ask_to_end(const struct process *process, int signal_number);

/* Ends all of its group and reaps it. */
void process_finish(struct process *process);

/* Starts, waits at most limit_ms, ends. *ret_in_time: it ended by itself. */
enum result process_run(const struct process_order *order, uint64_t limit_ms, int *ret_status, bool *ret_in_time) MUST_CHECK;

/* Ends and reaps every child that is left, which process_adopt_orphans() made ours. */
void process_end_orphans(void);

#endif
