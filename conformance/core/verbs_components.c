/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing what tokens name. Nothing here asks the device for anything. */

#include "conformance/check_components.h"

#include <string.h>

#include "conformance/check_device.h"
#include "conformance/check_image.h"
#include "conformance/core/bench.h"

static bool component_is(const struct eat_component *component, const struct eat_component *other)
{
	return bytes_equal(component->type, other->type) && bytes_equal(component->measurement, other->measurement) &&
	       bytes_equal(component->version, other->version) && bytes_equal(component->signer, other->signer) &&
	       bytes_equal(component->hash, other->hash);
}

size_t components_differ(const struct eat_claims *one, const struct eat_claims *two)
{
	size_t most = one->component_count > two->component_count ? one->component_count : two->component_count;
	size_t count = 0;

	for (size_t i = 0; i < most; i++)
		count += i >= one->component_count || i >= two->component_count || !component_is(&one->components[i], &two->components[i]);
	return count;
}

bool components_continue(const struct eat_claims *first, const struct eat_claims *second)
{
	if (first->component_count > second->component_count)
		return false;
	for (size_t i = 0; i < first->component_count; i++)
		if (!component_is(&first->components[i], &second->components[i]))
			return false;
	return true;
}

size_t components_measuring(const struct eat_claims *claims, struct bytes digest)
{
	size_t count = 0;

	for (size_t i = 0; i < claims->component_count; i++)
		count += bytes_equal(claims->components[i].measurement, digest);
	return count;
}

bool components_have_type(const struct eat_claims *claims, struct bytes type)
{
	for (size_t i = 0; i < claims->component_count; i++)
		if (bytes_equal(claims->components[i].type, type))
			return true;
	return false;
}

bool register_type(struct bench *b, const char *name, struct bytes *ret_type)
{
	const char *said = device_setting(b, "registers");
	size_t len = strlen(name);

	for (; said != NULL && *said != '\0'; said += strcspn(said, " "), said += strspn(said, " "))
		if (strncmp(said, name, len) == 0 && said[len] == '=') {
			*ret_type = bytes_from(said + len + 1, strcspn(said + len + 1, " "));
			return ret_type->len > 0;
		}
	return false;
}

struct crypto_sha256 register_next(struct bytes value, struct bytes digest)
{
	uint8_t both[2 * CRYPTO_SHA256_LEN] = { 0 };
	struct crypto_sha256 next = { { 0 } };

	if (value.len != CRYPTO_SHA256_LEN || digest.len != CRYPTO_SHA256_LEN)
		return next;
	memcpy(both, value.at, value.len);
	memcpy(both + CRYPTO_SHA256_LEN, digest.at, digest.len);
	if (crypto_sha256(BYTES_OF(both), &next) != RESULT_OK)
		memset(&next, 0, sizeof(next));
	return next;
}

struct crypto_sha256 register_replayed(const struct eat_claims *claims, struct bytes type)
{
	struct crypto_sha256 value = { { 0 } };

	for (size_t i = 0; i < claims->component_count; i++)
		if (bytes_equal(claims->components[i].type, type))
			value = register_next(BYTES_OF(value.at), claims->components[i].measurement);
	return value;
}

bool image_measurement(struct bench *b, struct image image, struct crypto_sha256 *ret_digest)
{
	const struct region *end = region_by_name(image_regions(b, image), "unprotected.info");
	struct bytes bytes = image_bytes(b, image);

	return end != NULL && end->offset <= bytes.len && crypto_sha256(bytes_from(bytes.at, (size_t)end->offset), ret_digest) == RESULT_OK;
}
