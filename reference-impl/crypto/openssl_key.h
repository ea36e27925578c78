/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_OPENSSL_KEY_H
#define CRYPTO_OPENSSL_KEY_H

/*
 * Inside crypto/ only: the library's types for our kinds and keys.
 *
 * Every function that calls the library leaves its error queue as it was, because TLS
 * code on the same thread reads that queue as its own. The caller frees what it gets.
 */

#include <openssl/ec.h>
#include <openssl/evp.h>

#include "reference-impl/crypto/crypto.h"

const EVP_MD *openssl_digest(enum crypto_hash_kind kind);

/* P-256 itself, made once and never freed; NULL when memory ran out. */
const EC_GROUP *openssl_p256_group(void);

/* NULL when spki is not the 91-byte form of a point on the curve. */
EVP_PKEY *openssl_p256_public(struct bytes spki);

/* NULL when memory ran out or the key is none. It takes as long as a signature does. */
EVP_PKEY *openssl_p256_private(const struct crypto_p256_key *key);

#endif
