/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CT_MARK_H
#define CT_MARK_H

/*
 * Secrets as valgrind has them: bytes that it takes for unknown, as if they had never been written. What
 * is computed from them is unknown too, and a jump or an address that depends on it is an error.
 *
 * Each case marks its own secrets. The few places where a mark has to go in the middle of the
 * code are in lift.c, and nowhere else.
 */

#include "reference-impl/base/bytes.h"

/* Unknown from now on. */
void ct_hide(void *at, size_t len);
/* Known from now on: it was given out, or it is the answer. */
void ct_show(void *at, size_t len);

/* Are all bytes 0? To be asked about what is known. */
bool ct_is_zero(struct bytes bytes);

#endif
