/* SPDX-License-Identifier: Apache-2.0 */
/* One rule for each claim, the same for what is written and what is read. */

#include "reference-impl/codec/psa_token_rules.h"

enum { REFERENCE_HYPHEN_AT = 13, HASH_MIN_LEN = 32, HASH_MIDDLE_LEN = 48, HASH_MAX_LEN = 64 };

static bool is_absent(struct bytes part)
{
	return !part.at;
}

/* Hashes, and nonces that are as long as one. */
static enum result hash_len_holds(struct bytes hash)
{
	if (is_absent(hash))
		return RESULT_NOT_FOUND;
	return hash.len == HASH_MIN_LEN || hash.len == HASH_MIDDLE_LEN || hash.len == HASH_MAX_LEN ? RESULT_OK : RESULT_REFUSED;
}

static enum result len_holds(struct bytes part, size_t len)
{
	if (is_absent(part))
		return RESULT_NOT_FOUND;
	return part.len == len ? RESULT_OK : RESULT_REFUSED;
}

static bool reference_holds(struct bytes reference)
{
	if (is_absent(reference))
		return true;
	if (reference.len != PSA_TOKEN_CERTIFICATION_REFERENCE_LEN)
		return false;
	for (size_t i = 0; i < reference.len; i++) {
		bool is_digit = reference.at[i] >= '0' && reference.at[i] <= '9';

		if (i == REFERENCE_HYPHEN_AT ? reference.at[i] != '-' : !is_digit)
			return false;
	}
	return true;
}

static bool boot_seed_holds(struct bytes seed)
{
	return is_absent(seed) || (seed.len >= PSA_TOKEN_BOOT_SEED_MIN_LEN && seed.len <= PSA_TOKEN_BOOT_SEED_MAX_LEN);
}

static enum result components_hold(const struct psa_token_claims *claims)
{
	enum result result = claims->component_count > 0 ? RESULT_OK : RESULT_REFUSED;

	if (claims->component_count > PSA_TOKEN_MAX_COMPONENTS)
		return RESULT_TOO_LARGE;
	/* What a component lacks is a fault of the claim that is there. */
	for (size_t i = 0; i < claims->component_count; i++) {
		if (hash_len_holds(claims->components[i].measurement) != RESULT_OK ||
		    hash_len_holds(claims->components[i].signer_id) != RESULT_OK)
			result = RESULT_REFUSED;
	}
	return result;
}

bool psa_token_lifecycle_is_known(uint64_t lifecycle)
{
	switch (lifecycle & ~(uint64_t)UINT8_MAX) {
	case PSA_LIFECYCLE_UNKNOWN:
	case PSA_LIFECYCLE_ASSEMBLY_AND_TEST:
	case PSA_LIFECYCLE_ROT_PROVISIONING:
	case PSA_LIFECYCLE_SECURED:
	case PSA_LIFECYCLE_NON_ROT_DEBUG:
	case PSA_LIFECYCLE_RECOVERABLE_ROT_DEBUG:
	case PSA_LIFECYCLE_DECOMMISSIONED:
		return true;
	default:
		return false;
	}
}

static bool others_hold(const struct psa_token_claims *claims)
{
	struct bytes service = claims->verification_service;

	return claims->client_id != 0 && psa_token_lifecycle_is_known(claims->lifecycle) && boot_seed_holds(claims->boot_seed) &&
	       reference_holds(claims->certification_reference) && (is_absent(service) || service.len > 0) &&
	       claims->instance_id.at[0] == PSA_TOKEN_INSTANCE_ID_TYPE;
}

enum result psa_token_rules_hold(const struct psa_token_claims *claims)
{
	enum result result = hash_len_holds(claims->nonce);

	if (result == RESULT_OK)
		result = len_holds(claims->instance_id, PSA_TOKEN_INSTANCE_ID_LEN);
	if (result == RESULT_OK)
		result = len_holds(claims->implementation_id, PSA_TOKEN_IMPLEMENTATION_ID_LEN);
	if (result == RESULT_OK)
		result = components_hold(claims);
	if (result == RESULT_OK && !others_hold(claims))
		result = RESULT_REFUSED;
	return result;
}
