/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_AEAD_H
#define CRYPTO_AEAD_H

/*
 * Encryption that notices every change: AES-256-GCM with nonces of 12 bytes and tags of 16.
 *
 * Two messages under one key and nonce give the key away, so the caller draws nonces at
 * random and keeps a key below 2^32 of them. The tag stands behind the cipher text.
 * Source: NIST SP 800-38D.
 */

#include "reference-impl/crypto/crypto.h"

enum { CRYPTO_AEAD_KEY_LEN = 32, CRYPTO_AEAD_NONCE_LEN = 12, CRYPTO_AEAD_TAG_LEN = 16 };

/* Views of the caller; associated is authenticated and not encrypted. */
struct crypto_aead {
	struct bytes key;
	struct bytes nonce;
	struct bytes associated;
};

/*
 * Seals plain into `sealed`, whose length is exactly plain.len + CRYPTO_AEAD_TAG_LEN; the memories do
 * not overlap. RESULT_MALFORMED for any length that is not as said.
 */
enum result crypto_aead_seal(const struct crypto_aead *aead, struct bytes plain, struct buffer sealed) MUST_CHECK;

/*
 * Opens into plain, exactly sealed.len - CRYPTO_AEAD_TAG_LEN bytes. RESULT_REFUSED when anything
 * was changed or another key, nonce or associated was used: plain is then all zeros.
 */
enum result crypto_aead_open(const struct crypto_aead *aead, struct bytes sealed, struct buffer plain) MUST_CHECK;

#endif
