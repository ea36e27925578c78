/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_ENTROPY_POOL_H
#define ROOT_OF_TRUST_ENTROPY_POOL_H

/*
 * Random bytes out of tested noise.
 *
 * Each block of 32 bytes takes 64 fresh raw samples through the health tests and then through
 * HMAC-SHA-512 under a chaining key, half of whose output becomes the next key: what was
 * given out can't be computed back from what is in memory now. Before the first block,
 * ENTROPY_START_LEN samples are tested. One alarm or one failure to draw, and nothing more comes
 * out until entropy_pool_begin() of the next power-on.
 * Source: NIST SP 800-90B section 3.1.5 (vetted conditioning), 4.3 (tests at start-up).
 */

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/platform/vault.h"
#include "reference-impl/root_of_trust/entropy_health.h"

enum { ENTROPY_START_LEN = 1024, ENTROPY_BLOCK_LEN = 32, ENTROPY_NOISE_PER_BLOCK = 64 };

struct entropy_pool {
	const struct vault *vault; /* outlives the pool */
	struct entropy_health health;
	bool failed;
	uint8_t key[CRYPTO_SHA256_LEN];
};

/* Starts the pool and tests the source; a pool that failed to start gives nothing. */
enum result entropy_pool_begin(struct entropy_pool *pool, const struct vault *vault) MUST_CHECK;

/* Fills `into`, any length. RESULT_REFUSED after an alarm, RESULT_IO if the source failed; into is then all zeros. */
enum result entropy_pool_fill(struct entropy_pool *pool, struct buffer into) MUST_CHECK;

void entropy_pool_release(struct entropy_pool *pool);

#endif
