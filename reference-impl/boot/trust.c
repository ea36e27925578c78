/* SPDX-License-Identifier: Apache-2.0 */
/* Believes a key only through its fuse, and starts each reading from "nothing is trusted". */

#include "reference-impl/boot/trust.h"

#include <string.h>

enum counter boot_trust_counter(enum boot_component place)
{
	return place == BOOT_COMPONENT_LOADER ? COUNTER_LOADER : COUNTER_OS;
}

static bool all_zero(struct bytes bytes)
{
	uint8_t seen = 0;

	for (size_t i = 0; i < bytes.len; i++)
		seen |= bytes.at[i];
	return seen == 0;
}

/* A key that flash does not hold, or another one, is simply not known; only a failing read is an error. */
static enum result read_key(const struct platform *platform, uint32_t place, struct boot_trust *trust)
{
	const struct fuses *fuses = &platform->fuses;
	struct buffer spki = BUFFER_OF(trust->spki[place]);
	struct crypto_sha256 fused, computed;
	enum result result;

	result = fuses->read(fuses->context, FUSE_KEY_HASH + place * CRYPTO_SHA256_LEN, BUFFER_OF(fused));
	if (result != RESULT_OK || all_zero(BYTES_OF(fused)))
		return result;
	result = platform->flash.read(platform->flash.context, FLASH_KEYS, place * BOOT_KEY_PLACE_LEN, spki);
	if (result != RESULT_OK)
		return result;
	result = crypto_sha256(bytes_of_buffer(spki), &computed);
	if (result != RESULT_OK)
		return result;
	trust->known[place] = bytes_equal(BYTES_OF(fused), BYTES_OF(computed));
	return RESULT_OK;
}

static enum result read_keys(const struct platform *platform, struct boot_trust *trust)
{
	uint8_t revoked[FUSE_KEY_COUNT];
	enum result result;

	memset(revoked, 0xff, sizeof(revoked));
	result = platform->fuses.read(platform->fuses.context, FUSE_KEY_REVOKED, BUFFER_OF(revoked));
	for (uint32_t i = 0; i < FUSE_KEY_COUNT && result == RESULT_OK; i++) {
		trust->revoked[i] = revoked[i] != 0;
		result = read_key(platform, i, trust);
	}
	return result;
}

enum result boot_trust_read(const struct platform *platform, enum boot_component place, struct boot_trust *ret_trust)
{
	const struct fuses *fuses = &platform->fuses;
	struct boot_trust trust = { .stored_counter = UINT32_MAX };
	enum result result;

	result = platform->counters.read(platform->counters.context, boot_trust_counter(place), &trust.stored_counter);
	if (result == RESULT_OK)
		result = fuses->read(fuses->context, FUSE_VENDOR_UUID, BUFFER_OF(trust.vendor_uuid));
	if (result == RESULT_OK)
		result = fuses->read(fuses->context, FUSE_CLASS_UUID, BUFFER_OF(trust.class_uuid));
	if (result == RESULT_OK)
		result = read_keys(platform, &trust);
	if (result == RESULT_OK)
		*ret_trust = trust;
	return result;
}

static struct bytes uuid_demanded(const uint8_t *uuid)
{
	struct bytes bytes = bytes_from(uuid, MCUBOOT_UUID_LEN);

	return all_zero(bytes) ? (struct bytes){ 0 } : bytes;
}

void boot_trust_policy(const struct boot_trust *trust, struct boot_policy *ret_policy)
{
	struct mcuboot_policy *policy = &ret_policy->policy;

	*ret_policy = (struct boot_policy){ 0 };
	for (size_t i = 0; i < FUSE_KEY_COUNT; i++)
		if (trust->known[i])
			ret_policy->keys[policy->key_count++] =
				(struct mcuboot_key){ BYTES_OF(trust->spki[i]), trust->revoked[i] };
	policy->keys = ret_policy->keys;
	policy->stored_counter = trust->stored_counter;
	policy->vendor_uuid = uuid_demanded(trust->vendor_uuid);
	policy->class_uuid = uuid_demanded(trust->class_uuid);
}

static bool vouches(const struct boot_trust *trust, size_t place, struct bytes key_hash)
{
	struct crypto_sha256 hash;

	if (!trust->known[place] || trust->revoked[place])
		return false;
	return crypto_sha256(BYTES_OF(trust->spki[place]), &hash) == RESULT_OK && bytes_equal(BYTES_OF(hash), key_hash);
}

struct crypto_sha256 boot_trust_signer(const struct boot_trust *trust, const struct mcuboot_image *image)
{
	struct crypto_sha256 signer = { { 0 } };

	for (size_t i = 0; i < image->signature_count; i++)
		for (size_t place = 0; place < FUSE_KEY_COUNT; place++)
			if (vouches(trust, place, image->signatures[i].key_hash)) {
				memcpy(signer.at, image->signatures[i].key_hash.at, sizeof(signer.at));
				return signer;
			}
	return signer;
}
