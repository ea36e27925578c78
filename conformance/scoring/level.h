/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_LEVEL_H
#define SCORING_LEVEL_H

/*
 * From scores and gates to a level, and in words what stands in the way of the next one.
 *
 *   Bronze    total 50, every property 30
 *   Silver    total 70, every property 50
 *   Gold      total 85, every property 70, fuzz evidence and two units
 *   Platinum  total 92, every property 85, the same
 *
 * Each level also needs every gate held that asks for it or for a lower one.
 */

#include "conformance/scoring/gate.h"
#include "conformance/scoring/score.h"

/* All that a level is decided by. */
struct standing {
	struct property_score properties[PROPERTY_COUNT];
	enum gate_state gates[GATE_COUNT];
	uint32_t total;
	bool fuzz_evidence, two_units;
};

enum { LEVEL_REASON_LEN = 256 };

enum gate_state gate_state_of(const struct gate *gate, const struct requirement_score *requirements, size_t count);

/* Fills properties, gates and total from the requirements; the rest is false. */
struct standing standing_of(const struct requirement_score *requirements, size_t count);

enum level level_of(const struct standing *standing);

/* The most weighty reason why `level` is not reached, without a full stop; "" if it is. */
void level_reason(const struct standing *standing, enum level level, char ret_reason[LEVEL_REASON_LEN]);

const char *level_name(enum level level); /* "none", "bronze", "silver", "gold", "platinum" */
bool level_from_name(const char *name, enum level *ret_level);

#endif
