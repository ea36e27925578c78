/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_APPRAISE_H
#define SERVICE_VERIFIER_APPRAISE_H

/*
 * Appraises a token: is it fresh, of the device that it names, and does the device run a release?
 *
 * The order is that of the checks which need the least trust first: size, envelope, form of the
 * claims, the key (by the chain, or one that is known), signature; and only then what the
 * claims say: nonce, silicon, state of life, debugging, components, layers. What is not signed is
 * never compared with anything. A device whose key is known needs no chain.
 *
 * The release is the one of the records that most components are of; all of them have to be of
 * that one, so that parts of two releases are no release.
 * Sources: RFC 9783 section 4, RFC 9711; draft-ietf-rats-ear-04 for the result.
 */

#include "reference-impl/service/verifier/attested_chain.h"
#include "reference-impl/service/verifier/release_record.h"
#include "reference-impl/service/verifier/token_claims.h"

struct appraise_request {
	struct bytes token;
	struct bytes nonce;      /* the one question that was asked */
	bool has_chain;
	struct bytes chain;      /* PEM or DER, leaf first; evidence as well */
	struct bytes device_key; /* spki of 91 bytes; empty: the chain's leaf alone */
	struct attested_roots roots;
	const struct release_record *releases; /* at least one */
	size_t release_count;
	bool allows_other_debug; /* lifecycle 40xx, in which everything but the root of trust may be debugged */
};

/* Everything that was found is in *ret_appraisal; its status says what it comes to. */
void evidence_appraise(const struct appraise_request *request, struct appraisal *ret_appraisal);

/* Inside of the appraisal: the claims of a token whose signature holds. NULL if no release can be chosen. */
const struct release_record *evidence_choose_release(const struct token_claims *claims, const struct appraise_request *request);
void evidence_appraise_components(const struct token_claims *claims, const struct release_record *release,
			 const struct appraise_request *request, struct appraisal *appraisal);

#endif
