/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_DSSE_H
#define CERTIFICATE_DSSE_H

/*
 * The signed envelope: DSSE 1.0 with one ECDSA P-256/SHA-256 signature.
 *
 * What is signed is PAE(type, body), so a body can never be taken for one of another type;
 * the body is handed out only after its signature verified, and those very bytes are parsed.
 *   {"payload": base64, "payloadType": text, "signatures": [{"keyid", "sig", "x5c": [DER in base64, leaf first]}]}
 * keyid is the SHA-256 of the leaf's SubjectPublicKeyInfo, in hexadecimal; it is a hint and
 * checked for agreement only. Source: secure-systems-lab/dsse protocol.md and envelope.md v1.0.
 */

#include <jansson.h>

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"

#define DSSE_IN_TOTO "application/vnd.in-toto+json"

enum { DSSE_CHAIN_MAX = 4, DSSE_CERTIFICATE_MAX_LEN = 4096, DSSE_BODY_MAX_LEN = 4 * 1024 * 1024 };

/* A certificate chain as DER, leaf first. */
struct dsse_chain {
	struct bytes certificates[DSSE_CHAIN_MAX];
	size_t count;
};

/* A new envelope around body, signed with key; NULL if the library failed. */
json_t *dsse_seal(const char *type, struct bytes body, const struct crypto_p256_key *key, const struct dsse_chain *chain);

/* What an envelope holds before anything of it is believed. All memory is the envelope's: dsse_release(). */
struct dsse {
	struct buffer memory;
	struct bytes body;
	struct bytes signature;
	struct bytes key_id; /* 32 bytes */
	struct dsse_chain chain;
};

/* Takes the envelope apart, strictly: these fields, this type, canonical base64. RESULT_MALFORMED otherwise. */
enum result dsse_open(const json_t *envelope, const char *type, struct dsse *ret_dsse) MUST_CHECK;

/* Does the signature hold under spki? RESULT_BAD_SIGNATURE, or RESULT_UNKNOWN_KEY when keyid names another key. */
enum result dsse_verify(const struct dsse *dsse, const char *type, struct bytes spki) MUST_CHECK;

void dsse_release(struct dsse *dsse);

#endif
