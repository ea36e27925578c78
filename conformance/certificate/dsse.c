/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening share one thing only: the pre-authentication encoding. */
#include "conformance/certificate/dsse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/base64_json.h"
#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

/* PAE: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in decimal. */
static enum result pae_digest(const char *type, struct bytes body, struct crypto_sha256 *ret_digest)
{
	struct crypto_hash hash;
	char front[128];
	int len = snprintf(front, sizeof(front), "DSSEv1 %zu %s %zu ", strlen(type), type, body.len);
	enum result result;

	if (len < 0 || (size_t)len >= sizeof(front))
		return RESULT_TOO_LARGE;
	result = crypto_hash_init(&hash, CRYPTO_SHA256);
	if (result == RESULT_OK)
		result = crypto_hash_update(&hash, bytes_from(front, (size_t)len));
	if (result == RESULT_OK)
		result = crypto_hash_update(&hash, body);
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, BUFFER_OF(ret_digest->at));
	crypto_hash_release(&hash);
	return result;
}

static json_t *key_id_of(const struct crypto_p256_key *key)
{
	struct crypto_sha256 digest;
	char room[2 * CRYPTO_SHA256_LEN];
	struct writer w = writer_over(BUFFER_OF(room));

	if (crypto_sha256(BYTES_OF(key->spki), &digest) != RESULT_OK)
		return NULL;
	text_write_hex(&w, BYTES_OF(digest.at));
	return json_stringn(room, sizeof(room));
}

json_t *dsse_seal(const char *type, struct bytes body, const struct crypto_p256_key *key, const struct dsse_chain *chain)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes signature;
	json_t *certificates = json_array();

	for (size_t i = 0; i < chain->count; i++)
		(void)json_array_append_new(certificates, base64_json(chain->certificates[i]));
	if (pae_digest(type, body, &digest) != RESULT_OK ||
	    crypto_p256_sign(key, BYTES_OF(digest.at), BUFFER_OF(room), &signature) != RESULT_OK ||
	    json_array_size(certificates) != chain->count) {
		json_decref(certificates);
		return NULL;
	}
	return json_pack("{s:o, s:s, s:[{s:o, s:o, s:o}]}", "payload", base64_json(body), "payloadType", type, "signatures", "keyid",
			 key_id_of(key), "sig", base64_json(signature), "x5c", certificates);
}

/* Decodes a base64 text into the next free part of the envelope's memory. */
static enum result take_base64(struct buffer *rest, const json_t *text, struct bytes *ret_bytes)
{
	if (!base64_json_read(text, *rest, ret_bytes))
		return RESULT_MALFORMED;
	rest->at += ret_bytes->len;
	rest->len -= ret_bytes->len;
	return RESULT_OK;
}

static enum result take_chain(struct dsse *dsse, struct buffer *rest, const json_t *x5c)
{
	if (!json_is_array(x5c) || json_array_size(x5c) == 0 || json_array_size(x5c) > DSSE_CHAIN_MAX)
		return RESULT_MALFORMED;
	for (size_t i = 0; i < json_array_size(x5c); i++) {
		struct bytes *certificate = &dsse->chain.certificates[i];

		if (take_base64(rest, json_array_get(x5c, i), certificate) != RESULT_OK ||
		    certificate->len > DSSE_CERTIFICATE_MAX_LEN)
			return RESULT_MALFORMED;
		dsse->chain.count++;
	}
	return RESULT_OK;
}

static enum result take_key_id(struct dsse *dsse, struct buffer *rest, const json_t *text)
{
	struct bytes hex = bytes_from(json_string_value(text), json_string_length(text));

	if (!json_is_string(text) || text_read_hex(hex, *rest, &dsse->key_id) != RESULT_OK || dsse->key_id.len != CRYPTO_SHA256_LEN)
		return RESULT_MALFORMED;
	rest->at += dsse->key_id.len;
	rest->len -= dsse->key_id.len;
	return RESULT_OK;
}

static enum result take_apart(const json_t *envelope, const char *type, struct dsse *dsse)
{
	const json_t *signatures = json_object_get(envelope, "signatures"), *one = json_array_get(signatures, 0);
	const char *of = json_string_value(json_object_get(envelope, "payloadType"));
	struct buffer rest = dsse->memory;

	if (json_object_size(envelope) != 3 || json_array_size(signatures) != 1 || json_object_size(one) != 3)
		return RESULT_MALFORMED;
	if (of == NULL || strcmp(of, type) != 0)
		return RESULT_MALFORMED;
	if (take_base64(&rest, json_object_get(envelope, "payload"), &dsse->body) != RESULT_OK ||
	    take_base64(&rest, json_object_get(one, "sig"), &dsse->signature) != RESULT_OK ||
	    take_key_id(dsse, &rest, json_object_get(one, "keyid")) != RESULT_OK)
		return RESULT_MALFORMED;
	return take_chain(dsse, &rest, json_object_get(one, "x5c"));
}

enum result dsse_open(const json_t *envelope, const char *type, struct dsse *ret_dsse)
{
	struct dsse dsse = { 0 };
	size_t texts = json_string_length(json_object_get(envelope, "payload"));
	enum result result;

	if (texts / 4 * 3 > DSSE_BODY_MAX_LEN)
		return RESULT_TOO_LARGE;
	dsse.memory.len = texts + DSSE_CHAIN_MAX * DSSE_CERTIFICATE_MAX_LEN + 1024;
	dsse.memory.at = malloc(dsse.memory.len);
	if (dsse.memory.at == NULL)
		return RESULT_TOO_LARGE;
	result = take_apart(envelope, type, &dsse);
	if (result == RESULT_OK)
		*ret_dsse = dsse;
	else
		dsse_release(&dsse);
	return result;
}

enum result dsse_verify(const struct dsse *dsse, const char *type, struct bytes spki)
{
	struct crypto_sha256 digest, key_id;

	if (crypto_sha256(spki, &key_id) != RESULT_OK || pae_digest(type, dsse->body, &digest) != RESULT_OK)
		return RESULT_CRYPTO;
	if (!bytes_equal(dsse->key_id, BYTES_OF(key_id.at)))
		return RESULT_UNKNOWN_KEY;
	return crypto_p256_verify(spki, BYTES_OF(digest.at), dsse->signature);
}

void dsse_release(struct dsse *dsse)
{
	free(dsse->memory.at);
	*dsse = (struct dsse){ 0 };
}
