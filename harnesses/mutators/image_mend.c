/* SPDX-License-Identifier: Apache-2.0 */
/* Pure in its input: the same bytes give the same image. */
#include "harnesses/mutators/image_mend.h"

#include "reference-impl/base/writer.h"
#include "reference-impl/codec/mcuboot_image.h"

enum { INFO_LEN = 4, PROTECTED_MAGIC = 0x6908, UNPROTECTED_MAGIC = 0x6907, TLV_KEY_HASH = 1, TLV_SHA256 = 0x10, TLV_ECDSA = 0x22 };

/* Sizes that fit the input and each other. */
struct mended_sizes {
	size_t header, protected, payload;
};

static size_t at_most(size_t value, size_t limit)
{
	return value < limit ? value : limit;
}

/* As long as whole TLVs: at most 3 bytes at the end are left over. */
static size_t fit_protected(struct bytes area)
{
	size_t at = INFO_LEN;

	while (area.len - at >= INFO_LEN)
		at += INFO_LEN + at_most((size_t)(area.at[at + 2] | area.at[at + 3] << 8), area.len - at - INFO_LEN);
	return at;
}

static bool fit_sizes(struct bytes input, struct mended_sizes *ret_sizes)
{
	struct mended_sizes sizes;

	if (input.len <= MCUBOOT_HEADER_LEN)
		return false;
	sizes.header = at_most((size_t)(input.at[8] | input.at[9] << 8), input.len - 1);
	if (sizes.header < MCUBOOT_HEADER_LEN)
		sizes.header = MCUBOOT_HEADER_LEN;
	sizes.protected = at_most((size_t)(input.at[10] | input.at[11] << 8), input.len - sizes.header - 1);
	if (sizes.protected < INFO_LEN)
		sizes.protected = 0;
	sizes.payload = input.len - sizes.header - sizes.protected;
	if (sizes.protected > 0)
		sizes.protected = fit_protected(bytes_from(input.at + sizes.header + sizes.payload, sizes.protected));
	*ret_sizes = sizes;
	return true;
}

static void write_tlv(struct writer *w, uint16_t type, struct bytes value)
{
	writer_u16_le(w, type);
	writer_u16_le(w, (uint16_t)value.len);
	writer_bytes(w, value);
}

/* What the fuzzer chose, in TLVs that end where the area ends. */
static void write_protected(struct writer *w, struct bytes area)
{
	size_t at = INFO_LEN;

	writer_u16_le(w, PROTECTED_MAGIC);
	writer_u16_le(w, (uint16_t)area.len);
	while (at < area.len) {
		const uint8_t *tlv = area.at + at;
		size_t len = at_most((size_t)(tlv[2] | tlv[3] << 8), area.len - at - INFO_LEN);

		write_tlv(w, (uint16_t)(tlv[0] | tlv[1] << 8), bytes_from(tlv + INFO_LEN, len));
		at += INFO_LEN + len;
	}
}

static void write_signed_part(struct writer *w, struct bytes input, const struct mended_sizes *sizes)
{
	writer_u32_le(w, MCUBOOT_MAGIC);
	writer_bytes(w, bytes_from(input.at + 4, 4));
	writer_u16_le(w, (uint16_t)sizes->header);
	writer_u16_le(w, (uint16_t)sizes->protected);
	writer_u32_le(w, (uint32_t)sizes->payload);
	writer_bytes(w, bytes_from(input.at + 16, sizes->header - 16 + sizes->payload));
	if (sizes->protected > 0)
		write_protected(w, bytes_from(input.at + sizes->header + sizes->payload, sizes->protected));
}

struct bytes image_mend(struct bytes input, const struct test_key *key, struct buffer room)
{
	struct writer w = writer_over(room);
	struct crypto_sha256 digest, key_hash;
	uint8_t der[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct mended_sizes sizes;
	struct bytes signature, image;

	if (!fit_sizes(input, &sizes))
		return bytes_from(NULL, 0);
	write_signed_part(&w, input, &sizes);
	if (writer_finish(&w, &image) != RESULT_OK || crypto_sha256(image, &digest) != RESULT_OK ||
	    crypto_sha256(BYTES_OF(key->key.spki), &key_hash) != RESULT_OK ||
	    test_sign(key, &digest, BUFFER_OF(der), &signature) != RESULT_OK)
		return bytes_from(NULL, 0);
	writer_u16_le(&w, UNPROTECTED_MAGIC);
	writer_u16_le(&w, (uint16_t)(INFO_LEN + 4 + CRYPTO_SHA256_LEN + 4 + CRYPTO_SHA256_LEN + 4 + signature.len));
	write_tlv(&w, TLV_SHA256, BYTES_OF(digest.at));
	write_tlv(&w, TLV_KEY_HASH, BYTES_OF(key_hash.at));
	write_tlv(&w, TLV_ECDSA, signature);
	return writer_finish(&w, &image) == RESULT_OK ? image : bytes_from(NULL, 0);
}
