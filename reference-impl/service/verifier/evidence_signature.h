/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_EVIDENCE_SIGNATURE_H
#define SERVICE_VERIFIER_EVIDENCE_SIGNATURE_H

/* ECDSA signatures as COSE has them: r and s, 32 bytes each, big endian. Source: RFC 9053 section 2.1. */

#include "reference-impl/crypto/crypto.h"

enum { EVIDENCE_SIGNATURE_LEN = 64 };

/*
 * RESULT_OK only if raw is a signature of the 32-byte digest under spki; RESULT_BAD_SIGNATURE for any other,
 * of any length; RESULT_MALFORMED when spki is no P-256 key.
 */
enum result evidence_signature_verify(struct bytes spki, struct bytes digest, struct bytes raw) MUST_CHECK;

#endif
