/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a message in its one form. */

#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/cose_sign1_headers.h"
#include "reference-impl/codec/ecdsa_raw.h"

enum { PROTECTED_MAX_LEN = 16, PART_COUNT = 4 };

static enum result sign_with_key(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	return crypto_p256_sign(context, digest, room, ret_der);
}

struct cose_signer cose_signer_of_key(enum cose_algorithm algorithm, const struct crypto_p256_key *key)
{
	return (struct cose_signer){ .algorithm = algorithm, .sign = sign_with_key, .context = key };
}

static enum result write_protected(enum cose_algorithm algorithm, struct buffer room, struct bytes *ret_protected)
{
	struct writer w = writer_over(room);

	cbor_write_map(&w, 1);
	cbor_write_int(&w, COSE_ALG);
	cbor_write_int(&w, algorithm);
	return cbor_write_finish(&w, ret_protected);
}

static enum result sign(const struct cose_sign1_request *request, const struct cose_signer *signer, struct bytes protected,
			uint8_t ret_raw[ECDSA_RAW_LEN])
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes der;
	enum result result = cose_sign1_digest(protected, request->external_aad, request->payload, &digest);

	if (result == RESULT_OK)
		result = signer->sign(signer->context, BYTES_OF(digest), BUFFER_OF(room), &der);
	return result == RESULT_OK ? ecdsa_raw_from_der(der, ret_raw) : result;
}

static void write_message(struct writer *w, const struct cose_sign1_request *request, struct bytes protected, struct bytes signature)
{
	if (!request->is_untagged)
		cbor_write_tag(w, COSE_TAG_SIGN1);
	cbor_write_array(w, PART_COUNT);
	cbor_write_bytes(w, protected);
	cbor_write_map(w, request->key_id.len > 0);
	if (request->key_id.len > 0) {
		cbor_write_int(w, COSE_KID);
		cbor_write_bytes(w, request->key_id);
	}
	if (request->is_detached)
		cbor_write_null(w);
	else
		cbor_write_bytes(w, request->payload);
	cbor_write_bytes(w, signature);
}

enum result cose_sign1_sign(const struct cose_sign1_request *request, const struct cose_signer *signer, struct buffer room,
			    struct bytes *ret_message)
{
	uint8_t protected_room[PROTECTED_MAX_LEN], raw[ECDSA_RAW_LEN] = { 0 };
	struct writer measuring = writer_over((struct buffer){ NULL, 0 }), w = writer_over(room);
	struct bytes protected;
	enum result result;

	if (signer->algorithm != COSE_ES256 && signer->algorithm != COSE_ESP256)
		return RESULT_UNSUPPORTED;
	result = write_protected(signer->algorithm, BUFFER_OF(protected_room), &protected);
	if (result != RESULT_OK)
		return result;
	/* No signature is made that would not be handed out. */
	write_message(&measuring, request, protected, BYTES_OF(raw));
	if (writer_needed(&measuring) > room.len)
		return RESULT_TOO_LARGE;
	result = sign(request, signer, protected, raw);
	if (result != RESULT_OK)
		return result;
	write_message(&w, request, protected, BYTES_OF(raw));
	return cbor_write_finish(&w, ret_message);
}
