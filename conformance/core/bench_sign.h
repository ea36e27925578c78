/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_SIGN_H
#define CORE_BENCH_SIGN_H

/*
 * Signatures of the suite's own keys: for images that a device must not run.
 *
 * A signature has a nonce and so differs each time; it is made once, in the run, and is an
 * observation like any other (witness.h). Whoever replays it checks that it is one.
 */

#include "conformance/core/link.h"
#include "conformance/core/seed.h"
#include "conformance/reader.h"

struct bench;

/* Answers suite.sign: params {digest, key}, both texts (base64, name). */
void bench_sign_digest(const struct seed *seed, const json_t *params, struct answer *ret_answer);

/* A signer over the suite's key of that name, that asks through the bench. key_name is borrowed. */
struct bench_signer {
	struct bench *bench;
	const char *key_name;
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct suite_signer signer;
};

/* RESULT_CRYPTO. The signer points into *ret_signer. */
enum result bench_signer_init(struct bench *b, const char *key_name, struct bench_signer *ret_signer) MUST_CHECK;

#endif
