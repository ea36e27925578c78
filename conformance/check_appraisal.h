/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_APPRAISAL_H
#define CONFORMANCE_CHECK_APPRAISAL_H

/*
 * Words for checks of evidence in whatever form the device gives it.
 *
 * First the key is found by which the unit attests, once and for the whole check: no other counts
 * from then on. Then each piece of evidence is asked for and appraised by the suite's own readers.
 */

#include "conformance/appraisal.h"
#include "conformance/check_evidence.h"

struct attester {
	struct bytes key; /* SubjectPublicKeyInfo */
};

/*
 * The key of the unit: for a quote that of the public area "ak" (identity_bound_by_activation asks
 * whether the chip holds it), for a PSA token the leaf of a chain to a root of target.json. False,
 * and the claim is not met, if there is none.
 */
bool attester_find(struct bench *b, struct attester *ret_attester);

/* All that the device measures: the selection to attest with. NULL where the form knows no selection. */
const char *const *attest_everything(struct bench *b);

/* The claim: over nonce the unit gives evidence that its key signed and that carries the whole nonce. */
struct appraisal must_attest(struct bench *b, const struct attester *attester, struct bytes nonce);

/* What the suite makes of an answer, or of one that it altered; no verdict. */
struct appraisal appraise_answer(struct bench *b, const struct attester *attester, const struct attestation *answer);

#endif
