/* SPDX-License-Identifier: Apache-2.0 */
/* One byte of fuses; torn in the middle of the burn it already counts. */

#include "reference-impl/boot/revoke.h"
#include "reference-impl/codec/mcuboot_tlv.h"
#include "reference-impl/platform/fuse_map.h"

static bool signed_by(const struct mcuboot_image *image, struct bytes key_hash)
{
	for (size_t i = 0; i < image->signature_count; i++)
		if (bytes_equal(image->signatures[i].key_hash, key_hash))
			return true;
	return false;
}

static enum result find_place(const struct fuses *fuses, struct bytes key_hash, uint32_t *ret_place)
{
	for (uint32_t place = 0; place < FUSE_KEY_COUNT; place++) {
		struct crypto_sha256 fused;
		enum result result =
			fuses->read(fuses->context, FUSE_KEY_HASH + place * CRYPTO_SHA256_LEN, BUFFER_OF(fused));

		if (result != RESULT_OK)
			return result;
		if (bytes_equal(BYTES_OF(fused), key_hash)) {
			*ret_place = place;
			return RESULT_OK;
		}
	}
	return RESULT_NOT_FOUND;
}

static enum result burn(const struct fuses *fuses, uint32_t place)
{
	static const uint8_t all = 0xff;
	uint8_t revoked = 0;
	enum result result = fuses->read(fuses->context, FUSE_KEY_REVOKED + place, BUFFER_OF(revoked));

	if (result != RESULT_OK || revoked != 0)
		return result;
	return fuses->burn(fuses->context, FUSE_KEY_REVOKED + place, BYTES_OF(all));
}

enum result boot_revoke(const struct platform *platform, const struct mcuboot_image *image)
{
	struct bytes key_hash;
	uint32_t place;
	enum result result = mcuboot_tlv_find(image->protected, MCUBOOT_TLV_REVOKED_KEY, &key_hash);

	if (result != RESULT_OK || key_hash.len != CRYPTO_SHA256_LEN || signed_by(image, key_hash))
		return RESULT_OK;
	result = find_place(&platform->fuses, key_hash, &place);
	if (result == RESULT_NOT_FOUND)
		return RESULT_OK;
	return result == RESULT_OK ? burn(&platform->fuses, place) : result;
}
