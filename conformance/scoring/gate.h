/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_GATE_H
#define SCORING_GATE_H

/*
 * The closed list of gates: promises that no number of points can outweigh.
 *
 * A gate is held when each of its requirements is pass or absent, broken when one that was
 * looked at is not, and unproven otherwise: nothing looked at it, or not at all of it. Broken and
 * unproven both deny the level; only broken is the device's fault.
 */

#include <stdbool.h>
#include <stddef.h>

enum level { LEVEL_NONE, LEVEL_BRONZE, LEVEL_SILVER, LEVEL_GOLD, LEVEL_PLATINUM, LEVEL_COUNT };
enum gate_state { GATE_HELD, GATE_BROKEN, GATE_UNPROVEN };
enum { GATE_COUNT = 9 };

struct gate {
	const char *name;     /* as a requirement's file names it */
	const char *promise;  /* a sentence without a full stop */
	enum level from;      /* the lowest level that asks for it */
};

extern const struct gate every_gate[GATE_COUNT];
/* The names alone, NULL-terminated. */
extern const char *const gate_names[GATE_COUNT + 1];

/* The gate's place in every_gate, or GATE_COUNT if there is none of that name. */
size_t gate_by_name(const char *name);
const char *gate_state_name(enum gate_state state); /* "held", "broken", "unproven" */

#endif
