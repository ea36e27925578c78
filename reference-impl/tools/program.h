/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_PROGRAM_H
#define TOOLS_PROGRAM_H

/*
 * Other programs of the family, run one after the other in one folder, each with nothing but its arguments.
 *
 * They lie beside this program. Each runs in the folder and in a process group of its own, so that Ctrl-C is
 * this program's alone to answer; should this program die, they are ended by the kernel. Only processes that
 * were started here are ever ended. Each command line is written to the file `commands` of the folder.
 */

#include <stdio.h>
#include <sys/types.h>

#include "reference-impl/base/bytes.h"

enum { PROGRAM_PATH_LEN = 4096, PROGRAM_SAID_LEN = 512 };

struct program_desk {
	char bin[PROGRAM_PATH_LEN];    /* where the programs lie */
	char folder[PROGRAM_PATH_LEN]; /* where they run */
	int stop_fd;                   /* a signalfd: readable when somebody wants this to end */
	bool is_stopped;               /* and that was seen */
};

/* Finds the folder of the program that runs. RESULT_IO: told on stderr. */
enum result program_desk_find(struct program_desk *desk) MUST_CHECK;

/* Has the stop come? */
bool program_desk_is_stopped(struct program_desk *desk);

/*
 * Runs argv[0], a name, to its end; stdout goes to the file `out` of the folder, stderr to `complaints`. RESULT_REFUSED
 * when the stop came, RESULT_TIMEOUT beyond two minutes, RESULT_IO when it can't be started or crashed: nothing is known then.
 */
enum result program_run(struct program_desk *desk, const char *const argv[], const char *out, int *ret_exit_code) MUST_CHECK;

/* Starts one that goes on running; both its outputs go to `out`. */
enum result program_start(struct program_desk *desk, const char *const argv[], const char *out, pid_t *ret_pid) MUST_CHECK;

/* Ends it: kindly, and after ten seconds not. */
void program_stop(pid_t pid);

/* The last line of the file `complaints`, or "" . */
void program_last_complaint(const struct program_desk *desk, char ret_line[PROGRAM_SAID_LEN]);

/* A file of the folder; false if the name gets too long. */
bool program_file(const struct program_desk *desk, const char *name, char ret_path[PROGRAM_PATH_LEN]);

#endif
