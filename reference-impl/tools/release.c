/* SPDX-License-Identifier: Apache-2.0 */
/* Images and a key in, release record out. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/codec/mcuboot_image.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/release.h"
#include "reference-impl/tools/whole_file.h"

enum { IMAGE_MAX_LEN = 64 << 20, PAYLOAD_MAX_LEN = 7168, MESSAGE_MAX_LEN = 8192 };

/* The keys are those of a token's component (RFC 9783 section 4.4.1), and 7 for the security version. */
enum component_field { FIELD_TYPE = 1, FIELD_MEASUREMENT = 2, FIELD_VERSION = 4, FIELD_SIGNER = 5, FIELD_SECURITY_VERSION = 7 };
enum record_field { RECORD_KIND = 1, RECORD_VENDOR, RECORD_PRODUCT, RECORD_NUMBER, RECORD_IMPLEMENTATION, RECORD_COMPONENTS,
		    RECORD_STATE_FLAGS };

static enum result complain(const char *file, const char *what)
{
	fprintf(stderr, "make_release: %s: %s\n", file, what);
	return RESULT_MALFORMED;
}

/* The hash is computed, and not copied: a record of a broken image would accept no device. */
static enum result take_image(const struct mcuboot_image *image, struct release_part *part)
{
	struct crypto_sha256 hash;
	enum result result;

	if (image->signature_count == 0)
		return complain(part->image, "no signature names a key, so there is no signer to record");
	result = crypto_sha256(image->signed_range, &hash);
	if (result != RESULT_OK)
		return result;
	if (!bytes_equal(BYTES_OF(hash), image->hash) || image->signatures[0].key_hash.len != CRYPTO_SHA256_LEN)
		return complain(part->image, "its hash is not the one that it carries");
	memcpy(part->digest, hash.at, sizeof(hash.at));
	memcpy(part->signer, image->signatures[0].key_hash.at, CRYPTO_SHA256_LEN);
	part->digest_len = part->signer_len = CRYPTO_SHA256_LEN;
	part->security_version = image->has_security_counter ? image->security_counter : 0;
	snprintf(part->version, sizeof(part->version), "%u.%u.%u+%u", image->version.major, image->version.minor, image->version.revision,
		 image->version.build);
	return RESULT_OK;
}

static enum result read_part(struct release_part *part)
{
	struct mcuboot_image image;
	struct buffer content;
	enum result result;

	if (!part->image)
		return RESULT_OK;
	result = whole_file_read(part->image, IMAGE_MAX_LEN, &content);
	if (result != RESULT_OK)
		return result;
	result = mcuboot_image_parse(bytes_of_buffer(content), &image);
	if (result != RESULT_OK)
		complain(part->image, "is no signed MCUboot image");
	else
		result = take_image(&image, part);
	free(content.at);
	return result;
}

static void write_part(struct writer *w, const struct release_part *part)
{
	cbor_write_map(w, part->security_version > 0 ? 5 : 4);
	cbor_write_int(w, FIELD_TYPE);
	cbor_write_text(w, part->name);
	cbor_write_int(w, FIELD_MEASUREMENT);
	cbor_write_bytes(w, bytes_from(part->digest, part->digest_len));
	cbor_write_int(w, FIELD_VERSION);
	cbor_write_text(w, part->version);
	cbor_write_int(w, FIELD_SIGNER);
	cbor_write_bytes(w, bytes_from(part->signer, part->signer_len));
	if (part->security_version == 0)
		return;
	cbor_write_int(w, FIELD_SECURITY_VERSION);
	cbor_write_unsigned(w, part->security_version);
}

static enum result write_record(const struct release_request *request, struct writer *w, struct bytes *ret_payload)
{
	cbor_write_map(w, request->state_flags > 0 ? 7 : 6);
	cbor_write_int(w, RECORD_KIND);
	cbor_write_text(w, "assay-release/1");
	cbor_write_int(w, RECORD_VENDOR);
	cbor_write_text(w, request->vendor);
	cbor_write_int(w, RECORD_PRODUCT);
	cbor_write_text(w, request->product);
	cbor_write_int(w, RECORD_NUMBER);
	cbor_write_unsigned(w, request->number);
	cbor_write_int(w, RECORD_IMPLEMENTATION);
	cbor_write_bytes(w, BYTES_OF(request->implementation));
	cbor_write_int(w, RECORD_COMPONENTS);
	cbor_write_array(w, request->part_count);
	for (size_t i = 0; i < request->part_count; i++)
		write_part(w, &request->parts[i]);
	if (request->state_flags > 0) {
		cbor_write_int(w, RECORD_STATE_FLAGS);
		cbor_write_unsigned(w, request->state_flags);
	}
	return cbor_write_finish(w, ret_payload);
}

static enum result sign_and_write(const struct release_request *request, const struct crypto_p256_key *key)
{
	uint8_t payload_room[PAYLOAD_MAX_LEN], room[MESSAGE_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(payload_room));
	struct cose_signer signer = cose_signer_of_key(COSE_ES256, key);
	struct cose_sign1_request message = { .is_detached = false };
	struct bytes record;
	enum result result = write_record(request, &w, &message.payload);

	if (result == RESULT_OK)
		result = cose_sign1_sign(&message, &signer, BUFFER_OF(room), &record);
	if (result != RESULT_OK) {
		fprintf(stderr, "make_release: the record could not be made: %s\n", result_sentence(result));
		return result;
	}
	return whole_file_write(request->out, record, 0644);
}

enum result make_release(struct release_request *request)
{
	struct crypto_p256_key key;
	enum result result = RESULT_OK;

	for (size_t i = 0; i < request->part_count && result == RESULT_OK; i++)
		result = read_part(&request->parts[i]);
	if (result == RESULT_OK)
		result = key_file_read_private(request->key, &key);
	if (result != RESULT_OK)
		return result;
	result = sign_and_write(request, &key);
	crypto_p256_release(&key);
	return result;
}
