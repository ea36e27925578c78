/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TEST_CHILD_H
#define CI_TEST_CHILD_H

/*
 * One test program while it runs: a process group of its own, nothing on standard
 * input, everything it writes kept in memory.
 *
 * Call order: test_child_start(); test_child_drain() whenever its output can be read;
 * test_child_has_ended() when a child ended; test_child_finish(), which also ends what
 * it left behind in its group; test_child_release().
 */

#include <sys/types.h>
#include <time.h>

#include "reference-impl/base/bytes.h"

enum { TEST_CHILD_MAX_OUTPUT = 4 * 1024 * 1024, TEST_CHILD_MAX_WORDS = 16 };

struct test_child {
	const char *program;
	pid_t pid; /* 0 when none runs */
	int output;
	struct timespec started;
	char *text; /* owned, text_len bytes */
	size_t text_len, text_room;
	bool too_long;  /* wrote more than TEST_CHILD_MAX_OUTPUT; the rest was dropped */
	int wait_status; /* as of waitpid(), set by test_child_finish() */
};

/*
 * Starts `program`, behind the words of `under` ("valgrind -q"; NULL for none), with
 * the signal mask `mask`. RESULT_IO if there is no pipe or no process; RESULT_TOO_LARGE
 * if `under` has too many words. A program that can't be executed ends with status 127.
 */
enum result test_child_start(struct test_child *child, const char *program, const char *under,
			     const sigset_t *mask) MUST_CHECK;

/* Takes what can be read without waiting. False when its output is closed. */
bool test_child_drain(struct test_child *child);

/* Has the process ended? Does not wait, and does not reap it. */
bool test_child_has_ended(const struct test_child *child);

/* Ends the whole group, reaps the process and takes the rest of its output. */
void test_child_finish(struct test_child *child);

void test_child_release(struct test_child *child);

/* Seconds since it started. */
double test_child_age_s(const struct test_child *child);

#endif
