/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_APPRAISAL_H
#define CONFORMANCE_APPRAISAL_H

/*
 * What the suite itself makes of a device's evidence, whatever its form: is it well-formed, and
 * signed by a key that belongs to that unit? Neither the device nor its maker's verifier is asked.
 *
 * A form that is appraised is a row of a table: "tpm2-quote", whose key the caller has bound to
 * the chip beforehand, and "psa-token", whose key is the leaf of the DICE chain that comes with
 * it, up to a root that was named before the run. What the evidence says counts only if the
 * appraisal holds; views into the evidence, nothing allocated.
 */

#include "conformance/psa_token.h"
#include "conformance/tpm_structures.h"

struct attested {
	const char *format;
	struct bytes evidence, signature; /* the latter empty where the former holds its own */
	const struct bytes *chain;        /* DER, leaf first */
	size_t chain_count;
};

struct attester_trust {
	const struct bytes *roots; /* DER */
	size_t root_count;
	struct bytes key; /* SubjectPublicKeyInfo: no other key counts; empty: the chain's leaf, if its path holds */
};

struct appraisal {
	bool holds;
	const char *why;        /* static text: where it broke; "" if it holds */
	struct bytes nonce;     /* what it says it answers, also where the signature is wrong */
	struct bytes key;       /* that signed */
	struct bytes root;      /* that vouches for the key; empty where the caller does */
	struct bytes boot;      /* what tells this boot from others: counts of resets, or the boot seed; empty: nothing does */
	struct eat_token token; /* of a PSA token; else no components */
	struct tpm_quote quote; /* of a TPM's quote; else no banks */
};

/* Is there an appraisal for evidence of that form? */
bool evidence_is_known(const char *format);
/* Total: whatever the bytes are, there is an appraisal. */
struct appraisal attested_appraise(const struct attested *evidence, const struct attester_trust *trust);

#endif
