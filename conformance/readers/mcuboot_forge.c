/* SPDX-License-Identifier: Apache-2.0 */
/* Forges MCUboot images: the act, then lengths, digest, key hash and signature, as ordered. */

#include "conformance/readers/mcuboot.h"

#include <string.h>

#include "conformance/readers/forgery.h"

extern const struct format_reader reader_mcuboot;

/* Adds delta to a little-endian number of 2 or 4 bytes at offset. */
static void add_at(struct forgery *f, uint64_t offset, size_t size, int64_t delta)
{
	uint64_t number = 0;

	if (offset + size > f->len)
		return;
	forgery_mean_at(f, offset);
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

static void mend_lengths(struct forgery *f, const struct forgery_group *g, int64_t delta)
{
	const char *name = f->regions.at[g->first].name;

	if (g->end == g->first + 1)
		add_to_head(f, g->first, delta);
	if (forgery_belongs(name, "header.padding"))
		add_at(f, 8, 2, delta);
	else if (forgery_belongs(name, "payload"))
		add_at(f, 12, 4, delta);
	else if (forgery_belongs(name, "protected"))
		add_at(f, 10, 2, delta);
	if (forgery_belongs(name, "protected"))
		add_to_area(f, "protected.info", delta);
	else if (forgery_belongs(name, "unprotected"))
		add_to_area(f, "unprotected.info", delta);
}

static enum result act(struct forgery *f, const struct forge_order *order)
{
	uint64_t before = f->len;
	struct forgery_group g;
	enum result result = forgery_act(f, order, &g);

	if (result == RESULT_OK && order->act != FORGE_NOTHING && order->mend_lengths)
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
	forgery_mean_at(f, region->offset);
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
	struct forgery_group value;
	enum result result = covered_digest(f, &digest);
	uint64_t before = f->len;

	if (result == RESULT_OK)
		result = crypto_sha256(signer->spki, &key_hash);
	if (result != RESULT_OK)
		return result;
	if (!forgery_find(f, "unprotected.0x22.value", &value))
		return RESULT_NOT_FOUND;
	write_value(f, "unprotected.0x01.value", BYTES_OF(key_hash));
	result = signer->sign(signer->context, BYTES_OF(digest), BUFFER_OF(room), &signature);
	if (result == RESULT_OK)
		result = forgery_replace(f, &value, signature);
	if (result == RESULT_OK)
		mend_lengths(f, &value, (int64_t)f->len - (int64_t)before);
	return result;
}

static enum result forge(struct bytes image, const struct forge_order *order, struct buffer room, struct bytes *ret_forged)
{
	struct forgery f;
	enum result result = forgery_start(&f, &reader_mcuboot, image, room);

	if (result != RESULT_OK)
		return result == RESULT_TOO_LARGE ? result : RESULT_MALFORMED;
	result = act(&f, order);
	if (result == RESULT_OK && order->mend_digests)
		result = mend_digest(&f);
	if (result == RESULT_OK && order->signer != NULL)
		result = sign(&f, order->signer);
	return result == RESULT_OK ? forgery_finish(&f, image, ret_forged) : result;
}

const struct format_forger forger_mcuboot = { .forge = forge };
