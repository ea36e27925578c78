/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_MAILBOX_PROGRAM_H
#define WORLDS_MAILBOX_PROGRAM_H

/*
 * A program of messages, resets, power cuts and time, for a root of trust to live through.
 *
 * Byte 0: where it starts (enum rot_world_start). Then operations, each a byte and its arguments; missing
 * ones are zeros. A message is who sends it (role; app and what it is granted), a command, how, a length and
 * that many bytes: the body, or what a body is made of (rot_bodies.h).
 */

#include "harnesses/worlds/rot_bodies.h"

enum mailbox_operation {
	MAILBOX_SENDS, /* role, who, command, how, length, bytes */
	MAILBOX_BOOTS, /* letter of the OS */
	MAILBOX_POWER,
	MAILBOX_RESET,
	MAILBOX_CUTS, /* at which operation, tear */
	MAILBOX_WAITS, /* seconds, as a power of two */
	MAILBOX_STOPS_NOISE,
	MAILBOX_OPERATION_COUNT
};

/* The lowest bits say how the memory behaves, modulo ROT_MEMORY_COUNT. */
enum mailbox_how {
	MAILBOX_MEMORY_MASK = 3,
	MAILBOX_MADE = 4, /* the body is made */
	MAILBOX_NOT_ZERO = 8, /* a bit of the reserved field (MAILBOX_RESERVED) */
	MAILBOX_ONE_MORE = 16, /* announced than there is */
	MAILBOX_ONE_LESS = 32,
	MAILBOX_CUT_SHORT = 64, /* in its head */
	MAILBOX_VERY_LONG = 128
};

/* Of an app: which it is, and what its manifest grants. */
enum mailbox_who { MAILBOX_OTHER_APP = 1, MAILBOX_FAR_APP = 2, MAILBOX_GRANT = 16 };
enum mailbox_grant { MAILBOX_ALL, MAILBOX_NONE = MAILBOX_GRANT, MAILBOX_ONLY_THIS = 2 * MAILBOX_GRANT, MAILBOX_ALL_BUT_THIS = 3 * MAILBOX_GRANT };

/* Of anybody: which bit of the reserved field, in the bits that the others leave free. */
#define MAILBOX_RESERVED(bit) (((bit) & 3) << 2 | ((bit) >> 2 & 3) << 6)

enum { MAILBOX_PROGRAM_MAX_LEN = 256 };

/* Runs it from its start to its end, or until it has said enough. */
void mailbox_program_run(struct rot_world *w, const struct rot_texts *texts, struct bytes program);

/* The same program with good heads and made bodies, in room; empty if it does not fit. */
struct bytes mailbox_program_repair(struct bytes program, struct buffer room);

#endif
