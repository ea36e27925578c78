/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_PSA_TOKEN_H
#define CONFORMANCE_PSA_TOKEN_H

/*
 * A PSA attestation token read strictly from its bytes: what a device says of itself, over a
 * challenge, in a COSE_Sign1 envelope. Nothing that it says is believed before its signature was
 * verified under a key that somebody vouches for.
 *
 * Read it, verify it, then look at the claims. Views into the input, nothing allocated. Claims
 * that are not named here are passed over, as RFC 9783 demands; none may stand twice.
 *
 * As a format ("psa_token") its regions are "tag", "list", "protected.head", "protected.value",
 * "unprotected", "payload.head", "payload.map", for each claim "payload.<claim>.key" and .value
 * (strings: .head and .value), for components "payload.components.list", ".0.map",
 * ".0.measurement.key" and so on, then "signature.head" and "signature.value".
 * Sources: RFC 9783 sections 4 and 5, RFC 9711, RFC 9052.
 */

#include "conformance/reader.h"

enum { EAT_TOKEN_MAX_LEN = 4096, EAT_COMPONENTS_MAX = 16 };
enum { EAT_INSTANCE_ID_LEN = 33, EAT_IMPLEMENTATION_ID_LEN = 32, EAT_BOOT_SEED_MIN_LEN = 8, EAT_BOOT_SEED_MAX_LEN = 32 };

/* The upper byte of the lifecycle claim; the lower one is the maker's. */
enum eat_lifecycle {
	EAT_LIFECYCLE_ASSEMBLY = 0x10,
	EAT_LIFECYCLE_PROVISIONING = 0x20,
	EAT_LIFECYCLE_SECURED = 0x30,
	EAT_LIFECYCLE_APPLICATION_DEBUG = 0x40,
	EAT_LIFECYCLE_RECOVERABLE_DEBUG = 0x50,
	EAT_LIFECYCLE_DECOMMISSIONED = 0x60
};

/* Empty where the token has no such entry. */
struct eat_component {
	struct bytes type, measurement, version, signer, hash;
};

struct eat_claims {
	struct bytes nonce, instance_id, implementation_id, profile;
	struct bytes boot_seed, certification, verification_service; /* optional */
	int64_t client_id; /* negative: the caller was not of the secure side */
	int64_t lifecycle; /* 0 to 0xffff */
	struct eat_component components[EAT_COMPONENTS_MAX];
	size_t component_count;
};

struct eat_token {
	struct bytes whole, protected_header, payload, signature;
	int64_t algorithm; /* of COSE, and protected */
	struct eat_claims claims;
};

/*
 * RESULT_TOO_LARGE beyond EAT_TOKEN_MAX_LEN or the component limit, RESULT_UNSUPPORTED for
 * another profile or algorithm, RESULT_NOT_FOUND for a claim that must be there and is not,
 * RESULT_MALFORMED, RESULT_TRUNCATED. *ret_where (static text, may be NULL) names what was at fault.
 */
enum result eat_token_read(struct bytes bytes, struct eat_token *ret_token, const char **ret_where) MUST_CHECK;

/* Did the P-256 key spki sign exactly these bytes? RESULT_BAD_SIGNATURE. */
enum result eat_token_verify(const struct eat_token *token, struct bytes spki) MUST_CHECK;

/* The component of that type; NULL if there is none, or more than one. */
const struct eat_component *eat_token_component(const struct eat_token *token, const char *type);

#endif
