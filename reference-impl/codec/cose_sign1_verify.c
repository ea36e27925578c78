/* SPDX-License-Identifier: Apache-2.0 */
/* The Sig_structure is hashed piece by piece, where its parts lie; it never exists as a whole. */

#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/codec/ecdsa_raw.h"

enum { HEAD_MAX_LEN = 9, PREFIX_MAX_LEN = 16, SIG_STRUCTURE_MEMBERS = 4 };

static enum result hash_prefix(struct crypto_hash *hash)
{
	uint8_t room[PREFIX_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes prefix;
	enum result result;

	cbor_write_array(&w, SIG_STRUCTURE_MEMBERS);
	cbor_write_text(&w, "Signature1");
	result = writer_finish(&w, &prefix);
	return result == RESULT_OK ? crypto_hash_update(hash, prefix) : result;
}

static enum result hash_string(struct crypto_hash *hash, struct bytes string)
{
	uint8_t room[HEAD_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes head;
	enum result result;

	cbor_write_bytes_head(&w, string.len);
	result = writer_finish(&w, &head);
	if (result == RESULT_OK)
		result = crypto_hash_update(hash, head);
	if (result == RESULT_OK && string.len > 0)
		result = crypto_hash_update(hash, string);
	return result;
}

enum result cose_sign1_digest(struct bytes protected, struct bytes external_aad, struct bytes payload,
			      struct crypto_sha256 *ret_digest)
{
	struct crypto_sha256 digest;
	struct crypto_hash hash = { 0 };
	enum result result = crypto_hash_init(&hash, CRYPTO_SHA256);

	if (result != RESULT_OK)
		return result;
	result = hash_prefix(&hash);
	if (result == RESULT_OK)
		result = hash_string(&hash, protected);
	if (result == RESULT_OK)
		result = hash_string(&hash, external_aad);
	if (result == RESULT_OK)
		result = hash_string(&hash, payload);
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, BUFFER_OF(digest));
	crypto_hash_release(&hash);
	if (result == RESULT_OK)
		*ret_digest = digest;
	return result;
}

static enum result verify(const struct cose_sign1 *message, const struct cose_key *key, struct bytes external_aad, struct bytes payload)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes der;
	enum result result;

	if (message->algorithm != key->algorithm)
		return RESULT_REFUSED;
	if (message->algorithm != COSE_ES256 && message->algorithm != COSE_ESP256)
		return RESULT_UNSUPPORTED;
	result = cose_sign1_digest(message->protected, external_aad, payload, &digest);
	if (result == RESULT_OK)
		result = ecdsa_raw_to_der(message->signature, BUFFER_OF(room), &der);
	if (result != RESULT_OK)
		return result;
	return crypto_p256_verify(key->spki, BYTES_OF(digest), der);
}

enum result cose_sign1_verify(const struct cose_sign1 *message, const struct cose_key *key, struct bytes external_aad)
{
	if (message->is_detached)
		return RESULT_REFUSED;
	return verify(message, key, external_aad, message->payload);
}

enum result cose_sign1_verify_detached(const struct cose_sign1 *message, const struct cose_key *key, struct bytes external_aad,
				       struct bytes payload)
{
	if (!message->is_detached)
		return RESULT_REFUSED;
	return verify(message, key, external_aad, payload);
}
