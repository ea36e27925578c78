/* SPDX-License-Identifier: Apache-2.0 */
/* A second, slower opinion about images, from MCUboot's design document and nothing of codec/. */
#include "harnesses/oracles/image.h"

#include <string.h>

enum { TLV_KEY_HASH = 0x01, TLV_HASH = 0x10, TLV_SIGNATURE = 0x22, TLV_COUNTER = 0x50, TLV_CLASS = 0x75 };

static uint64_t le(struct bytes input, uint64_t offset, unsigned int width)
{
	uint64_t value = 0;

	if (offset + width > input.len)
		return 0;
	for (unsigned int i = width; i > 0; i--)
		value = value << 8 | input.at[offset + i - 1];
	return value;
}

/* Where the signed range ends, as the header has it. */
static uint64_t signed_end(struct bytes input)
{
	return le(input, 8, 2) + le(input, 12, 4) + le(input, 10, 2);
}

ORACLE FZ_IMAGE_001_parts_lie_within_input(const struct mcuboot_image *image, struct bytes input)
{
	const char *id = "FZ-IMAGE-001", *promise = "parts-lie-within-input";

	oracle_holds(bytes_lie_within(image->whole, input), id, promise, "the image reaches beyond the input");
	oracle_holds(bytes_lie_within(image->signed_range, image->whole), id, promise, "the signed range reaches beyond the image");
	oracle_holds(image->signed_range.len == signed_end(input), id, promise, "the signed range is not header, payload and protected area");
	oracle_holds(image->payload.len == le(input, 12, 4) && bytes_lie_within(image->payload, image->signed_range), id, promise,
		     "the payload is not what the header declares");
	for (size_t i = 0; i < image->signature_count; i++)
		oracle_holds(bytes_lie_within(image->signatures[i].der, image->whole), id, promise, "a signature reaches beyond the image");
}

static bool key_signs(const struct mcuboot_key *key, struct bytes input, uint64_t at, uint64_t end, const struct crypto_sha256 *digest)
{
	struct crypto_sha256 named;
	bool announced = false;

	if (key->revoked || crypto_sha256(key->spki, &named) != RESULT_OK)
		return false;
	while (at + 4 <= end) {
		uint64_t type = le(input, at, 2), len = le(input, at + 2, 2);
		struct bytes value = bytes_from(input.at + at + 4, (size_t)len);

		if (at + 4 + len > end)
			return false;
		if (type == TLV_KEY_HASH)
			announced = bytes_equal(value, BYTES_OF(named.at));
		else if (type == TLV_SIGNATURE && announced && crypto_p256_verify(key->spki, BYTES_OF(digest->at), value) == RESULT_OK)
			return true;
		at += 4 + len;
	}
	return false;
}

ORACLE FZ_IMAGE_002_accepted_means_signed(struct bytes input, const struct mcuboot_policy *policy)
{
	uint64_t at = signed_end(input), end = at + le(input, at + 2, 2);
	struct crypto_sha256 digest;
	bool is_signed = false;

	if (crypto_sha256(bytes_from(input.at, (size_t)at), &digest) != RESULT_OK)
		return;
	for (size_t i = 0; i < policy->key_count; i++)
		is_signed = is_signed || key_signs(&policy->keys[i], input, at + 4, end, &digest);
	oracle_holds(is_signed, "FZ-IMAGE-002", "accepted-means-signed", "no live trusted key signed header, payload and protected area");
}

/* The value of the first TLV of that type in the protected area; empty if there is none. */
static struct bytes protected_value(struct bytes input, uint64_t type)
{
	uint64_t end = signed_end(input), at = le(input, 8, 2) + le(input, 12, 4) + 4;

	for (; at + 4 <= end; at += 4 + le(input, at + 2, 2)) {
		uint64_t len = le(input, at + 2, 2);

		if (le(input, at, 2) == type && at + 4 + len <= end)
			return bytes_from(input.at + at + 4, (size_t)len);
	}
	return bytes_from(NULL, 0);
}

ORACLE FZ_IMAGE_003_only_protected_is_believed(const struct mcuboot_image *image, struct bytes input, const struct mcuboot_policy *policy)
{
	struct bytes counter = protected_value(input, TLV_COUNTER), class_uuid = protected_value(input, TLV_CLASS);
	const char *id = "FZ-IMAGE-003", *promise = "only-protected-is-believed";

	oracle_holds(counter.len == 4 && image->has_security_counter && image->security_counter == le(counter, 0, 4), id, promise,
		     "the security counter is not that of the protected area");
	oracle_holds(le(counter, 0, 4) >= policy->stored_counter, id, promise, "the security counter is below the stored one");
	oracle_holds(bytes_equal(class_uuid, policy->class_uuid), id, promise, "the protected area does not name the class demanded");
}

ORACLE FZ_IMAGE_004_extent_agrees(const struct mcuboot_image *image, struct bytes input)
{
	uint64_t have = 0, needed = 0;

	for (unsigned int step = 0; step < 8; step++) {
		if (mcuboot_image_extent(bytes_from(input.at, (size_t)have), input.len, &needed) != RESULT_OK || needed <= have)
			break;
		oracle_holds(needed <= input.len, "FZ-IMAGE-004", "extent-agrees", "reading on would leave the slot");
		have = needed;
	}
	oracle_holds(have == image->whole.len, "FZ-IMAGE-004", "extent-agrees", "reading on by extent does not end where the image ends");
}
