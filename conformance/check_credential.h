/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_CREDENTIAL_H
#define CONFORMANCE_CHECK_CREDENTIAL_H

/*
 * Credential activation: a secret that only that chip can open which holds both the certified
 * endorsement key and the key of that name.
 *
 * The suite makes the credential itself, once, in the run; it is recorded like an observation.
 * Source: TCG TPM 2.0 Library, Part 1, section 24 "Credential Protection".
 */

#include "conformance/check_evidence.h"
#include "conformance/tpm_structures.h"

struct credential {
	struct bytes blob;   /* TPM2B_ID_OBJECT */
	struct bytes secret; /* TPM2B_ENCRYPTED_SECRET */
};

/* For the RSA endorsement key ek_spki, bound to name; secret is what opening gives. Empty when it was a no-op. */
struct credential credential_for(struct bench *b, struct bytes ek_spki, struct bytes name, struct bytes secret);

/* The device's public area of that template, read; false (and a failed claim) if it is not one. */
bool key_public_area(struct bench *b, const char *template, struct tpm_public *ret_public);

/*
 * The endorsement key's certificate chain of the unit: does it end in a root of target.json, and does
 * it certify this public area? *ret_spki views the certified key.
 */
bool endorsement_is_certified(struct bench *b, struct bytes *ret_spki);

#endif
