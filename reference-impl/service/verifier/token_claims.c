/* SPDX-License-Identifier: Apache-2.0 */
/* The claims, one line of a table each. */

#include "reference-impl/service/verifier/token_claims.h"

#include <stddef.h>

#include "reference-impl/service/verifier/component_fields.h"

static const char PROFILE[] = "tag:psacertified.org,2023:psa#tfm";

enum claim_key {
	CLAIM_NONCE = 10, CLAIM_INSTANCE = 256, CLAIM_DEBUG = 263, CLAIM_PROFILE = 265, CLAIM_BOOT_SEED = 268, CLAIM_CLIENT = 2394,
	CLAIM_LIFECYCLE = 2395, CLAIM_IMPLEMENTATION = 2396, CLAIM_CERTIFICATION = 2398, CLAIM_COMPONENTS = 2399, CLAIM_SERVICE = 2400
};

/* Takes the value into the claims; NULL, or what is wrong with it. */
typedef const char *(*claim_reader)(const struct evidence_item *value, struct token_claims *claims);

static const char *read_nonce(const struct evidence_item *value, struct token_claims *claims)
{
	claims->nonce = value->content;
	claims->nonce_offset = value->offset;
	return value->kind == EVIDENCE_BYTES && component_is_hash_len(value->content.len) ? NULL : "not one byte string of 32, 48 or 64 bytes";
}

static const char *read_instance(const struct evidence_item *value, struct token_claims *claims)
{
	claims->instance = value->content;
	claims->instance_offset = value->offset;
	return value->kind == EVIDENCE_BYTES && value->content.len == 33 && value->content.at[0] == 1 ? NULL :
		"not a byte string of 33 bytes that begins with 01";
}

static const char *read_implementation(const struct evidence_item *value, struct token_claims *claims)
{
	claims->implementation = value->content;
	claims->implementation_offset = value->offset;
	return value->kind == EVIDENCE_BYTES && value->content.len == 32 ? NULL : "not a byte string of 32 bytes";
}

static const char *read_client(const struct evidence_item *value, struct token_claims *claims)
{
	if (!evidence_number(value, &claims->client) || claims->client < INT32_MIN || claims->client > INT32_MAX || claims->client == 0)
		return "not a number of 32 bits other than 0";
	return NULL;
}

static const char *read_lifecycle(const struct evidence_item *value, struct token_claims *claims)
{
	claims->lifecycle_offset = value->offset;
	if (!evidence_number(value, &claims->lifecycle) || claims->lifecycle < 0 || claims->lifecycle > UINT16_MAX)
		return "not a number of 16 bits";
	return NULL;
}

static const char *read_boot_seed(const struct evidence_item *value, struct token_claims *claims)
{
	claims->boot_seed = value->content;
	return value->kind == EVIDENCE_BYTES && value->content.len >= 8 && value->content.len <= 32 ? NULL :
		"not a byte string of 8 to 32 bytes";
}

/* Thirteen digits, a hyphen, five digits. */
static const char *read_certification(const struct evidence_item *value, struct token_claims *claims)
{
	bool is_good = value->kind == EVIDENCE_TEXT && value->content.len == 19;

	for (size_t i = 0; is_good && i < value->content.len; i++) {
		uint8_t c = value->content.at[i];

		is_good = i == 13 ? c == '-' : c >= '0' && c <= '9';
	}
	claims->certification = value->content;
	return is_good ? NULL : "not a text such as 0123456789012-12345";
}

static const char *read_service(const struct evidence_item *value, struct token_claims *claims)
{
	claims->service = value->content;
	return value->kind == EVIDENCE_TEXT ? NULL : "not a text";
}

static const char *read_debug(const struct evidence_item *value, struct token_claims *claims)
{
	claims->debug_offset = value->offset;
	if (!evidence_number(value, &claims->debug) || claims->debug < DEBUG_ENABLED || claims->debug > DEBUG_DISABLED_FULLY)
		return "not a number from 0 to 4";
	return NULL;
}

static const char *read_profile(const struct evidence_item *value, struct token_claims *claims)
{
	claims->profile = value->content;
	return value->kind == EVIDENCE_TEXT ? NULL : "not a text";
}

static const char *read_components(const struct evidence_item *value, struct token_claims *claims)
{
	struct evidence_walk walk = evidence_walk_into(value);
	struct evidence_item member;

	claims->components_offset = value->offset;
	if (value->kind != EVIDENCE_ARRAY || value->argument == 0)
		return "not a list of at least one component";
	if (value->argument > TOKEN_MAX_COMPONENTS)
		return "more components than a device has";
	while (evidence_next(&walk, &member)) {
		struct token_component *component = &claims->components[claims->component_count++];
		const char *what = component_fields_read(&member, component);

		if (what)
			return what;
	}
	return NULL;
}

static const struct claim {
	enum claim_key key;
	const char *name;
	bool is_optional;
	claim_reader read;
} CLAIMS[] = {
	{ CLAIM_PROFILE, "profile (265)", false, read_profile },
	{ CLAIM_NONCE, "nonce (10)", false, read_nonce },
	{ CLAIM_INSTANCE, "instance id (256)", false, read_instance },
	{ CLAIM_IMPLEMENTATION, "implementation id (2396)", false, read_implementation },
	{ CLAIM_CLIENT, "client id (2394)", false, read_client },
	{ CLAIM_LIFECYCLE, "security lifecycle (2395)", false, read_lifecycle },
	{ CLAIM_BOOT_SEED, "boot seed (268)", true, read_boot_seed },
	{ CLAIM_CERTIFICATION, "certification reference (2398)", true, read_certification },
	{ CLAIM_SERVICE, "verification service (2400)", true, read_service },
	{ CLAIM_DEBUG, "debug status (263)", true, read_debug },
	{ CLAIM_COMPONENTS, "software components (2399)", false, read_components },
};

static enum appraisal_reason fault_of(struct claim_fault *fault, enum appraisal_reason reason, const char *what, size_t offset)
{
	fault->fault = (struct evidence_fault){ what, offset };
	return reason;
}

static enum appraisal_reason read_claim(const struct claim *claim, const struct evidence_item *map, struct token_claims *claims,
					struct claim_fault *fault)
{
	struct evidence_item value;
	const char *what;

	fault->claim = claim->name;
	if (!evidence_find(map, claim->key, &value))
		return claim->is_optional ? REASON_NONE : fault_of(fault, REASON_MISSING_CLAIM, "absent", map->offset);
	what = claim->read(&value, claims);
	if (what)
		return fault_of(fault, REASON_BAD_CLAIM, what, value.offset);
	if (claim->key == CLAIM_PROFILE && !bytes_equal(claims->profile, bytes_of_text(PROFILE)))
		return fault_of(fault, REASON_UNKNOWN_PROFILE, "not \"tag:psacertified.org,2023:psa#tfm\"", value.offset);
	return REASON_NONE;
}

enum appraisal_reason token_claims_read(struct bytes payload, size_t base, struct token_claims *ret_claims, struct claim_fault *ret_fault)
{
	struct token_claims claims = { .debug = DEBUG_NOT_STATED };
	struct evidence_item map;
	enum appraisal_reason reason = REASON_NONE;

	ret_fault->claim = NULL;
	if (evidence_check(payload, base, EVIDENCE_TOLERANT, &ret_fault->fault) != RESULT_OK)
		return REASON_BAD_ENCODING;
	if (!evidence_whole(payload, base, &map) || map.kind != EVIDENCE_MAP)
		return fault_of(ret_fault, REASON_BAD_ENCODING, "the claims are not a map", base);
	for (size_t i = 0; i < sizeof(CLAIMS) / sizeof(CLAIMS[0]) && reason == REASON_NONE; i++)
		reason = read_claim(&CLAIMS[i], &map, &claims, ret_fault);
	if (reason == REASON_NONE)
		*ret_claims = claims;
	return reason;
}
