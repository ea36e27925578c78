/* SPDX-License-Identifier: Apache-2.0 */
/* Two tables, one for claims and one for components: number, name, form, bounds, and where it goes. */

#include "conformance/readers/psa_claims.h"

#include <string.h>

#define PROFILE "tag:psacertified.org,2023:psa#tfm"

enum form { FORM_BYTES, FORM_HASH, FORM_TEXT, FORM_NUMBER, FORM_COMPONENTS };

struct field {
	int64_t number;
	const char *name;
	enum form form;
	bool mandatory;
	int64_t least, most; /* bytes of a string; values of a number */
	size_t at;           /* where in the struct: struct bytes, or int64_t for a number */
};

static const struct field CLAIMS[] = {
	{ 10, "payload.nonce", FORM_HASH, true, 32, 64, offsetof(struct eat_claims, nonce) },
	{ 256, "payload.instance_id", FORM_BYTES, true, EAT_INSTANCE_ID_LEN, EAT_INSTANCE_ID_LEN, offsetof(struct eat_claims, instance_id) },
	{ 265, "payload.profile", FORM_TEXT, true, 1, 256, offsetof(struct eat_claims, profile) },
	{ 268, "payload.boot_seed", FORM_BYTES, false, EAT_BOOT_SEED_MIN_LEN, EAT_BOOT_SEED_MAX_LEN, offsetof(struct eat_claims, boot_seed) },
	{ 2394, "payload.client_id", FORM_NUMBER, true, INT32_MIN, INT32_MAX, offsetof(struct eat_claims, client_id) },
	{ 2395, "payload.lifecycle", FORM_NUMBER, true, 0, UINT16_MAX, offsetof(struct eat_claims, lifecycle) },
	{ 2396, "payload.implementation_id", FORM_BYTES, true, EAT_IMPLEMENTATION_ID_LEN, EAT_IMPLEMENTATION_ID_LEN,
	  offsetof(struct eat_claims, implementation_id) },
	{ 2398, "payload.certification", FORM_TEXT, false, 19, 19, offsetof(struct eat_claims, certification) },
	{ PSA_CLAIM_COMPONENTS, "payload.components", FORM_COMPONENTS, true, 1, EAT_COMPONENTS_MAX, 0 },
	{ 2400, "payload.verification_service", FORM_TEXT, false, 0, EAT_TOKEN_MAX_LEN, offsetof(struct eat_claims, verification_service) },
};

static const struct field COMPONENT[] = {
	{ 1, "type", FORM_TEXT, false, 0, 256, offsetof(struct eat_component, type) },
	{ 2, "measurement", FORM_HASH, true, 32, 64, offsetof(struct eat_component, measurement) },
	{ 4, "version", FORM_TEXT, false, 0, 256, offsetof(struct eat_component, version) },
	{ 5, "signer", FORM_HASH, true, 32, 64, offsetof(struct eat_component, signer) },
	{ 6, "hash", FORM_TEXT, false, 0, 256, offsetof(struct eat_component, hash) },
};

enum { CLAIM_COUNT = sizeof(CLAIMS) / sizeof(CLAIMS[0]), COMPONENT_COUNT = sizeof(COMPONENT) / sizeof(COMPONENT[0]) };

static const char *name_in(const struct field *fields, size_t count, int64_t number)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i].number == number)
			return fields[i].name;
	return NULL;
}

const char *psa_claim_name(int64_t number)
{
	return name_in(CLAIMS, CLAIM_COUNT, number);
}

const char *psa_component_field_name(int64_t number)
{
	return name_in(COMPONENT, COMPONENT_COUNT, number);
}

static enum result read_string(const struct field *field, const struct walked_item *value, void *into)
{
	struct bytes content = walked_content(value);

	if (value->kind != (field->form == FORM_TEXT ? WALK_TEXT : WALK_BYTES))
		return RESULT_MALFORMED;
	if ((int64_t)content.len < field->least || (int64_t)content.len > field->most)
		return RESULT_MALFORMED;
	if (field->form == FORM_HASH && content.len != CRYPTO_SHA256_LEN && content.len != CRYPTO_SHA384_LEN && content.len != CRYPTO_SHA512_LEN)
		return RESULT_MALFORMED;
	memcpy((char *)into + field->at, &content, sizeof(content));
	return RESULT_OK;
}

static enum result read_number(const struct field *field, const struct walked_item *value, void *into)
{
	int64_t number;

	if (!walked_number(value, &number) || number < field->least || number > field->most)
		return RESULT_MALFORMED;
	memcpy((char *)into + field->at, &number, sizeof(number));
	return RESULT_OK;
}

/* The pairs of a map of which keys are numbers or texts. */
static enum result read_pairs(const struct walked_item *map, struct walked_pair pairs[PSA_CLAIMS_MAX], size_t *ret_count)
{
	enum result result = cbor_walk_pairs(map, pairs, PSA_CLAIMS_MAX, ret_count);

	for (size_t i = 0; result == RESULT_OK && i < *ret_count; i++) {
		enum cbor_walk_kind kind = pairs[i].key.kind;

		if (kind != WALK_UINT && kind != WALK_NEGATIVE && kind != WALK_TEXT)
			result = RESULT_MALFORMED;
	}
	return result;
}

static enum result read_component(const struct walked_item *map, struct eat_component *ret_component)
{
	struct walked_pair pairs[PSA_CLAIMS_MAX];
	struct eat_component component = { .type = { 0 } };
	size_t count;
	enum result result = read_pairs(map, pairs, &count);

	for (size_t i = 0; result == RESULT_OK && i < COMPONENT_COUNT; i++) {
		const struct walked_item *value = walked_value(pairs, count, COMPONENT[i].number);

		if (value != NULL)
			result = read_string(&COMPONENT[i], value, &component);
		else if (COMPONENT[i].mandatory)
			result = RESULT_NOT_FOUND;
	}
	if (result == RESULT_OK)
		*ret_component = component;
	return result;
}

static enum result read_components(const struct field *field, const struct walked_item *list, struct eat_claims *claims)
{
	struct bytes rest = walked_content(list);
	enum result result = RESULT_OK;

	if (list->kind != WALK_ARRAY || list->argument < (uint64_t)field->least)
		return RESULT_MALFORMED;
	if (list->argument > (uint64_t)field->most)
		return RESULT_TOO_LARGE;
	while (result == RESULT_OK && claims->component_count < list->argument) {
		struct walked_item map;

		result = cbor_walk_take(&rest, &map);
		if (result == RESULT_OK)
			result = read_component(&map, &claims->components[claims->component_count]);
		claims->component_count += result == RESULT_OK;
	}
	return result;
}

static enum result read_claim(const struct field *field, const struct walked_item *value, struct eat_claims *claims)
{
	if (value == NULL)
		return field->mandatory ? RESULT_NOT_FOUND : RESULT_OK;
	if (field->form == FORM_COMPONENTS)
		return read_components(field, value, claims);
	return field->form == FORM_NUMBER ? read_number(field, value, claims) : read_string(field, value, claims);
}

/* EAN-13, a dash, five digits. */
static bool is_certification(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (i == 13 ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9')
			return false;
	return true;
}

/* Seven states, each with a lower byte of its maker's. */
static bool is_lifecycle(int64_t lifecycle)
{
	return lifecycle >> 8 <= EAT_LIFECYCLE_DECOMMISSIONED && (lifecycle >> 8 & 0x0f) == 0;
}

/* What a table of lengths cannot say. */
static enum result check_values(const struct eat_claims *claims, const char **ret_where)
{
	*ret_where = "payload.profile";
	if (!bytes_equal(claims->profile, bytes_of_text(PROFILE)))
		return RESULT_UNSUPPORTED;
	*ret_where = "payload.instance_id";
	if (claims->instance_id.at[0] != 0x01)
		return RESULT_MALFORMED;
	*ret_where = "payload.lifecycle";
	if (!is_lifecycle(claims->lifecycle))
		return RESULT_MALFORMED;
	*ret_where = "payload.client_id";
	if (claims->client_id == 0)
		return RESULT_MALFORMED;
	*ret_where = "payload.certification";
	return is_certification(claims->certification) ? RESULT_OK : RESULT_MALFORMED;
}

enum result psa_claims_read(const struct walked_item *map, struct eat_claims *ret_claims, const char **ret_where)
{
	struct walked_pair pairs[PSA_CLAIMS_MAX];
	struct eat_claims claims = { .component_count = 0 };
	size_t count;
	enum result result = read_pairs(map, pairs, &count);

	*ret_where = "payload";
	for (size_t i = 0; result == RESULT_OK && i < CLAIM_COUNT; i++) {
		*ret_where = CLAIMS[i].name;
		result = read_claim(&CLAIMS[i], walked_value(pairs, count, CLAIMS[i].number), &claims);
	}
	if (result == RESULT_OK)
		result = check_values(&claims, ret_where);
	if (result == RESULT_OK)
		*ret_claims = claims;
	return result;
}
