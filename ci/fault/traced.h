/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_TRACED_H
#define FAULT_TRACED_H

/*
 * A process under our hand: it can be stepped, run to a place, and copied in the middle of an
 * instruction stream; each copy gets its fault and then runs on by itself.
 *
 * The traced process is a fork of this one, so code lies at the same addresses in both.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

enum { TRACED_STARTED_EXIT = 42 };

enum traced_end { TRACED_ENDED_WELL, TRACED_STARTED_IT, TRACED_CRASHED, TRACED_HUNG };

/* Forks; the child calls run(context) when it goes on, and ends with TRACED_STARTED_EXIT if that was true. 0: it failed. */
pid_t traced_start(bool (*run)(const void *context), const void *context);

bool traced_registers(pid_t pid, struct user_regs_struct *ret_registers);

/* One instruction; false when the process has ended. */
bool traced_step(pid_t pid);

/* Runs to the address without stopping before; false when the process has ended. */
bool traced_run_to(pid_t pid, uintptr_t address);

/* A stopped copy of the process as it is; 0 if there is none to be had. */
pid_t traced_copy(pid_t pid);

/* Lets a copy run on with these registers, and sees how it ends. */
enum traced_end traced_finish(pid_t copy, const struct user_regs_struct *registers);

/* Lets the process run to its end: its exit status, -1 for any other end. */
int traced_exit(pid_t pid);

#endif
