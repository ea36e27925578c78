/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_PSA_TOKEN_RULES_H
#define CODEC_PSA_TOKEN_RULES_H

/*
 * Inside codec/ only: the keys of the claims, and what each claim may be.
 * Source: RFC 9783 section 4 and its CDDL.
 */

#include "reference-impl/codec/psa_token.h"

enum psa_claim_key {
	PSA_CLAIM_NONCE = 10,
	PSA_CLAIM_INSTANCE_ID = 256,
	PSA_CLAIM_PROFILE = 265,
	PSA_CLAIM_BOOT_SEED = 268,
	PSA_CLAIM_CLIENT_ID = 2394,
	PSA_CLAIM_LIFECYCLE = 2395,
	PSA_CLAIM_IMPLEMENTATION_ID = 2396,
	PSA_CLAIM_CERTIFICATION_REFERENCE = 2398,
	PSA_CLAIM_COMPONENTS = 2399,
	PSA_CLAIM_VERIFICATION_SERVICE = 2400
};

enum psa_component_key {
	PSA_COMPONENT_TYPE = 1,
	PSA_COMPONENT_MEASUREMENT = 2,
	PSA_COMPONENT_VERSION = 4,
	PSA_COMPONENT_SIGNER_ID = 5,
	PSA_COMPONENT_DESCRIPTION = 6
};

/* RESULT_OK, RESULT_NOT_FOUND, RESULT_REFUSED or RESULT_TOO_LARGE as psa_token_write_claims() has them; UTF-8 is not looked at. */
enum result psa_token_rules_hold(const struct psa_token_claims *claims) MUST_CHECK;

/* Is it one of the seven states, with any lower byte? */
bool psa_token_lifecycle_is_known(uint64_t lifecycle);

#endif
