/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PSA tokens by the suite's own reader: envelope, claims, and the regions of both.
 *
 * The regions are told of any COSE_Sign1 whose payload is a map of claims, right ones or not, so
 * that a forgery can be looked at; what the claims must be is eat_token_read()'s question.
 */

#include "conformance/psa_token.h"

#include <stdio.h>
#include <string.h>

#include "conformance/readers/cose_envelope.h"
#include "conformance/readers/psa_claims.h"

struct tiling {
	struct bytes token;
	struct regions *regions;
	enum result failed;
};

static enum result read_envelope(struct bytes bytes, struct cose_envelope *ret_envelope, const char **ret_where)
{
	*ret_where = "size";
	if (bytes.len > EAT_TOKEN_MAX_LEN)
		return RESULT_TOO_LARGE;
	return cose_envelope_read(bytes, ret_envelope, ret_where);
}

static enum result read_all(struct bytes bytes, struct eat_token *token, const char **ret_where)
{
	struct cose_envelope envelope;
	struct walked_item map;
	enum result result = read_envelope(bytes, &envelope, ret_where);

	if (result != RESULT_OK)
		return result;
	*ret_where = "protected";
	if (envelope.algorithm != COSE_ES256 && envelope.algorithm != COSE_ESP256)
		return RESULT_UNSUPPORTED;
	*token = (struct eat_token){ .whole = bytes,
				     .protected_header = walked_content(&envelope.protected_header),
				     .payload = walked_content(&envelope.payload),
				     .signature = walked_content(&envelope.signature),
				     .algorithm = envelope.algorithm };
	*ret_where = "payload";
	result = cbor_walk_only(token->payload, &map);
	return result == RESULT_OK ? psa_claims_read(&map, &token->claims, ret_where) : result;
}

enum result eat_token_read(struct bytes bytes, struct eat_token *ret_token, const char **ret_where)
{
	struct eat_token token;
	const char *where = "";
	enum result result = read_all(bytes, &token, &where);

	if (result == RESULT_OK)
		*ret_token = token;
	else if (ret_where != NULL)
		*ret_where = where;
	return result;
}

enum result eat_token_verify(const struct eat_token *token, struct bytes spki)
{
	struct cose_envelope envelope;
	enum result result = cose_envelope_read(token->whole, &envelope, NULL);

	return result == RESULT_OK ? cose_envelope_verify(&envelope, bytes_from(NULL, 0), spki) : result;
}

const struct eat_component *eat_token_component(const struct eat_token *token, const char *type)
{
	const struct eat_component *found = NULL;

	for (size_t i = 0; i < token->claims.component_count; i++) {
		if (!bytes_equal(token->claims.components[i].type, bytes_of_text(type)))
			continue;
		if (found != NULL)
			return NULL;
		found = &token->claims.components[i];
	}
	return found;
}

static void add(struct tiling *t, const char *group, const char *part, struct bytes bytes, enum region_kind kind)
{
	struct region *region;

	if (bytes.len == 0 || t->failed != RESULT_OK)
		return;
	if (t->regions->count == REGIONS_MAX) {
		t->failed = RESULT_TOO_LARGE;
		return;
	}
	region = &t->regions->at[t->regions->count++];
	(void)snprintf(region->name, sizeof(region->name), "%s%s", group, part);
	region->offset = (uint64_t)(bytes.at - t->token.at);
	region->length = bytes.len;
	region->kind = kind;
}

static struct bytes head_of(const struct walked_item *item)
{
	return bytes_from(item->whole.at, item->head_len);
}

static void add_string(struct tiling *t, const char *group, const struct walked_item *item, enum region_kind head, enum region_kind value)
{
	add(t, group, ".head", head_of(item), head);
	add(t, group, ".value", walked_content(item), value);
}

static void add_value(struct tiling *t, const char *group, const struct walked_item *value)
{
	if (value->kind == WALK_BYTES || value->kind == WALK_TEXT)
		add_string(t, group, value, REGION_METADATA, REGION_METADATA);
	else
		add(t, group, ".value", value->whole, REGION_METADATA);
}

/* "payload.nonce", "payload.claim_-75001", or by its place for a key that is no number. */
static void name_pair(char name[REGION_NAME_LEN], const char *group, const struct walked_item *key, size_t place)
{
	int64_t number;
	const char *known;

	if (!walked_number(key, &number)) {
		(void)snprintf(name, REGION_NAME_LEN, "%.40s.at_%zu", group, place);
		return;
	}
	known = strcmp(group, "payload") == 0 ? psa_claim_name(number) : psa_component_field_name(number);
	if (known == NULL)
		(void)snprintf(name, REGION_NAME_LEN, "%.36s.claim_%lld", group, (long long)number);
	else if (strcmp(group, "payload") == 0)
		(void)snprintf(name, REGION_NAME_LEN, "%s", known);
	else
		(void)snprintf(name, REGION_NAME_LEN, "%.40s.%s", group, known);
}

/* One component: a map of fields, or whatever stands there instead. */
static void add_component(struct tiling *t, size_t place, const struct walked_item *item)
{
	struct walked_pair pairs[PSA_CLAIMS_MAX];
	char group[REGION_NAME_LEN], name[REGION_NAME_LEN];
	size_t count;

	(void)snprintf(group, sizeof(group), "payload.components.%zu", place);
	if (cbor_walk_pairs(item, pairs, PSA_CLAIMS_MAX, &count) != RESULT_OK) {
		add(t, group, ".value", item->whole, REGION_METADATA);
		return;
	}
	add(t, group, ".map", head_of(item), REGION_METADATA);
	for (size_t i = 0; i < count; i++) {
		name_pair(name, group, &pairs[i].key, i);
		add(t, name, ".key", pairs[i].key.whole, REGION_METADATA);
		add_value(t, name, &pairs[i].value);
	}
}

static void add_components(struct tiling *t, const struct walked_item *list)
{
	struct bytes rest = walked_content(list);
	struct walked_item item;

	add(t, "payload.components", ".list", head_of(list), REGION_METADATA);
	for (size_t i = 0; i < list->argument && t->failed == RESULT_OK; i++) {
		t->failed = cbor_walk_take(&rest, &item);
		if (t->failed == RESULT_OK)
			add_component(t, i, &item);
	}
}

static void add_claims(struct tiling *t, const struct walked_item *map)
{
	struct walked_pair pairs[PSA_CLAIMS_MAX];
	char name[REGION_NAME_LEN];
	size_t count = 0;

	t->failed = cbor_walk_pairs(map, pairs, PSA_CLAIMS_MAX, &count);
	add(t, "payload", ".map", head_of(map), REGION_METADATA);
	for (size_t i = 0; i < count && t->failed == RESULT_OK; i++) {
		name_pair(name, "payload", &pairs[i].key, i);
		add(t, name, ".key", pairs[i].key.whole, REGION_METADATA);
		if (walked_is_number(&pairs[i].key, PSA_CLAIM_COMPONENTS) && pairs[i].value.kind == WALK_ARRAY)
			add_components(t, &pairs[i].value);
		else
			add_value(t, name, &pairs[i].value);
	}
}

static enum result regions(struct bytes token, struct regions *ret_regions)
{
	struct regions regions = { 0 };
	struct tiling t = { .token = token, .regions = &regions };
	struct cose_envelope envelope;
	struct walked_item map;
	const char *where;
	enum result result = read_envelope(token, &envelope, &where);

	if (result == RESULT_OK)
		result = cbor_walk_only(walked_content(&envelope.payload), &map);
	if (result != RESULT_OK)
		return result;
	add(&t, "tag", "", head_of(&envelope.tag), REGION_HEADER);
	add(&t, "list", "", head_of(&envelope.list), REGION_HEADER);
	add_string(&t, "protected", &envelope.protected_header, REGION_HEADER, REGION_HEADER);
	add(&t, "unprotected", "", envelope.unprotected.whole, REGION_UNSIGNED);
	add(&t, "payload", ".head", head_of(&envelope.payload), REGION_HEADER);
	if (t.failed == RESULT_OK)
		add_claims(&t, &map);
	add_string(&t, "signature", &envelope.signature, REGION_HEADER, REGION_SIGNATURE);
	if (t.failed == RESULT_OK)
		*ret_regions = regions;
	return t.failed;
}

const struct format_reader reader_psa_token = { .regions = regions };
