/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_COSE_ENVELOPE_H
#define READERS_COSE_ENVELOPE_H

/*
 * COSE_Sign1 as the suite reads it: tag 18, protected header, unprotected header, payload,
 * signature; nothing before and nothing behind.
 *
 * What the signature covers is the protected bytes as they came and the payload as it came,
 * never an encoding of our own. No label stands twice, neither in one header nor in both; a
 * critical label must be one that is understood here and stands in the protected header.
 * Source: RFC 9052 sections 3, 4.2 and 4.4; RFC 9053 section 2.1; RFC 9864 for ESP256.
 */

#include "conformance/readers/cbor_walk.h"
#include "reference-impl/crypto/crypto.h"

enum { COSE_SIGN1_TAG = 18, COSE_RAW_SIGNATURE_LEN = 64 };
enum cose_envelope_algorithm { COSE_NO_ALGORITHM = 0, COSE_ES256 = -7, COSE_ESP256 = -9 };

struct cose_envelope {
	struct bytes whole;
	struct walked_item tag, list; /* the list's whole begins behind the tag's head */
	struct walked_item protected_header, unprotected, payload, signature;
	int64_t algorithm; /* of the protected header; COSE_NO_ALGORITHM: it names none */
};

/*
 * RESULT_UNSUPPORTED for an algorithm that is named by text and for a critical label that is not
 * understood; RESULT_MALFORMED, RESULT_TRUNCATED, RESULT_TOO_LARGE. *ret_where (static text, may
 * be NULL) names what was at fault.
 */
enum result cose_envelope_read(struct bytes bytes, struct cose_envelope *ret_envelope, const char **ret_where) MUST_CHECK;

/*
 * Did the P-256 key spki sign it, with nothing but `external` (mostly empty) beside? The digest
 * is SHA-256. RESULT_UNSUPPORTED unless the algorithm is one of P-256, RESULT_BAD_SIGNATURE.
 */
enum result cose_envelope_verify(const struct cose_envelope *envelope, struct bytes external, struct bytes spki) MUST_CHECK;
/* What is signed, as the digest that a key signs; of any protected header and payload. */
enum result cose_envelope_digest(struct bytes protected_header, struct bytes external, struct bytes payload,
				 struct crypto_sha256 *ret_digest) MUST_CHECK;

#endif
