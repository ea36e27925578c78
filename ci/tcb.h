/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TCB_H
#define CI_TCB_H

/*
 * What one trusts who trusts the root of trust's process: its bytes by whose they are, our lines of code in it,
 * its entry points by who may use them, and the system calls that its filter lets through.
 *
 * Measured on the program that the board starts, not counted by folders: what the linker left out is not in it.
 */

#include <jansson.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

/* {program, bytes {owner {kind}}, objects, lines, entry_points {role}, calls {always [], sometimes []}}. */
enum result tcb_measure(const char *program, json_t **ret_figures, struct complaint *ret_why) MUST_CHECK;

void tcb_print(const json_t *figures);

#endif
