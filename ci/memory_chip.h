/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_MEMORY_CHIP_H
#define CI_MEMORY_CHIP_H

/*
 * A chip in memory, for a root of trust that is measured or looked at: nothing is stored and power never
 * fails, so that what it costs and what it does is the root of trust's alone.
 */

#include "reference-impl/platform/vault.h"

struct memory_chip {
	uint8_t fuses[FUSE_LEN]; /* the device secret with them */
	uint32_t counters[COUNTER_END];
	uint64_t noise; /* of a generator: different at each draw, the same in each run */
};

/* A complete device with a secret, an id and a client key, and no keys of the maker. */
void memory_chip_init(struct memory_chip *chip);

/*
 * Its vault; *chip outlives it. The secret may be taken again, its clock stands, and RESULT_REFUSED is the answer
 * to every burn, to a range that is not in the fuses and to a counter that there is not.
 */
struct vault memory_chip_vault(struct memory_chip *chip);

#endif
