/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_SIGNED_MESSAGE_H
#define SERVICE_VERIFIER_SIGNED_MESSAGE_H

/*
 * The envelope of a token and of a release record: COSE_Sign1 (tag 18) with ECDSA on P-256.
 *
 * signed_message_read() finds the parts and keeps every rule that needs no key: the algorithm
 * stands in the protected header and is ES256 or ESP256, no label stands in both headers, what is
 * critical is understood, the payload is in the message, the signature has 64 bytes. Nothing is
 * believed before signed_message_verify(), which takes the protected header as it was received.
 * Sources: RFC 9052 sections 3.1, 4.2, 4.4; RFC 9864.
 */

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/service/verifier/appraisal.h"
#include "reference-impl/service/verifier/evidence_cbor.h"

struct signed_message {
	int64_t algorithm;
	struct bytes protected; /* the encoded header map, as received */
	struct bytes payload, signature;
	size_t payload_offset, signature_offset;
};

/* REASON_NONE, or why it is none, with *ret_fault set. */
enum appraisal_reason signed_message_read(struct bytes input, enum evidence_rules rules, struct signed_message *ret_message,
					  struct evidence_fault *ret_fault) MUST_CHECK;

/* RESULT_OK only if the key of that spki (91 bytes, P-256) signed protected header and payload. */
enum result signed_message_verify(const struct signed_message *message, struct bytes spki) MUST_CHECK;

#endif
