/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a component, and what each of them must be. */

#include "reference-impl/service/verifier/component_fields.h"

enum { TEXT_MAX_LEN = 64 };

bool component_is_hash_len(size_t len)
{
	return len == 32 || len == 48 || len == 64;
}

static bool take_field(const struct evidence_item *map, enum component_key key, enum evidence_kind kind, struct bytes *ret_field)
{
	struct evidence_item value;

	if (!evidence_find(map, key, &value))
		return true;
	*ret_field = value.content;
	return value.kind == kind && (kind == EVIDENCE_TEXT ? value.content.len <= TEXT_MAX_LEN : component_is_hash_len(value.content.len));
}

/* A name of a hash, if there is one, has to be that of a hash of this length. */
static bool hash_fits(const struct token_component *component)
{
	static const struct {
		const char *name;
		size_t len;
	} hashes[] = { { "sha-256", 32 }, { "sha-384", 48 }, { "sha-512", 64 } };

	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		if (bytes_equal(component->hash_name, bytes_of_text(hashes[i].name)))
			return component->measurement.len == hashes[i].len;
	}
	return component->hash_name.len == 0;
}

const char *component_fields_read(const struct evidence_item *map, struct token_component *ret_component)
{
	struct token_component component = { .offset = map->offset };

	if (map->kind != EVIDENCE_MAP)
		return "a component that is not a map";
	if (!take_field(map, COMPONENT_TYPE, EVIDENCE_TEXT, &component.type) || component.type.len == 0)
		return "a component without a type of 1 to 64 characters";
	if (!take_field(map, COMPONENT_MEASUREMENT, EVIDENCE_BYTES, &component.measurement) || component.measurement.len == 0)
		return "a component without a measurement of 32, 48 or 64 bytes";
	if (!take_field(map, COMPONENT_SIGNER, EVIDENCE_BYTES, &component.signer) || component.signer.len == 0)
		return "a component without a signer of 32, 48 or 64 bytes";
	if (!take_field(map, COMPONENT_VERSION, EVIDENCE_TEXT, &component.version))
		return "a component's version that is not a text";
	if (!take_field(map, COMPONENT_HASH_NAME, EVIDENCE_TEXT, &component.hash_name) || !hash_fits(&component))
		return "a component's hash that its measurement is not the length of";
	*ret_component = component;
	return NULL;
}
