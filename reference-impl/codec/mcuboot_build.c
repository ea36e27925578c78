/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing an image in the order in which imgtool does, and reading it back before it is
 * handed out: what was built here can be parsed.
 */

#include "reference-impl/codec/mcuboot_build.h"

#include "reference-impl/base/writer.h"
#include "reference-impl/codec/mcuboot_layout.h"

static void write_tlv(struct writer *w, enum tlv_type type, struct bytes value)
{
	writer_u16_le(w, (uint16_t)type);
	writer_u16_le(w, (uint16_t)value.len);
	writer_bytes(w, value);
}

static void write_protected_tlvs(struct writer *w, const struct mcuboot_build *build)
{
	if (build->has_security_counter) {
		writer_u16_le(w, TLV_SECURITY_COUNTER);
		writer_u16_le(w, 4);
		writer_u32_le(w, build->security_counter);
	}
	if (build->vendor_uuid.len > 0)
		write_tlv(w, TLV_VENDOR_UUID, build->vendor_uuid);
	if (build->class_uuid.len > 0)
		write_tlv(w, TLV_CLASS_UUID, build->class_uuid);
	writer_bytes(w, build->more_protected);
}

/* With the info header; 0 when there is nothing to protect. */
static size_t protected_len(const struct mcuboot_build *build)
{
	struct writer measure = writer_over((struct buffer){ NULL, 0 });

	write_protected_tlvs(&measure, build);
	return writer_needed(&measure) > 0 ? writer_needed(&measure) + TLV_INFO_LEN : 0;
}

static void write_header(struct writer *w, const struct mcuboot_build *build, size_t header_len)
{
	size_t start = writer_needed(w);

	writer_u32_le(w, MCUBOOT_MAGIC);
	writer_u32_le(w, build->load_address);
	writer_u16_le(w, (uint16_t)header_len);
	writer_u16_le(w, (uint16_t)protected_len(build));
	writer_u32_le(w, (uint32_t)build->payload.len);
	writer_u32_le(w, build->flags);
	writer_u8(w, build->version.major);
	writer_u8(w, build->version.minor);
	writer_u16_le(w, build->version.revision);
	writer_u32_le(w, build->version.build);
	writer_fill(w, 0, header_len - (writer_needed(w) - start));
}

static void write_signed_range(struct writer *w, const struct mcuboot_build *build, size_t header_len)
{
	write_header(w, build, header_len);
	writer_bytes(w, build->payload);
	if (protected_len(build) == 0)
		return;
	writer_u16_le(w, AREA_PROTECTED);
	writer_u16_le(w, (uint16_t)protected_len(build));
	write_protected_tlvs(w, build);
}

static enum result write_unprotected(struct writer *w, const struct mcuboot_build *build, const struct crypto_sha256 *digest)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature = { NULL, 0 };
	struct crypto_sha256 key_hash;
	size_t len = TLV_INFO_LEN + TLV_HEADER_LEN + sizeof(*digest);

	if (build->key) {
		enum result result = crypto_sha256(BYTES_OF(build->key->spki), &key_hash);

		if (result == RESULT_OK)
			result = crypto_p256_sign(build->key, BYTES_OF(*digest), BUFFER_OF(room), &signature);
		if (result != RESULT_OK)
			return result;
		len += TLV_HEADER_LEN + sizeof(key_hash) + TLV_HEADER_LEN + signature.len;
	}
	writer_u16_le(w, AREA_UNPROTECTED);
	writer_u16_le(w, (uint16_t)len);
	write_tlv(w, TLV_SHA256, BYTES_OF(*digest));
	if (build->key) {
		write_tlv(w, TLV_KEY_HASH, BYTES_OF(key_hash));
		write_tlv(w, TLV_ECDSA_P256, signature);
	}
	return RESULT_OK;
}

static bool can_be_written(const struct mcuboot_build *build, size_t header_len)
{
	if (header_len < MCUBOOT_HEADER_LEN || build->payload.len == 0 || build->payload.len > UINT32_MAX)
		return false;
	if (build->vendor_uuid.len > UINT16_MAX || build->class_uuid.len > UINT16_MAX)
		return false;
	return build->more_protected.len <= UINT16_MAX && protected_len(build) <= UINT16_MAX;
}

enum result mcuboot_image_build(const struct mcuboot_build *build, struct buffer room, struct bytes *ret_image)
{
	size_t header_len = build->header_len > 0 ? build->header_len : MCUBOOT_HEADER_LEN;
	struct writer w = writer_over(room);
	struct mcuboot_image image;
	struct crypto_sha256 digest;
	struct bytes written;
	enum result result;

	if (!can_be_written(build, header_len))
		return RESULT_MALFORMED;
	write_signed_range(&w, build, header_len);
	result = writer_finish(&w, &written);
	if (result == RESULT_OK)
		result = crypto_sha256(written, &digest);
	if (result == RESULT_OK)
		result = write_unprotected(&w, build, &digest);
	if (result == RESULT_OK)
		result = writer_finish(&w, &written);
	if (result == RESULT_OK)
		result = mcuboot_image_parse(written, &image);
	if (result == RESULT_OK)
		*ret_image = image.whole;
	return result;
}
