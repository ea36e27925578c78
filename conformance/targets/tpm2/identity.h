/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_TPM2_IDENTITY_H
#define TARGETS_TPM2_IDENTITY_H

/*
 * The two keys that make a TPM's identity: the endorsement key, which its maker certified, and
 * an attestation key of our own template, which only signs what the TPM itself made.
 *
 * Both are primary keys of the endorsement hierarchy: they come from its seed each time, the same
 * ones, and nothing has to be stored in the TPM.
 * Source: TCG EK Credential Profile 2.5, template L-1; TPM 2.0 Library Part 1, "Restricted keys".
 */

#include "conformance/targets/tpm2/tpm.h"

enum { TPM2_CERTIFICATE_MAX_LEN = 4096 };

/* The endorsement key: the persistent one if there is one at its usual handle. */
TSS2_RC tpm2_endorsement_key(struct tpm2 *tpm, ESYS_TR *ret_key);
TSS2_RC tpm2_attestation_key(struct tpm2 *tpm, ESYS_TR *ret_key);
/* The same kind of key without the restriction: it signs any digest, and so shows that digests reach the TPM. */
TSS2_RC tpm2_free_key(struct tpm2 *tpm, ESYS_TR *ret_key);

/* A policy session that may use the endorsement key. */
TSS2_RC tpm2_endorsement_session(struct tpm2 *tpm, ESYS_TR *ret_session);

/* The certificate that the maker left in the TPM, without what it was padded with. */
TSS2_RC tpm2_endorsement_certificate(struct tpm2 *tpm, struct buffer room, struct bytes *ret_der);

/* TPM2B_PUBLIC of a loaded key. */
TSS2_RC tpm2_public(struct tpm2 *tpm, ESYS_TR key, struct buffer room, struct bytes *ret_public);

#endif
