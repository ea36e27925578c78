/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_COSE_H
#define ORACLES_COSE_H

/*
 * Promises of the COSE_Sign1 verifier. What is signed is found and hashed again by arithmetic of
 * the oracle's own; that a change refuses is asked of the verifier itself, about a changed copy.
 */

#include "harnesses/oracles/oracle.h"
#include "reference-impl/codec/cose_sign1.h"

enum { COSE_ORACLE_MAX_LEN = 4096 };

/* How the surface judges: one question, of which every answer but RESULT_OK is a refusal. */
struct cose_judge {
	const struct cose_sign1_profile *profile;
	struct cose_key key;
	struct bytes external_aad;
};

/* Accepted: the 64 bytes at the end are the key's signature over the Sig_structure of the parts as they lie in the input. */
ORACLE FZ_COSE_001_accepted_means_signed(struct bytes input, const struct cose_judge *judge);
/* The protected header says the key's algorithm, and the unprotected one says none. */
ORACLE FZ_COSE_002_algorithm_is_protected(struct bytes input, const struct cose_judge *judge);
/* Accepted, and then one bit changed anywhere but in the unprotected header: refused. `which` chooses the bit. */
ORACLE FZ_COSE_003_one_bit_changed_is_refused(const struct cose_judge *judge, struct bytes input, const struct cose_sign1 *message,
					      uint64_t which);
/* The same key, recorded for the other algorithm, refuses. */
ORACLE FZ_COSE_004_key_is_for_one_algorithm(const struct cose_judge *judge, const struct cose_sign1 *message);
/* A message without payload is verified by no call but the one that brings it, and one with payload never by that. */
ORACLE FZ_COSE_005_detached_is_asked_for(const struct cose_judge *judge, const struct cose_sign1 *message);

#endif
