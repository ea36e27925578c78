/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a MCUboot image says of itself: version, class, key and signature.
 *
 * TLV numbers are those of mcuboot's image.h: 0x01 key hash, 0x02 whole key, 0x10 SHA-256, 0x22
 * ECDSA, 0x50 security counter, 0x75 class UUID. A second TLV of a type plays no part of its own.
 */

#include "conformance/readers/mcuboot.h"

#include <string.h>

#include "conformance/reader_examine.h"
#include "reference-impl/base/reader.h"

static const struct {
	const char *name;
	enum region_role role;
} roles[] = {
	{ "header.hdr_size", ROLE_LENGTH },
	{ "header.protect_tlv_size", ROLE_LENGTH },
	{ "header.img_size", ROLE_LENGTH },
	{ "header.version", ROLE_VERSION },
	{ "protected.info", ROLE_LENGTH },
	{ "protected.0x50.value", ROLE_SECURITY_VERSION },
	{ "protected.0x75.value", ROLE_CLASS },
	{ "unprotected.info", ROLE_LENGTH },
	{ "unprotected.0x10.value", ROLE_DIGEST },
	{ "unprotected.0x01.value", ROLE_KEY_NAME },
	{ "unprotected.0x02.value", ROLE_KEY_NAME },
};

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* A head holds a type, which is in the region's name, and a length. */
static enum region_role role_of(const struct region *region)
{
	if (region->kind == REGION_SIGNATURE)
		return ROLE_SIGNATURE;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i].name, region->name) == 0)
			return roles[i].role;
	return ends_with(region->name, ".head") ? ROLE_LENGTH : ROLE_OTHER;
}

static struct bytes value_of(struct bytes image, const struct regions *regions, const char *name)
{
	const struct region *region = region_by_name(regions, name);

	return region == NULL ? bytes_from(NULL, 0) : bytes_from(image.at + region->offset, (size_t)region->length);
}

static bool has_other_signature(const struct regions *regions)
{
	for (size_t i = 0; i < regions->count; i++)
		if (regions->at[i].kind == REGION_SIGNATURE && strcmp(regions->at[i].name, "unprotected.0x22.value") != 0)
			return true;
	return false;
}

static enum result examine(struct bytes image, const struct regions *regions, struct image_claims *ret_claims)
{
	const struct region *info = region_by_name(regions, "unprotected.info");
	struct bytes counter = value_of(image, regions, "protected.0x50.value");
	struct reader r = reader_over(counter);
	struct image_claims claims = { .key_name = value_of(image, regions, "unprotected.0x01.value"),
				       .signature = value_of(image, regions, "unprotected.0x22.value"),
				       .other_signature = has_other_signature(regions) };
	enum result result;

	if (info == NULL || info->offset > image.len || (counter.len != 0 && counter.len != 4))
		return RESULT_MALFORMED;
	if (claims.key_name.len == 0)
		claims.key_name = value_of(image, regions, "unprotected.0x02.value");
	result = crypto_sha256(bytes_from(image.at, (size_t)info->offset), &claims.covered);
	if (result != RESULT_OK)
		return result;
	claims.digest_holds = bytes_equal(value_of(image, regions, "unprotected.0x10.value"), BYTES_OF(claims.covered));
	claims.has_security_version = counter.len == 4;
	claims.security_version = counter.len == 4 ? reader_u32_le(&r) : 0;
	*ret_claims = claims;
	return RESULT_OK;
}

const struct format_examiner examiner_mcuboot = { .claims = examine, .role = role_of };
