/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_LIFECYCLE_PROGRAM_H
#define WORLDS_LIFECYCLE_PROGRAM_H

/*
 * A program of steps, tokens, power cuts and damage, for a device to grow old by.
 *
 * Byte 0: where it starts (enum rot_world_start). Byte 1: how the factory left it (enum lifecycle_factory).
 * Then operations, each a byte and its arguments; missing ones are zeros.
 */

#include "harnesses/oracles/lifecycle.h"
#include "harnesses/worlds/rot_bodies.h"

enum lifecycle_factory {
	LIFE_NO_MAKER_KEY = 1,
	LIFE_TEST_KEY = 2,      /* in the last place */
	LIFE_TEST_KEY_DEAD = 4, /* and revoked */
	LIFE_NO_IDENTITY = 8,
	LIFE_TEST_SERVICE_KEY = 16,
	LIFE_MAKER_KEY_DEAD = 32
};

enum lifecycle_operation {
	LIFE_STEPS,      /* who, to (0: the next, else one less), 0 or which byte of the id differs */
	LIFE_POWER,
	LIFE_RESET,
	LIFE_CUTS,       /* at which operation, tear */
	LIFE_FAILS,      /* to be read: enum lifecycle_part */
	LIFE_HEALS,      /* everything can be read again */
	LIFE_BLOWS,      /* which byte of the lifecycle's fuses, which bits: somebody with a needle */
	LIFE_CHALLENGES,
	LIFE_OPENS,      /* kind, what is added to the state that the token is for */
	LIFE_OPERATION_COUNT
};

enum lifecycle_part { LIFE_PART_STATE, LIFE_PART_ID, LIFE_PART_REVOKED, LIFE_PART_KEYS, LIFE_PART_SERVICE_KEY, LIFE_PART_COUNT };

enum { LIFECYCLE_PROGRAM_MAX_LEN = 96 };

struct lifecycle_world {
	struct rot_world rot; /* the first member, for its callbacks */
	struct crypto_sha256 test_key;
	struct lifecycle_told told;
	bool is_told;
	uint64_t states; /* for the trace: the last of them that were told */
};

void lifecycle_world_init(struct lifecycle_world *w);
void lifecycle_program_run(struct lifecycle_world *w, struct bytes program);

/* The same program by one who may take steps on this device; empty if it does not fit. */
struct bytes lifecycle_program_repair(struct bytes program, struct buffer room);

#endif
