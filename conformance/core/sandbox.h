/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SANDBOX_H
#define CORE_SANDBOX_H

/*
 * Starts the programs of a target behind walls, for device and kit are hostile.
 *
 * Each runs under a small init of ours in a process namespace of its own: when the init goes, all
 * that the program ever started goes with it, and the init goes with the runner. A program that is
 * not trusted also gets its own uid (started by root), no privileges, resource limits, and does not
 * see the lab's folder. All share one network namespace with loopback alone. Started by an ordinary
 * user, a user namespace stands in for root. Every wall that can't be had is named.
 *
 * Call order: sandbox_network_open() once, sandbox_start() for each program, sandbox_stop(),
 * sandbox_network_close().
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/result.h"

enum { SANDBOX_UID_FIRST = 65100, SANDBOX_GID = 65100 };

enum sandbox_wall {
	SANDBOX_WALL_UID,
	SANDBOX_WALL_NETWORK,
	SANDBOX_WALL_PROCESSES,
	SANDBOX_WALL_FILES,
	SANDBOX_WALL_PRIVILEGES,
	SANDBOX_WALL_LIMITS,
	SANDBOX_WALL_MEMORY,
	SANDBOX_WALL_COUNT
};

/* Descriptors of the namespaces that the programs share; -1: not there. */
struct sandbox_network {
	int user; /* only where the runner is not root */
	int net;
};

struct sandbox_order {
	char *const *argv;    /* argv[0] an absolute path; NULL-terminated */
	const char *run_dir;  /* ASSAY_RUN_DIR */
	const char *own_dir;  /* the working directory */
	const char *bin;      /* ASSAY_BIN */
	const char *overlay;  /* ASSAY_OVERLAY: where changed programs of the device under test and its maker lie; NULL: none */
	const char *hidden;   /* a folder that it must not see, or NULL */
	bool trusted;         /* a program of the lab: no uid, limits or loss of privileges */
	unsigned int number;  /* its uid is SANDBOX_UID_FIRST + number */
	bool host_network;    /* do not enter the network namespace */
	struct sandbox_network network;
};

struct sandbox_process {
	pid_t init;            /* 0: not running */
	bool own_processes;    /* killing the init kills all */
	int stream;            /* its standard input and output: a socket */
	int log;               /* its standard error, to be read without blocking */
	uint32_t missing;      /* bit 1 << enum sandbox_wall */
};

/* Never fails: what can't be had is a missing wall of each program later. Close it with the other. */
struct sandbox_network sandbox_network_open(void);
void sandbox_network_close(struct sandbox_network *network);

/*
 * Starts the program and waits until it was executed. RESULT_IO fills *ret_why when it can't be;
 * nothing is left running then. The caller owns *ret_process: sandbox_stop().
 */
enum result sandbox_start(const struct sandbox_order *order, struct sandbox_process *ret_process, struct complaint *ret_why) MUST_CHECK;

/* Closes the stream, gives the program grace_ms to end by itself, kills all that is left, closes the log. May be repeated. */
void sandbox_stop(struct sandbox_process *process, uint32_t grace_ms);

/*
 * Gives a folder to one program, which alone may write in it; the others may read. `number` as in the order, or -1 for
 * the runner. Without root it stays the runner's, and nobody else's.
 */
enum result sandbox_give_folder(const char *path, int number, struct complaint *ret_why) MUST_CHECK;

/* "wall missing: ..." with the way out. */
const char *sandbox_wall_sentence(enum sandbox_wall wall);

#endif
