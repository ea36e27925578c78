/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to claims: first of the right kind, then by the rules that hold for what is written too. */

#include "reference-impl/codec/psa_token_rules.h"

/* A value of the kind that its claim has; all that is read here has definite lengths. */
static enum result take_string(const struct cbor_item *value, enum cbor_kind kind, struct bytes *ret_string)
{
	if (value->kind != kind)
		return RESULT_REFUSED;
	*ret_string = value->content;
	return RESULT_OK;
}

static enum result take_client_id(const struct cbor_item *value, int32_t *ret_client_id)
{
	int64_t client_id;

	if (!cbor_item_int(value, &client_id) || client_id < INT32_MIN || client_id > INT32_MAX || client_id == 0)
		return RESULT_REFUSED;
	*ret_client_id = (int32_t)client_id;
	return RESULT_OK;
}

static enum result take_lifecycle(const struct cbor_item *value, uint16_t *ret_lifecycle)
{
	if (value->kind != CBOR_UNSIGNED || !psa_token_lifecycle_is_known(value->argument))
		return RESULT_REFUSED;
	*ret_lifecycle = (uint16_t)value->argument;
	return RESULT_OK;
}

static enum result take_component_part(int64_t key, const struct cbor_item *value, struct psa_token_component *component)
{
	switch (key) {
	case PSA_COMPONENT_TYPE:
		return take_string(value, CBOR_TEXT, &component->type);
	case PSA_COMPONENT_MEASUREMENT:
		return take_string(value, CBOR_BYTES, &component->measurement);
	case PSA_COMPONENT_VERSION:
		return take_string(value, CBOR_TEXT, &component->version);
	case PSA_COMPONENT_SIGNER_ID:
		return take_string(value, CBOR_BYTES, &component->signer_id);
	case PSA_COMPONENT_DESCRIPTION:
		return take_string(value, CBOR_TEXT, &component->description);
	default:
		return RESULT_OK;
	}
}

static enum result take_component(const struct cbor_item *map, struct psa_token_component *ret_component)
{
	struct cbor_reader r = cbor_reader_over(map);
	enum result result = map->kind == CBOR_MAP ? RESULT_OK : RESULT_REFUSED;

	*ret_component = (struct psa_token_component){ 0 };
	while (result == RESULT_OK && cbor_reader_has_more(&r)) {
		struct cbor_item label = cbor_take(&r), value = cbor_take(&r);
		int64_t key;

		if (cbor_item_int(&label, &key))
			result = take_component_part(key, &value, ret_component);
	}
	return result == RESULT_OK ? cbor_reader_finish(&r) : result;
}

static enum result take_components(const struct cbor_item *array, struct psa_token_claims *claims)
{
	struct cbor_reader r = cbor_reader_over(array);
	enum result result = array->kind == CBOR_ARRAY ? RESULT_OK : RESULT_REFUSED;

	if (result == RESULT_OK && array->argument > PSA_TOKEN_MAX_COMPONENTS)
		return RESULT_TOO_LARGE;
	for (size_t count = 0; result == RESULT_OK && count < array->argument; count++) {
		struct cbor_item map = cbor_take(&r);

		result = take_component(&map, &claims->components[count]);
	}
	if (result == RESULT_OK)
		claims->component_count = (size_t)array->argument;
	return result == RESULT_OK ? cbor_reader_finish(&r) : result;
}

/* What has no value for "absent" is marked as seen. */
struct seen {
	bool client_id, lifecycle, components;
};

static enum result take_claim(int64_t key, const struct cbor_item *value, struct psa_token_claims *claims, struct seen *seen)
{
	switch (key) {
	case PSA_CLAIM_NONCE:
		return take_string(value, CBOR_BYTES, &claims->nonce);
	case PSA_CLAIM_INSTANCE_ID:
		return take_string(value, CBOR_BYTES, &claims->instance_id);
	case PSA_CLAIM_BOOT_SEED:
		return take_string(value, CBOR_BYTES, &claims->boot_seed);
	case PSA_CLAIM_CLIENT_ID:
		seen->client_id = true;
		return take_client_id(value, &claims->client_id);
	case PSA_CLAIM_LIFECYCLE:
		seen->lifecycle = true;
		return take_lifecycle(value, &claims->lifecycle);
	case PSA_CLAIM_IMPLEMENTATION_ID:
		return take_string(value, CBOR_BYTES, &claims->implementation_id);
	case PSA_CLAIM_CERTIFICATION_REFERENCE:
		return take_string(value, CBOR_TEXT, &claims->certification_reference);
	case PSA_CLAIM_COMPONENTS:
		seen->components = true;
		return take_components(value, claims);
	case PSA_CLAIM_VERIFICATION_SERVICE:
		return take_string(value, CBOR_TEXT, &claims->verification_service);
	default:
		return RESULT_OK;
	}
}

/* Before any other claim: another profile may mean something else by them. */
static enum result profile_holds(const struct cbor_item *map)
{
	struct cbor_item profile;
	enum result result = cbor_map_find(map, PSA_CLAIM_PROFILE, &profile);

	if (result != RESULT_OK)
		return result;
	if (profile.kind != CBOR_TEXT)
		return RESULT_REFUSED;
	return bytes_equal(profile.content, bytes_of_text(PSA_TOKEN_PROFILE)) ? RESULT_OK : RESULT_UNSUPPORTED;
}

static enum result take_claims(const struct cbor_item *map, struct psa_token_claims *claims)
{
	struct cbor_reader r = cbor_reader_over(map);
	struct seen seen = { false, false, false };
	enum result result = RESULT_OK;

	while (result == RESULT_OK && cbor_reader_has_more(&r)) {
		struct cbor_item label = cbor_take(&r), value = cbor_take(&r);
		int64_t key;

		if (cbor_item_int(&label, &key))
			result = take_claim(key, &value, claims, &seen);
	}
	if (result == RESULT_OK)
		result = cbor_reader_finish(&r);
	if (result == RESULT_OK && !(seen.client_id && seen.lifecycle && seen.components))
		result = RESULT_NOT_FOUND;
	return result;
}

enum result psa_token_read_claims(struct bytes encoded, struct psa_token_claims *ret_claims)
{
	struct psa_token_claims claims = { .component_count = 0 };
	struct cbor_item map;
	enum result result = encoded.len > PSA_TOKEN_CLAIMS_MAX_LEN ? RESULT_TOO_LARGE : cbor_parse(encoded, CBOR_TOLERANT, &map);

	if (result == RESULT_OK && map.kind != CBOR_MAP)
		result = RESULT_MALFORMED;
	if (result == RESULT_OK)
		result = profile_holds(&map);
	if (result == RESULT_OK)
		result = take_claims(&map, &claims);
	if (result == RESULT_OK)
		result = psa_token_rules_hold(&claims);
	if (result == RESULT_OK)
		*ret_claims = claims;
	return result;
}

enum result psa_token_parse(struct bytes token, struct cose_sign1 *ret_message, struct psa_token_claims *ret_claims)
{
	static const struct cose_sign1_profile PROFILE = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_TOLERANT };
	struct cose_sign1 message;
	enum result result = token.len > PSA_TOKEN_MAX_LEN ? RESULT_TOO_LARGE : cose_sign1_parse(token, &PROFILE, &message);

	if (result == RESULT_OK && message.is_detached)
		result = RESULT_REFUSED;
	if (result == RESULT_OK)
		result = psa_token_read_claims(message.payload, ret_claims);
	if (result == RESULT_OK)
		*ret_message = message;
	return result;
}
