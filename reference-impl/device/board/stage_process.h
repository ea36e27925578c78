/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_STAGE_PROCESS_H
#define DEVICE_BOARD_STAGE_PROCESS_H

/*
 * A stage as a process: executed from sealed memory, born with two sockets and nothing else. The
 * root of trust is born the same way.
 *
 * Own session and process group, own uid where the board is root, no way to new privileges or
 * processes, no environment, no core, few resources, a filter on what it may ask the kernel.
 * A wall that should be there and cannot be built stops the birth.
 */

#include <sys/types.h>

#include "reference-impl/device/board/stage_filter.h"

struct stage_process {
	pid_t pid; /* 0: none */
	int pidfd; /* readable when it has ended */
	int bus_fd; /* the board's end, non-blocking */
};

struct stage_birth {
	const char *name;
	uid_t uid;    /* taken when the board is root */
	int image_fd;  /* sealed; stays the caller's */
	int second_fd; /* goes along, beside the bus: a mailbox, or the control line; stays the caller's */
	uint64_t locked_len; /* bytes of memory that it may keep out of swap */
	struct stage_filter *filter;
};

/* True when stages get a uid of their own; otherwise that wall is missing. */
bool stage_process_has_own_uid(void);

struct stage_process stage_process_none(void);

/*
 * Returns when the image runs. RESULT_IO with a line on standard error that says which step
 * failed; nothing is left behind then.
 */
enum result stage_process_start(struct stage_process *ret_process, const struct stage_birth *birth) MUST_CHECK;

/* Ends it and all in its group, and waits until it is gone; harmless on none. */
void stage_process_kill(struct stage_process *process);

#endif
