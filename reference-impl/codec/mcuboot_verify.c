/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision whether an image may be started.
 *
 * It is taken twice, the second time on a fresh reading of the bytes, and both must say
 * yes: a glitch that skips one instruction or forges the answer of one call spoils one of
 * them. Only the hash over the payload is computed once. The signatures are verified over
 * the computed digest and never over the one in the image, so a hash that went wrong
 * has no signature. What fails has its reason in the first of the two results.
 */

#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/codec/mcuboot_image.h"

int mcuboot_version_compare(struct mcuboot_version a, struct mcuboot_version b)
{
	if (a.major != b.major)
		return a.major < b.major ? -1 : 1;
	if (a.minor != b.minor)
		return a.minor < b.minor ? -1 : 1;
	if (a.revision != b.revision)
		return a.revision < b.revision ? -1 : 1;
	return 0;
}

/* Not zeros: a digest of zeros has signatures that need no private key. */
static struct crypto_sha256 unset_digest(void)
{
	struct crypto_sha256 digest;

	memset(&digest, 0xa5, sizeof(digest));
	return digest;
}

enum result mcuboot_image_digest(const struct mcuboot_image *image, struct crypto_sha256 *ret_digest)
{
	struct crypto_sha256 digest = unset_digest();
	struct crypto_hash hash = { 0 };
	enum result result = crypto_hash_init(&hash, CRYPTO_SHA256);

	if (result != RESULT_OK)
		return result;
	result = crypto_hash_update(&hash, image->signed_range);
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, BUFFER_OF(digest));
	crypto_hash_release(&hash);
	if (result == RESULT_OK)
		*ret_digest = digest;
	return result;
}

static const struct mcuboot_dependency *find_image(const struct mcuboot_policy *policy, uint8_t image_id)
{
	for (size_t i = 0; i < policy->other_image_count; i++) {
		if (policy->other_images[i].image_id == image_id)
			return &policy->other_images[i];
	}
	return NULL;
}

/* An image that is not there, as the image itself, satisfies nothing. */
static bool dependencies_hold(const struct mcuboot_image *image, const struct mcuboot_policy *policy)
{
	for (size_t i = 0; i < image->dependency_count; i++) {
		const struct mcuboot_dependency *needed = &image->dependencies[i];
		const struct mcuboot_dependency *there = find_image(policy, needed->image_id);

		if (!there || mcuboot_version_compare(there->at_least, needed->at_least) < 0)
			return false;
	}
	return true;
}

static bool is_for(struct bytes demanded, struct bytes carried)
{
	return demanded.len == 0 || bytes_equal(demanded, carried);
}

static bool policy_allows(const struct mcuboot_image *image, const struct mcuboot_policy *policy)
{
	if (image->flags & MCUBOOT_NON_BOOTABLE)
		return false;
	if (!image->has_security_counter || image->security_counter < policy->stored_counter)
		return false;
	if (policy->installed && mcuboot_version_compare(image->version, *policy->installed) <= 0)
		return false;
	if (!is_for(policy->vendor_uuid, image->vendor_uuid) || !is_for(policy->class_uuid, image->class_uuid))
		return false;
	return dependencies_hold(image, policy);
}

/*
 * The key that a signature names. RESULT_UNKNOWN_KEY if it is none of ours; RESULT_REFUSED
 * if it is revoked, which one revoked entry among equal ones is enough for.
 */
static enum result find_key(const struct mcuboot_policy *policy, struct bytes key_hash, struct bytes *ret_spki)
{
	enum result found = RESULT_UNKNOWN_KEY;

	for (size_t i = 0; i < policy->key_count; i++) {
		struct crypto_sha256 hash = unset_digest();
		enum result result = crypto_sha256(policy->keys[i].spki, &hash);

		if (result != RESULT_OK)
			return result;
		if (!bytes_equal(BYTES_OF(hash), key_hash))
			continue;
		if (policy->keys[i].revoked)
			return RESULT_REFUSED;
		*ret_spki = policy->keys[i].spki;
		found = RESULT_OK;
	}
	return found;
}

/* At least one trusted key has signed, and no signature that names a trusted key is wrong. */
static enum result check_signatures(const struct mcuboot_image *image, const struct mcuboot_policy *policy,
				    const struct crypto_sha256 *digest)
{
	enum result answer = RESULT_UNKNOWN_KEY;

	for (size_t i = 0; i < image->signature_count; i++) {
		struct bytes spki = { NULL, 0 };
		enum result result = find_key(policy, image->signatures[i].key_hash, &spki);

		if (result == RESULT_OK) {
			result = crypto_p256_verify(spki, BYTES_OF(*digest), image->signatures[i].der);
			if (result != RESULT_OK)
				return result;
			answer = RESULT_OK;
		} else if (result == RESULT_REFUSED && answer == RESULT_UNKNOWN_KEY) {
			answer = RESULT_REFUSED;
		} else if (result == RESULT_CRYPTO) {
			return result;
		}
	}
	return answer;
}

static enum result judge(const struct mcuboot_image *image, const struct mcuboot_policy *policy,
			 const struct crypto_sha256 *digest)
{
	if (!policy_allows(image, policy))
		return RESULT_REFUSED;
	if (!secret_equal(image->hash, BYTES_OF(*digest)))
		return RESULT_BAD_HASH;
	return check_signatures(image, policy, digest);
}

static bool same_view(struct bytes a, struct bytes b)
{
	return a.at == b.at && a.len == b.len;
}

enum result mcuboot_image_verify(const struct mcuboot_image *image, const struct mcuboot_policy *policy)
{
	struct mcuboot_image again = { 0 };
	struct crypto_sha256 digest = unset_digest();
	enum result first, second, result;

	result = mcuboot_image_parse(image->whole, &again);
	if (result != RESULT_OK)
		return result;
	if (!same_view(image->signed_range, again.signed_range) || !same_view(image->payload, again.payload))
		return RESULT_INTERNAL;
	result = mcuboot_image_digest(&again, &digest);
	if (result != RESULT_OK)
		return result;
	first = judge(image, policy, &digest);
	second = judge(&again, policy, &digest);
	/* No test of the second: what it says is what is returned. */
	if (first != RESULT_OK)
		return first;
	return second;
}
