/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

/*
 * The cryptography that the device and the suite use, and nothing else.
 *
 * Contexts are owned by the caller and of fixed size; the library behind them
 * shows no type of its own here. Each context is init, update, final, and
 * release; release may be called at any time, also twice, and wipes. final
 * releases by itself.
 *
 * Points are SEC1 uncompressed (65 bytes: 04 || X || Y), private scalars 32 bytes
 * big endian, public keys on the wire SubjectPublicKeyInfo DER (91 bytes for P-256).
 * Signatures are DER (strict: one encoding, no trailing bytes; high s is accepted)
 * over a digest that the caller computed: it is not hashed again.
 * Sources: FIPS 180-4, FIPS 186-5, RFC 2104, RFC 5869, SEC1 2.3.3, RFC 5480.
 */

#include "reference-impl/base/bytes.h"

enum { CRYPTO_SHA256_LEN = 32, CRYPTO_SHA384_LEN = 48, CRYPTO_SHA512_LEN = 64, CRYPTO_HASH_MAX_LEN = 64 };
enum { CRYPTO_P256_SCALAR_LEN = 32, CRYPTO_P256_POINT_LEN = 65, CRYPTO_P256_SPKI_LEN = 91, CRYPTO_P256_SIGNATURE_MAX_LEN = 72 };

enum crypto_hash_kind { CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512 };

struct crypto_sha256 {
	uint8_t at[CRYPTO_SHA256_LEN];
};

struct crypto_hash {
	void *state;
	enum crypto_hash_kind kind;
};

struct crypto_hmac {
	void *state;
	enum crypto_hash_kind kind;
};

/* A P-256 private key; wipe it with crypto_p256_release(). */
struct crypto_p256_key {
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
};

size_t crypto_hash_len(enum crypto_hash_kind kind);

enum result crypto_hash_init(struct crypto_hash *hash, enum crypto_hash_kind kind) MUST_CHECK;
enum result crypto_hash_update(struct crypto_hash *hash, struct bytes bytes) MUST_CHECK;
/* Writes crypto_hash_len() bytes; RESULT_TOO_LARGE if digest is shorter. */
enum result crypto_hash_final(struct crypto_hash *hash, struct buffer digest) MUST_CHECK;
void crypto_hash_release(struct crypto_hash *hash);

/* The SHA-256 of one piece of memory. */
enum result crypto_sha256(struct bytes bytes, struct crypto_sha256 *ret_digest) MUST_CHECK;

enum result crypto_hmac_init(struct crypto_hmac *hmac, enum crypto_hash_kind kind, struct bytes key) MUST_CHECK;
enum result crypto_hmac_update(struct crypto_hmac *hmac, struct bytes bytes) MUST_CHECK;
enum result crypto_hmac_final(struct crypto_hmac *hmac, struct buffer tag) MUST_CHECK;
void crypto_hmac_release(struct crypto_hmac *hmac);

/* HMAC-SHA-256 of one piece of memory. */
enum result crypto_hmac_sha256(struct bytes key, struct bytes bytes, struct crypto_sha256 *ret_tag) MUST_CHECK;

/* RFC 5869 extract and expand; okm.len at most 255 times the hash length. */
enum result crypto_hkdf(enum crypto_hash_kind kind, struct bytes ikm, struct bytes salt, struct bytes info,
			struct buffer okm) MUST_CHECK;

/* Fills the buffer from the system's generator. */
enum result crypto_random(struct buffer buffer) MUST_CHECK;

/* A fresh key, or the key of a scalar in [1, n-1] (RESULT_MALFORMED otherwise). */
enum result crypto_p256_generate(struct crypto_p256_key *ret_key) MUST_CHECK;
enum result crypto_p256_from_scalar(struct bytes scalar, struct crypto_p256_key *ret_key) MUST_CHECK;
void crypto_p256_release(struct crypto_p256_key *key);

/*
 * Signs a digest of 32 bytes; *ret_signature views the part of room that was used.
 * The nonce is the library's: two signatures of one digest differ.
 */
enum result crypto_p256_sign(const struct crypto_p256_key *key, struct bytes digest, struct buffer room,
			     struct bytes *ret_signature) MUST_CHECK;

/*
 * RESULT_OK only for a valid signature of digest under spki; RESULT_BAD_SIGNATURE for
 * every other signature, and for every signature of a digest of zeros, which need no private
 * key; RESULT_MALFORMED when spki is not a P-256 key on the curve in
 * its 91-byte uncompressed form, or digest is not 32 bytes.
 */
enum result crypto_p256_verify(struct bytes spki, struct bytes digest, struct bytes signature) MUST_CHECK;

/* The public keys, two at most, under which one signature of one digest holds. */
struct crypto_p256_candidates {
	uint8_t spki[2][CRYPTO_P256_SPKI_LEN];
	size_t count;
};

/*
 * For whoever knows only the hash of the key: the right one is among them if the signature holds.
 * RESULT_BAD_SIGNATURE if there is none. A signature whose r lies within p - n of zero may have two
 * keys more, once in 2^128. Source: SEC1 4.1.6.
 */
enum result crypto_p256_recover(struct bytes digest, struct bytes signature, struct crypto_p256_candidates *ret_keys) MUST_CHECK;

/* Is this the one strict DER form of an ECDSA signature (two positive minimal integers, nothing behind)? */
bool crypto_ecdsa_der_is_strict(struct bytes signature);

#endif
