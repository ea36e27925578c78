/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_TOKEN_CLAIMS_H
#define SERVICE_VERIFIER_TOKEN_CLAIMS_H

/*
 * What a PSA attestation token states, each statement of the form that its profile gives it.
 *
 * Reading believes nothing: which values are good is for the appraisal. Beside the profile's
 * claims one of EAT is read, which a device may add: dbgstat (263). Unknown claims are passed over.
 * Source: RFC 9783 section 4; RFC 9711 section 4.2.9 (dbgstat).
 */

#include "reference-impl/service/verifier/appraisal.h"
#include "reference-impl/service/verifier/evidence_cbor.h"

enum { TOKEN_MAX_LEN = 4096, TOKEN_MAX_COMPONENTS = 16 };

/* PSA states of life: the upper byte of the claim. */
enum token_lifecycle { LIFECYCLE_SECURED = 0x30, LIFECYCLE_NON_ROT_DEBUG = 0x40 };

/* EAT's dbgstat. */
enum token_debug { DEBUG_ENABLED, DEBUG_DISABLED, DEBUG_DISABLED_SINCE_BOOT, DEBUG_DISABLED_PERMANENTLY, DEBUG_DISABLED_FULLY, DEBUG_NOT_STATED };

struct token_component {
	struct bytes type, measurement, version, signer, hash_name; /* empty: not stated */
	size_t offset;
};

struct token_claims {
	struct bytes nonce, instance, implementation;
	struct bytes profile, boot_seed, certification, service; /* the last three may be empty */
	int64_t client, lifecycle, debug;
	size_t nonce_offset, instance_offset, implementation_offset, lifecycle_offset, debug_offset, components_offset;
	struct token_component components[TOKEN_MAX_COMPONENTS];
	size_t component_count;
};

/* Why a token could not be read: which claim, and what about it. */
struct claim_fault {
	const char *claim; /* NULL: not one claim, but the encoding of all */
	struct evidence_fault fault;
};

/* Reads the payload, which lies at base in its file. REASON_NONE, or why not, with *ret_fault set. */
enum appraisal_reason token_claims_read(struct bytes payload, size_t base, struct token_claims *ret_claims,
					struct claim_fault *ret_fault) MUST_CHECK;

#endif
