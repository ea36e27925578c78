/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SEED_H
#define CORE_SEED_H

/*
 * All that a run draws by lot comes from one seed: challenges, names and keys of payloads, the
 * suite's own signing keys, the order of the checks, the places that are altered.
 *
 * The run commits to the seed by its hash before it asks anything and reveals it afterwards,
 * so the judge draws the same again. Every use has a stream of its own, HKDF-SHA-256 with the
 * uses' names as info, so neither order nor selection of checks changes what one check gets.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"

enum { SEED_LEN = 32, SEED_HEX_LEN = 65, SEED_STREAM_MAX_LEN = 8160 };

struct seed {
	uint8_t bytes[SEED_LEN];
};

/* What a stream is for. Different texts or numbers give unrelated streams. */
struct seed_use {
	const char *check; /* name of the check, or "run" */
	unsigned int unit;
	unsigned int attempt; /* 0, and 1 more for each time that the check was cut off and repeated */
	const char *use;
	uint64_t number;
};

enum result seed_from_system(struct seed *ret_seed) MUST_CHECK;
/* 64 characters of lower-case hexadecimal; fewer are taken as the first ones, the rest zeros. RESULT_MALFORMED. */
enum result seed_from_hex(const char *hex, struct seed *ret_seed) MUST_CHECK;
void seed_hex(const struct seed *seed, char ret_hex[SEED_HEX_LEN]);
enum result seed_hash_hex(const struct seed *seed, char ret_hex[SEED_HEX_LEN]) MUST_CHECK;

/* Fills stream, at most SEED_STREAM_MAX_LEN bytes. */
enum result seed_draw(const struct seed *seed, const struct seed_use *use, struct buffer stream) MUST_CHECK;

/* A number below `below` (at least 1). */
enum result seed_draw_below(const struct seed *seed, const struct seed_use *use, uint64_t below, uint64_t *ret_number) MUST_CHECK;

/* order[0..count) becomes a permutation of 0..count-1. */
enum result seed_order(const struct seed *seed, const char *what, size_t *order, size_t count) MUST_CHECK;

/* The suite's own signing key of that name ("attacker"). Wipe it. */
enum result seed_suite_key(const struct seed *seed, const char *name, struct crypto_p256_key *ret_key) MUST_CHECK;

#endif
