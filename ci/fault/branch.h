/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_BRANCH_H
#define FAULT_BRANCH_H

/*
 * How long a jump, call or return of x86-64 is: the only instructions whose length stepping over them
 * does not show. Source: Intel SDM volume 2, appendix A.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Its length if code begins with one, 0 if it is another instruction; 16 bytes must be readable. */
size_t branch_len(const uint8_t *code, bool *ret_is_call);

#endif
