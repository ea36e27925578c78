/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CT_SILICON_H
#define CT_SILICON_H

/*
 * A chip in memory whose secrets are unknown: the device secret and each sample of noise are handed out
 * hidden. Fuses and counters are known, unless a case hides them.
 */

#include "reference-impl/platform/vault.h"

struct ct_silicon {
	uint8_t fuses[FUSE_LEN]; /* the device secret with them */
	uint32_t counters[COUNTER_END];
	uint64_t uptime_ms;
	uint64_t noise; /* of a generator: different at each draw, the same in each run */
};

/* A complete device with a secret and an id, and no keys. */
void ct_silicon_init(struct ct_silicon *silicon);

/* Its vault; *silicon outlives it. */
struct vault ct_silicon_vault(struct ct_silicon *silicon);

#endif
