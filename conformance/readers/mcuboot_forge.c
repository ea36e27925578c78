/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forges MCUboot images: the act, then lengths, digest, key hash and signature, as ordered.
 *
 * The regions' places are kept right while bytes move, so what is mended later is found also
 * where the lengths in the image lie on purpose. In the end the forgery is read again: whatever
 * was not meant to change must be the same bytes as before.
 */

#include "conformance/readers/mcuboot.h"

#include <string.h>

#include "reference-impl/base/writer.h"

struct forgery {
	struct buffer room;
	size_t len;
	struct regions regions; /* names as they were, places as they are */
	bool meant[REGIONS_MAX]; /* to change */
};

/* Regions in a row: [first, end). */
struct group {
	size_t first, end;
	uint64_t offset, length;
};

static bool belongs(const char *name, const char *group)
{
	size_t len = strlen(group);

	return strncmp(name, group, len) == 0 && (name[len] == '\0' || name[len] == '.');
}

static bool find_group(const struct forgery *f, const char *name, struct group *ret_group)
{
	struct group g = { 0 };

	while (g.first < f->regions.count && !belongs(f->regions.at[g.first].name, name))
		g.first++;
	if (name[0] == '\0' || g.first == f->regions.count)
		return false;
	g.offset = f->regions.at[g.first].offset;
	for (g.end = g.first; g.end < f->regions.count && belongs(f->regions.at[g.end].name, name); g.end++)
		g.length += f->regions.at[g.end].length;
	*ret_group = g;
	return true;
}

/* Puts `with` in the place of [offset, offset + length); regions from `behind` on move. */
static enum result splice(struct forgery *f, uint64_t offset, uint64_t length, struct bytes with, size_t behind)
{
	size_t rest = f->len - (size_t)(offset + length);

	if (f->room.len - f->len + length < with.len)
		return RESULT_TOO_LARGE;
	memmove(f->room.at + offset + with.len, f->room.at + offset + length, rest);
	if (with.len > 0)
		memcpy(f->room.at + offset, with.at, with.len);
	f->len = (size_t)offset + with.len + rest;
	for (size_t i = behind; i < f->regions.count; i++)
		f->regions.at[i].offset += with.len - length;
	return RESULT_OK;
}

/* The group's bytes become `with`, counted to its last region, which for one region is itself. */
static enum result replace_group(struct forgery *f, const struct group *g, struct bytes with)
{
	enum result result = splice(f, g->offset, g->length, with, g->end);

	if (result != RESULT_OK)
		return result;
	for (size_t i = g->first; i < g->end; i++) {
		f->meant[i] = true;
		f->regions.at[i].offset = g->offset;
		f->regions.at[i].length = i + 1 == g->end ? with.len : 0;
	}
	return RESULT_OK;
}

static enum result repeat_group(struct forgery *f, const struct group *g)
{
	uint64_t behind = g->offset + g->length;

	if (f->room.len - f->len < g->length)
		return RESULT_TOO_LARGE;
	memmove(f->room.at + behind + g->length, f->room.at + behind, f->len - (size_t)behind);
	memcpy(f->room.at + behind, f->room.at + g->offset, (size_t)g->length);
	f->len += (size_t)g->length;
	for (size_t i = g->end; i < f->regions.count; i++)
		f->regions.at[i].offset += g->length;
	return RESULT_OK;
}

static void mean_at(struct forgery *f, uint64_t offset)
{
	for (size_t i = 0; i < f->regions.count; i++)
		if (offset >= f->regions.at[i].offset && offset - f->regions.at[i].offset < f->regions.at[i].length)
			f->meant[i] = true;
}

/* Adds delta to a little-endian number of 2 or 4 bytes at offset. */
static void add_at(struct forgery *f, uint64_t offset, size_t size, int64_t delta)
{
	uint64_t number = 0;

	if (offset + size > f->len)
		return;
	mean_at(f, offset);
	for (size_t i = size; i > 0; i--)
		number = number << 8 | f->room.at[offset + i - 1];
	number += (uint64_t)delta;
	for (size_t i = 0; i < size; i++)
		f->room.at[offset + i] = (uint8_t)(number >> (8 * i));
}

static void add_to_area(struct forgery *f, const char *info, int64_t delta)
{
	const struct region *region = region_by_name(&f->regions, info);

	if (region != NULL && region->length == MCUBOOT_TLV_INFO_LEN)
		add_at(f, region->offset + 2, 2, delta);
}

/* A value's own TLV: its head stands before it. */
static void add_to_head(struct forgery *f, size_t value, int64_t delta)
{
	const struct region *head = value == 0 ? NULL : &f->regions.at[value - 1];
	size_t len = strlen(f->regions.at[value].name);

	if (head != NULL && len > 6 && strcmp(f->regions.at[value].name + len - 6, ".value") == 0 && head->length == MCUBOOT_TLV_HEAD_LEN)
		add_at(f, head->offset + 2, 2, delta);
}

static void mend_lengths(struct forgery *f, const struct group *g, int64_t delta)
{
	const char *name = f->regions.at[g->first].name;

	if (g->end == g->first + 1)
		add_to_head(f, g->first, delta);
	if (belongs(name, "header.padding"))
		add_at(f, 8, 2, delta);
	else if (belongs(name, "payload"))
		add_at(f, 12, 4, delta);
	else if (belongs(name, "protected"))
		add_at(f, 10, 2, delta);
	if (belongs(name, "protected"))
		add_to_area(f, "protected.info", delta);
	else if (belongs(name, "unprotected"))
		add_to_area(f, "unprotected.info", delta);
}

static enum result act(struct forgery *f, const struct forge_order *order)
{
	uint64_t before = f->len;
	enum result result;
	struct group g;

	if (order->act == FORGE_NOTHING)
		return RESULT_OK;
	if (order->region == NULL || !find_group(f, order->region, &g))
		return RESULT_NOT_FOUND;
	if (order->act == FORGE_REPEAT)
		result = repeat_group(f, &g);
	else
		result = replace_group(f, &g, order->act == FORGE_DROP ? (struct bytes){ 0 } : order->with);
	if (result == RESULT_OK && order->mend_lengths)
		mend_lengths(f, &g, (int64_t)f->len - (int64_t)before);
	return result;
}

/* What hash and signature cover ends where the unprotected area begins. */
static enum result covered_digest(const struct forgery *f, struct crypto_sha256 *ret_digest)
{
	const struct region *info = region_by_name(&f->regions, "unprotected.info");

	if (info == NULL || info->offset > f->len)
		return RESULT_NOT_FOUND;
	return crypto_sha256(bytes_from(f->room.at, (size_t)info->offset), ret_digest);
}

static void write_value(struct forgery *f, const char *name, struct bytes value)
{
	const struct region *region = region_by_name(&f->regions, name);

	if (region == NULL || region->length != value.len)
		return;
	mean_at(f, region->offset);
	memcpy(f->room.at + region->offset, value.at, value.len);
}

static enum result mend_digest(struct forgery *f)
{
	struct crypto_sha256 digest;
	enum result result = covered_digest(f, &digest);

	if (result == RESULT_OK)
		write_value(f, "unprotected.0x10.value", BYTES_OF(digest));
	return result;
}

static enum result sign(struct forgery *f, const struct suite_signer *signer)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest, key_hash;
	struct bytes signature;
	struct group value;
	enum result result = covered_digest(f, &digest);
	uint64_t before = f->len;

	if (result == RESULT_OK)
		result = crypto_sha256(signer->spki, &key_hash);
	if (result != RESULT_OK)
		return result;
	if (!find_group(f, "unprotected.0x22.value", &value))
		return RESULT_NOT_FOUND;
	write_value(f, "unprotected.0x01.value", BYTES_OF(key_hash));
	result = signer->sign(signer->context, BYTES_OF(digest), BUFFER_OF(room), &signature);
	if (result == RESULT_OK)
		result = replace_group(f, &value, signature);
	if (result == RESULT_OK)
		mend_lengths(f, &value, (int64_t)f->len - (int64_t)before);
	return result;
}

/* The change shows in the regions meant, and in no other. */
static bool shows_where_meant(const struct forgery *f, struct bytes image)
{
	struct regions before;

	if (mcuboot_regions(image, &before) != RESULT_OK)
		return false;
	for (size_t i = 0; i < before.count; i++) {
		const struct region *was = &before.at[i], *is = &f->regions.at[i];

		if (f->meant[i])
			continue;
		if (is->length != was->length || is->offset + is->length > f->len ||
		    memcmp(f->room.at + is->offset, image.at + was->offset, (size_t)was->length) != 0)
			return false;
	}
	return true;
}

static enum result forge(struct bytes image, const struct forge_order *order, struct buffer room, struct bytes *ret_forged)
{
	struct forgery f = { .room = room, .len = image.len };
	enum result result = mcuboot_regions(image, &f.regions);

	if (result != RESULT_OK)
		return RESULT_MALFORMED;
	result = bytes_copy(room, image);
	if (result == RESULT_OK)
		result = act(&f, order);
	if (result == RESULT_OK && order->mend_digests)
		result = mend_digest(&f);
	if (result == RESULT_OK && order->signer != NULL)
		result = sign(&f, order->signer);
	if (result == RESULT_OK && !shows_where_meant(&f, image))
		result = RESULT_INTERNAL;
	if (result == RESULT_OK)
		*ret_forged = bytes_from(room.at, f.len);
	return result;
}

const struct format_forger forger_mcuboot = { .forge = forge };
