/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHEATS_CONSOLE_H
#define CHEATS_CONSOLE_H

/*
 * Lies about what a unit printed: the bytes of a rig.console answer, changed where they stand, so
 * that the counts beside them stay right.
 */

#include "conformance/cheats/relay/relay.h"

enum { CONSOLE_ANSWER_LEN = 64 };

/* Hands the printed bytes of talk->result to `change`; what it left of them goes on if it says that it lied. */
bool console_change(struct talk *talk, bool (*change)(struct talk *talk, struct buffer printed));

/* The next answer to a nonce, "ASSAY 1 <name> <64 hex digits>", from *at on: its digits. Moves *at behind them. */
bool console_next_answer(struct buffer printed, size_t *at, struct buffer *ret_digits);

#endif
