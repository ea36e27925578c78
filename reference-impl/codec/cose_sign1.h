/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_COSE_SIGN1_H
#define CODEC_COSE_SIGN1_H

/*
 * COSE_Sign1 with ECDSA on P-256 and SHA-256: read, verify, sign.
 *
 * cose_sign1_parse() finds the parts and checks every rule that needs no key. What it gives is
 * not believed yet: a kid or a payload may be looked at to find the key, and nothing may be done
 * about either before cose_sign1_verify(). The algorithm comes from the protected header alone and
 * must be the one that the key is for. Nothing is allocated; parts are views into the input, and
 * the signature is checked over the protected header as it was received.
 *
 * Call order: parse, find the key, verify (or verify_detached), only then read the payload.
 * Sources: RFC 9052 sections 3.1 and 4.2 to 4.4, RFC 9053 section 2.1, RFC 9864 (ESP256).
 */

#include "reference-impl/codec/cbor_reader.h"
#include "reference-impl/crypto/crypto.h"

enum { COSE_TAG_SIGN1 = 18, COSE_MAX_HEADERS = 16 }; /* in each of the two buckets */

enum cose_algorithm { COSE_ES256 = -7, COSE_ESP256 = -9 };

enum cose_tag_rule { COSE_TAG_REQUIRED, COSE_TAG_OPTIONAL, COSE_TAG_FORBIDDEN };

struct cose_sign1_profile {
	enum cose_tag_rule tag;
	enum cbor_rules rules; /* CBOR_TOLERANT or CBOR_DETERMINISTIC: of the message, of its protected header too */
	const int64_t *understood; /* labels that crit may name, beside alg, content type and kid */
	size_t understood_count;
};

struct cose_sign1 {
	enum cose_algorithm algorithm;
	struct bytes protected;            /* the encoded header map, as received */
	struct cbor_item protected_header; /* the same as a map */
	struct cbor_item unprotected_header;
	struct bytes key_id; /* kid, from either bucket: a hint; empty: none */
	bool is_detached;    /* the payload is nil */
	struct bytes payload;
	struct bytes signature; /* 64 bytes: r, s */
};

/*
 * RESULT_TRUNCATED, RESULT_MALFORMED, RESULT_TOO_LARGE: no COSE_Sign1 by its bytes. RESULT_REFUSED:
 * against the rules of CBOR, a wrong or missing tag, alg missing or not protected, a label twice,
 * crit that is empty, unprotected, or names what is absent or not understood. RESULT_UNSUPPORTED:
 * an algorithm other than ES256 and ESP256.
 */
enum result cose_sign1_parse(struct bytes input, const struct cose_sign1_profile *profile, struct cose_sign1 *ret_message) MUST_CHECK;

/* A public key and the one algorithm that it may be used with. */
struct cose_key {
	enum cose_algorithm algorithm;
	struct bytes spki;
};

/*
 * RESULT_OK only if the key signed protected header, external_aad (usually empty) and payload.
 * RESULT_REFUSED when the message names another algorithm than the key's, or the payload is not in
 * the message; RESULT_BAD_SIGNATURE; RESULT_MALFORMED when spki is no P-256 key.
 */
enum result cose_sign1_verify(const struct cose_sign1 *message, const struct cose_key *key, struct bytes external_aad) MUST_CHECK;

/* The same for a payload that came by another way; RESULT_REFUSED when the message has one of its own. */
enum result cose_sign1_verify_detached(const struct cose_sign1 *message, const struct cose_key *key, struct bytes external_aad,
				       struct bytes payload) MUST_CHECK;

/* What a signature is over, from its three parts: the SHA-256 of the Sig_structure. */
enum result cose_sign1_digest(struct bytes protected, struct bytes external_aad, struct bytes payload,
			      struct crypto_sha256 *ret_digest) MUST_CHECK;

/* Who signs: a key, or somebody who holds one and gives a DER signature of a digest in room. */
struct cose_signer {
	enum cose_algorithm algorithm;
	enum result (*sign)(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der);
	const void *context;
};

/* Signs with a private key in memory, which outlives the signer. */
struct cose_signer cose_signer_of_key(enum cose_algorithm algorithm, const struct crypto_p256_key *key);

struct cose_sign1_request {
	struct bytes payload;
	struct bytes external_aad;
	struct bytes key_id; /* into the unprotected header; empty: none */
	bool is_detached;    /* nil is written in place of the payload */
	bool is_untagged;
};

/*
 * Writes a deterministic message into room, its protected header {1: algorithm} alone. RESULT_TOO_LARGE
 * if it does not fit (payload.len + key_id.len + 96 do), RESULT_UNSUPPORTED for another
 * algorithm; the signer's failures are handed on.
 */
enum result cose_sign1_sign(const struct cose_sign1_request *request, const struct cose_signer *signer, struct buffer room,
			    struct bytes *ret_message) MUST_CHECK;

#endif
