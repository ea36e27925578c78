/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_TEST_SIGNATURE_H
#define MUTATORS_TEST_SIGNATURE_H

/*
 * Valid P-256 signatures that are the same bytes each time, by throw-away keys.
 *
 * A fuzz input must replay alike in every process, so a signature must not hold randomness. The nonce
 * here is always 1, which gives the private key away to anyone who looks: these keys guard nothing.
 * With it a signature is one addition, so that mending costs next to nothing.
 * Source: FIPS 186-5, 6.4.1.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"

/* 0 is trusted by every policy of the harnesses, 1 is trusted until revoked, 2 is nobody's. */
enum { TEST_KEY_TRUSTED, TEST_KEY_REVOKED, TEST_KEY_ATTACKER, TEST_KEY_COUNT };

struct test_key {
	struct crypto_p256_key key;
	uint8_t product[CRYPTO_P256_SCALAR_LEN]; /* r of every signature times the private scalar, modulo n */
};

/* The key of that number, always the same. */
enum result test_key(unsigned int which, struct test_key *ret_key) MUST_CHECK;

/* r of every signature times that scalar, modulo n: what signs for any other key of a harness. */
void test_key_product(const uint8_t scalar[CRYPTO_P256_SCALAR_LEN], uint8_t ret_product[CRYPTO_P256_SCALAR_LEN]);

/* Signs a digest; *ret_signature (DER) views the part of room that was used. */
enum result test_sign(const struct test_key *key, const struct crypto_sha256 *digest, struct buffer room,
		      struct bytes *ret_signature) MUST_CHECK;

#endif
