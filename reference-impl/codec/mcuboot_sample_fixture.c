/* SPDX-License-Identifier: Apache-2.0 */
/* Images for tests. */

#include "reference-impl/codec/mcuboot_sample_fixture.h"

#include <check.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/codec/mcuboot_layout.h"

static const uint8_t payload[100] = { 'p', 'a', 'y' };
static const uint8_t vendor[MCUBOOT_UUID_LEN] = { 'v' };
static const uint8_t class[MCUBOOT_UUID_LEN] = { 'c' };

struct crypto_p256_key sample_key(uint8_t number)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = number };
	struct crypto_p256_key key;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	return key;
}

struct mcuboot_build sample_build(const struct crypto_p256_key *key)
{
	return (struct mcuboot_build){
		.version = { 1, 2, 3, 4 }, .payload = BYTES_OF(payload), .has_security_counter = true,
		.security_counter = SAMPLE_COUNTER, .vendor_uuid = BYTES_OF(vendor), .class_uuid = BYTES_OF(class), .key = key,
	};
}

void sample_make(struct sample *sample, const struct mcuboot_build *build)
{
	memset(sample->room, 0xff, sizeof(sample->room));
	ck_assert_int_eq(mcuboot_image_build(build, BUFFER_OF(sample->room), &sample->image), RESULT_OK);
}

static size_t unprotected_offset(const struct sample *sample)
{
	struct mcuboot_header header;

	ck_assert_int_eq(mcuboot_header_read(sample->image, &header), RESULT_OK);
	return (size_t)header.header_len + header.payload_len + header.protected_len;
}

void sample_append_tlv(struct sample *sample, uint16_t type, struct bytes value)
{
	struct writer tlv = writer_over((struct buffer){ sample->room + sample->image.len, SAMPLE_IMAGE_MAX - sample->image.len });
	struct writer info = writer_over((struct buffer){ sample->room + unprotected_offset(sample), TLV_INFO_LEN });
	struct bytes written;

	writer_u16_le(&tlv, type);
	writer_u16_le(&tlv, (uint16_t)value.len);
	writer_bytes(&tlv, value);
	ck_assert_int_eq(writer_finish(&tlv, &written), RESULT_OK);
	sample->image.len += written.len;
	writer_u16_le(&info, AREA_UNPROTECTED);
	writer_u16_le(&info, (uint16_t)(sample->image.len - unprotected_offset(sample)));
}

void sample_append_signature(struct sample *sample, const struct crypto_p256_key *key)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 key_hash, digest;
	struct bytes signature;

	ck_assert_int_eq(crypto_sha256(BYTES_OF(key->spki), &key_hash), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(bytes_from(sample->room, unprotected_offset(sample)), &digest), RESULT_OK);
	ck_assert_int_eq(crypto_p256_sign(key, BYTES_OF(digest), BUFFER_OF(room), &signature), RESULT_OK);
	sample_append_tlv(sample, TLV_KEY_HASH, BYTES_OF(key_hash));
	sample_append_tlv(sample, TLV_ECDSA_P256, signature);
}

struct mcuboot_policy sample_policy(const struct mcuboot_key *keys, size_t key_count)
{
	return (struct mcuboot_policy){ .keys = keys, .key_count = key_count, .stored_counter = SAMPLE_COUNTER,
					.vendor_uuid = BYTES_OF(vendor), .class_uuid = BYTES_OF(class) };
}

enum result sample_judge(struct bytes image, const struct mcuboot_policy *policy)
{
	struct mcuboot_image parsed;
	enum result result = mcuboot_image_parse(image, &parsed);

	return result == RESULT_OK ? mcuboot_image_verify(&parsed, policy) : result;
}
