/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates one behind the other as regions, down to the digests that a layer vouches for. */

#include <stdio.h>

#include "conformance/readers/layer_certificate.h"
#include "conformance/readers/layer_extensions.h"

struct tiling {
	struct bytes chain;
	struct regions *regions;
	enum result failed;
};

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
	region->offset = (uint64_t)(bytes.at - t->chain.at);
	region->length = bytes.len;
	region->kind = kind;
}

static void add_head(struct tiling *t, const char *group, const char *part, const struct der_item *item)
{
	add(t, group, part, bytes_from(item->whole.at, item->head_len), REGION_HEADER);
}

static void add_whole(struct tiling *t, const char *group, const char *part, const struct der_item *item)
{
	add(t, group, part, item->whole, REGION_METADATA);
}

static void add_split(struct tiling *t, const char *group, const struct der_item *item)
{
	add_head(t, group, ".head", item);
	add(t, group, ".value", der_content(item), REGION_METADATA);
}

/* The reader of TcbInfo took it, so its items are there. */
static void add_fwids(struct tiling *t, const char *group, const struct der_item *list)
{
	struct bytes rest = der_content(list), inside;
	char name[REGION_NAME_LEN], digest_name[REGION_NAME_LEN];
	struct der_item fwid, oid, digest;

	add_head(t, group, ".head", list);
	for (unsigned int i = 0; rest.len > 0 && der_take(&rest, &fwid) == RESULT_OK; i++) {
		(void)snprintf(name, sizeof(name), "%.40s.%u", group, i);
		(void)snprintf(digest_name, sizeof(digest_name), "%.50s.digest", name);
		inside = der_content(&fwid);
		if (der_take(&inside, &oid) != RESULT_OK || der_take(&inside, &digest) != RESULT_OK) {
			t->failed = RESULT_INTERNAL;
			return;
		}
		add_head(t, name, ".head", &fwid);
		add_whole(t, name, ".hash", &oid);
		add_split(t, digest_name, &digest);
	}
}

static void add_tcb_info(struct tiling *t, const char *group, struct bytes value)
{
	char name[REGION_NAME_LEN];
	struct layer_tcb_info info;
	struct der_item list, field;
	struct bytes rest;

	t->failed = layer_tcb_info_read(value, &info);
	if (t->failed == RESULT_OK)
		t->failed = der_only(value, DER_SEQUENCE, &list);
	if (t->failed != RESULT_OK)
		return;
	add_head(t, group, ".list.head", &list);
	for (rest = der_content(&list); rest.len > 0 && der_take(&rest, &field) == RESULT_OK;) {
		(void)snprintf(name, sizeof(name), "%.40s.%s", group, layer_tcb_field_name(field.tag));
		if (field.tag == DER_CONTEXT_CONSTRUCTED + 6)
			add_fwids(t, name, &field);
		else
			add_split(t, name, &field);
	}
}

static void add_extension(struct tiling *t, const char *certificate, const struct layer_extension *extension, unsigned int place)
{
	const char *known = layer_extension_name(extension);
	char group[REGION_NAME_LEN];
	struct bytes inside = der_content(&extension->whole);

	if (known != NULL)
		(void)snprintf(group, sizeof(group), "%s.tbs.%s", certificate, known);
	else
		(void)snprintf(group, sizeof(group), "%s.tbs.extension_%u", certificate, place);
	add_head(t, group, ".head", &extension->whole);
	add(t, group, ".oid", bytes_from(inside.at, inside.len - extension->octets.whole.len), REGION_METADATA);
	add_head(t, group, ".octets.head", &extension->octets);
	if (t->failed == RESULT_OK && layer_extension_is_tcb_info(extension))
		add_tcb_info(t, group, extension->value);
	else
		add(t, group, ".value", extension->value, REGION_METADATA);
}

static void add_extensions(struct tiling *t, const char *certificate, struct bytes list)
{
	struct layer_extension extension;

	for (unsigned int i = 0; list.len > 0 && t->failed == RESULT_OK; i++) {
		t->failed = layer_extension_take(&list, &extension);
		if (t->failed == RESULT_OK)
			add_extension(t, certificate, &extension, i);
	}
}

static void add_certificate(struct tiling *t, size_t place, const struct layer_parts *parts)
{
	char name[8];
	struct bytes bits = der_content(&parts->signature);

	(void)snprintf(name, sizeof(name), "%u", (unsigned int)place % 1000);
	add_head(t, name, ".head", &parts->certificate);
	add_head(t, name, ".tbs.head", &parts->tbs);
	add_whole(t, name, ".tbs.version", &parts->version);
	add_whole(t, name, ".tbs.serial", &parts->serial);
	add_whole(t, name, ".tbs.algorithm", &parts->tbs_algorithm);
	add_whole(t, name, ".tbs.issuer", &parts->issuer);
	add_whole(t, name, ".tbs.validity", &parts->validity);
	add_whole(t, name, ".tbs.subject", &parts->subject);
	add_whole(t, name, ".tbs.key", &parts->key);
	add_head(t, name, ".tbs.extensions.head", &parts->wrapper);
	add_head(t, name, ".tbs.extensions.list.head", &parts->extensions);
	add_extensions(t, name, der_content(&parts->extensions));
	add_whole(t, name, ".algorithm", &parts->algorithm);
	add_head(t, name, ".signature.head", &parts->signature);
	add(t, name, ".signature.unused", bytes_from(bits.at, bits.len > 0), REGION_HEADER);
	add(t, name, ".signature.value", bytes_from(bits.at + 1, bits.len > 0 ? bits.len - 1 : 0), REGION_SIGNATURE);
}

static enum result regions(struct bytes chain, struct regions *ret_regions)
{
	struct regions regions = { 0 };
	struct tiling t = { .chain = chain, .regions = &regions };
	struct bytes rest = chain;

	if (chain.len > LAYER_CHAIN_MAX_LEN)
		return RESULT_TOO_LARGE;
	if (chain.len == 0)
		return RESULT_TRUNCATED;
	for (size_t i = 0; rest.len > 0 && t.failed == RESULT_OK; i++) {
		struct layer_parts parts;
		const char *where;

		t.failed = i < LAYERS_MAX ? layer_parts_take(&rest, &parts, &where) : RESULT_TOO_LARGE;
		if (t.failed == RESULT_OK)
			add_certificate(&t, i, &parts);
	}
	if (t.failed == RESULT_OK)
		*ret_regions = regions;
	return t.failed;
}

const struct format_reader reader_dice_chain = { .regions = regions };
