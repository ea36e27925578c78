/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_ATTESTED_CHAIN_H
#define SERVICE_VERIFIER_ATTESTED_CHAIN_H

/*
 * The certificates of a device's layers, leaf first: whether they lead to a root that is
 * trusted, and whether each layer is one of a release.
 *
 * Call order: attested_chain_read(), attested_chain_check(), and only if that leads to a root
 * attested_chain_appraise(). Each check leaves a finding. A chain may hold its root as its last
 * certificate; nothing else may stand in it than the path itself. What one device's
 * certificates can't show is not seen here: the same key under the names of two devices.
 * Source: RFC 5280 section 6; TCG DICE Attestation Architecture; Open Profile for DICE v2.5.
 */

#include "reference-impl/service/verifier/appraisal.h"
#include "reference-impl/service/verifier/attested_certificate.h"
#include "reference-impl/service/verifier/release_record.h"

enum { ATTESTED_CHAIN_MAX_LEN = 16384, ATTESTED_CHAIN_MAX = 8 };

struct attested_chain {
	uint8_t room[ATTESTED_CHAIN_MAX_LEN]; /* for what comes as PEM */
	struct attested_certificate layers[ATTESTED_CHAIN_MAX]; /* leaf first */
	size_t count;
	size_t root_count; /* of the last ones, how many are roots themselves: 0 or 1 */
};

struct attested_roots {
	const struct bytes *at; /* DER */
	size_t count;
	int64_t now; /* seconds since 1970 UTC */
};

/*
 * Reads PEM, or certificates in DER one behind the other; input outlives the chain. false, with a
 * finding, if that is no chain. Release it in any case.
 */
bool attested_chain_read(struct bytes input, struct attested_chain *ret_chain, struct appraisal *appraisal);
void attested_chain_release(struct attested_chain *chain);

/* Order, path, validity, what each key may be used for, identifiers. Does the path lead to a root? */
bool attested_chain_check(struct attested_chain *chain, const struct attested_roots *roots, struct appraisal *appraisal);

/* Each layer's TcbInfo against the release: flags, vendor, product, order, hashes, security versions. */
void attested_chain_appraise(const struct attested_chain *chain, const struct release_record *release, struct appraisal *appraisal);

/* Inside of the chain's files: the parts of attested_chain_check() that follow the path. */
void attested_policy_check(const struct attested_chain *chain, struct appraisal *appraisal);
bool attested_path_check(struct attested_chain *chain, const struct attested_roots *roots, struct appraisal *appraisal);

#endif
