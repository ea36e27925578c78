/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_SERVER_CHILD_H
#define TARGETS_SERVER_CHILD_H

/*
 * Programs that an adapter starts: they end when it ends, whatever ends it, and never touch
 * the adapter's own stdin and stdout, which belong to the protocol.
 *
 * argv[0] is a path with a slash in it, the rest its arguments; the environment is the adapter's.
 */

#include <sys/types.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

/* Starts a program that goes on; it writes to the adapter's stderr. RESULT_IO fills *ret_why. */
enum result child_start(const char *const argv[], pid_t *ret_pid, struct complaint *ret_why) MUST_CHECK;

/* Has it ended? Collects it then; the pid must not be used any more. */
bool child_has_ended(pid_t pid);

/* Kills it and collects it. */
void child_stop(pid_t pid);

/* Runs a program to its end. RESULT_REFUSED unless it exits with 0; *ret_why then holds the last line that it wrote. */
enum result child_run(const char *const argv[], struct complaint *ret_why) MUST_CHECK;

#endif
