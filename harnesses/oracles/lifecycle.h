/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_LIFECYCLE_H
#define ORACLES_LIFECYCLE_H

/*
 * Promises of the device's life: forward, one earned step at a time, and nothing allowed where nothing is known.
 *
 * What the device tells is held against its fuses, read from their cells: two bytes for two steps, any bit
 * counts, the later one also without the earlier, and bits behind them mean nothing.
 */

#include "harnesses/oracles/mailbox.h"

enum { LIFE_UNKNOWN, LIFE_BLANK, LIFE_MODULE, LIFE_DEVICE };

/* What the device tells of itself, and what is known besides. */
struct lifecycle_told {
	unsigned int state, mode;
	bool saw_debug, saw_service;
	uint32_t rights;
	unsigned int furthest; /* state that it told in this life, LIFE_UNKNOWN: none yet */
	bool is_fresh;         /* it has just started, or taken a step, and so has read its fuses */
	bool is_readable;      /* they could be read */
	const struct rot_cells *cells;
};

/* A request for a step that was answered. */
struct lifecycle_try {
	const struct mailbox_exchange *e;
	unsigned int told; /* the state before */
	const struct crypto_sha256 *test_key; /* the hash of a key that everybody has */
};

/* A state that was told is never told again once a later one was, and right after a start it is what the fuses say. */
ORACLE FZ_LIFECYCLE_001_only_forward(const struct lifecycle_told *told);
/* Fuses that can't be read or mean nothing are no state; in none, nothing is allowed. */
ORACLE FZ_LIFECYCLE_002_unknown_opens_nothing(const struct lifecycle_told *told);
ORACLE FZ_LIFECYCLE_003_step_is_earned(const struct lifecycle_try *t);
/* The next step and no other, by its fuses alone; refused it burns nothing, failed or cut it is taken or not. */
ORACLE FZ_LIFECYCLE_004_step_is_one_and_whole(const struct lifecycle_try *t);
/* Rights do not outlive the state that they were given in; that they were there does. */
ORACLE FZ_LIFECYCLE_005_sessions_end_with_their_state(const struct lifecycle_told *before, const struct lifecycle_told *after);
/* No step and no session begins where the state is not known. */
ORACLE FZ_LIFECYCLE_006_unknown_takes_no_command(const struct mailbox_exchange *e, unsigned int told);

#endif
