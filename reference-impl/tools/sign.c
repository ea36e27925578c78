/* SPDX-License-Identifier: Apache-2.0 */
/* Payload and key in, image out. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/codec/mcuboot_build.h"
#include "reference-impl/codec/mcuboot_tlv.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/sign.h"
#include "reference-impl/tools/whole_file.h"

enum { PAYLOAD_MAX_LEN = 64 << 20, AROUND_PAYLOAD_MAX_LEN = 8192, VENDOR_FIELDS_MAX_LEN = 64 };

static void write_field(struct writer *w, enum mcuboot_vendor_tlv type, struct bytes value)
{
	writer_u16_le(w, (uint16_t)type);
	writer_u16_le(w, (uint16_t)value.len);
	writer_bytes(w, value);
}

static enum result write_vendor_fields(const struct sign_request *request, struct writer *w, struct bytes *ret_fields)
{
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct crypto_sha256 hash;
	enum result result = RESULT_OK;

	if (request->revoke) {
		result = key_file_read_public(request->revoke, spki);
		if (result == RESULT_OK)
			result = crypto_sha256(BYTES_OF(spki), &hash);
		if (result == RESULT_OK)
			write_field(w, MCUBOOT_TLV_REVOKED_KEY, BYTES_OF(hash));
	}
	if (request->component)
		write_field(w, MCUBOOT_TLV_COMPONENT, BYTES_OF(request->component));
	return result == RESULT_OK ? writer_finish(w, ret_fields) : result;
}

static enum result build_and_write(const struct sign_request *request, const struct mcuboot_build *build)
{
	size_t room_len = build->payload.len + AROUND_PAYLOAD_MAX_LEN;
	struct buffer room = { malloc(room_len), room_len };
	struct bytes image;
	enum result result = room.at ? mcuboot_image_build(build, room, &image) : RESULT_IO;

	if (result == RESULT_OK)
		result = whole_file_write(request->out, image, 0644);
	else
		fprintf(stderr, "sign_image: %s can't become an image: %s\n", request->payload, result_sentence(result));
	free(room.at);
	return result;
}

static enum result write_image(const struct sign_request *request, const struct crypto_p256_key *key,
			       struct bytes payload)
{
	uint8_t fields_room[VENDOR_FIELDS_MAX_LEN];
	struct writer fields = writer_over(BUFFER_OF(fields_room));
	struct mcuboot_build build = {
		.header_len = request->header_len,
		.version = request->version,
		.payload = payload,
		.has_security_counter = request->has_security_counter,
		.security_counter = request->security_counter,
		.vendor_uuid = bytes_from(request->vendor, request->has_vendor ? MCUBOOT_UUID_LEN : 0),
		.class_uuid = bytes_from(request->class, request->has_class ? MCUBOOT_UUID_LEN : 0),
		.key = key,
	};
	enum result result = write_vendor_fields(request, &fields, &build.more_protected);

	return result == RESULT_OK ? build_and_write(request, &build) : result;
}

static enum result read_payload(const struct sign_request *request, struct buffer *ret_payload)
{
	enum result result = whole_file_read(request->payload, PAYLOAD_MAX_LEN, ret_payload);

	if (result != RESULT_OK || ret_payload->len > 0)
		return result;
	fprintf(stderr, "sign_image: %s: is empty, so there is nothing to run\n", request->payload);
	free(ret_payload->at);
	return RESULT_MALFORMED;
}

enum result sign_image(const struct sign_request *request)
{
	struct crypto_p256_key key;
	struct buffer payload;
	enum result result;

	if (request->new_key)
		return key_file_create(request->new_key);
	result = read_payload(request, &payload);
	if (result != RESULT_OK)
		return result;
	if (request->key)
		result = key_file_read_private(request->key, &key);
	if (result == RESULT_OK)
		result = write_image(request, request->key ? &key : NULL, bytes_of_buffer(payload));
	crypto_p256_release(&key);
	free(payload.at);
	return result;
}
