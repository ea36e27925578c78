/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TCB_CALLS_H
#define CI_TCB_CALLS_H

/*
 * Which system calls a seccomp filter lets through, read off the filter as it is installed: every path
 * through it for each number of a call, whatever its arguments are.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/filter.h>

enum tcb_call { TCB_CALL_NEVER, TCB_CALL_SOMETIMES, TCB_CALL_ALWAYS }; /* sometimes: it depends on the arguments */

enum { TCB_CALLS = 1024 }; /* numbers that are asked about, from 0 */

enum tcb_call tcb_call_is_let_through(const struct sock_filter *code, size_t len, uint32_t arch, uint32_t number);

#endif
