/* SPDX-License-Identifier: Apache-2.0 */
/* Derivation by generation, the commit's one operation, and the only text that is ever signed. */

#include "reference-impl/root_of_trust/client_key.h"

#include "reference-impl/base/secret.h"

static enum result derive(const struct identity *identity, uint32_t generation, struct crypto_p256_key *ret_key)
{
	uint8_t label[32];
	struct writer w = writer_over(BUFFER_OF(label));

	writer_text(&w, "TLS client key ");
	writer_u32_le(&w, generation);
	return dice_leaf_key(BYTES_OF(identity->client_root), bytes_from(label, w.used), ret_key);
}

static void forget_pending(struct client_key *key)
{
	key->has_pending = false;
	crypto_p256_release(&key->pending);
}

enum result client_key_load(struct client_key *key, const struct vault *vault, const struct identity *identity)
{
	enum result result;

	client_key_release(key);
	if (!identity->is_present)
		return RESULT_OK;
	result = vault->read_counter(vault->context, COUNTER_CLIENT_KEY, &key->generation);
	if (result != RESULT_OK || key->generation == 0)
		return result;
	result = derive(identity, key->generation, &key->active);
	key->has_active = result == RESULT_OK;
	return result;
}

enum result client_key_generate(struct client_key *key, const struct identity *identity)
{
	enum result result;

	if (!identity->is_present)
		return RESULT_NOT_FOUND;
	if (key->generation == UINT32_MAX)
		return RESULT_TOO_LARGE;
	result = derive(identity, key->generation + 1, &key->pending);
	key->has_pending = result == RESULT_OK;
	return result;
}

enum result client_key_commit(struct client_key *key, const struct vault *vault, struct bytes spki)
{
	enum result result;

	if (!key->has_pending)
		return RESULT_NOT_FOUND;
	if (!bytes_equal(spki, BYTES_OF(key->pending.spki)))
		return RESULT_REFUSED;
	result = vault->raise_counter(vault->context, COUNTER_CLIENT_KEY, key->generation + 1);
	if (result != RESULT_OK)
		return result;
	key->generation++;
	key->active = key->pending;
	key->has_active = true;
	forget_pending(key);
	return RESULT_OK;
}

/* 64 spaces, the context, a zero, the hash; signed with ecdsa_secp256r1_sha256. */
static enum result digest_of(struct bytes transcript_hash, struct crypto_sha256 *ret_digest)
{
	uint8_t content[64 + 64 + CRYPTO_SHA384_LEN];
	struct writer w = writer_over(BUFFER_OF(content));
	struct bytes written;
	enum result result;

	writer_fill(&w, ' ', 64);
	writer_text(&w, "TLS 1.3, client CertificateVerify");
	writer_u8(&w, 0);
	writer_bytes(&w, transcript_hash);
	result = writer_finish(&w, &written);
	return result == RESULT_OK ? crypto_sha256(written, ret_digest) : result;
}

enum result client_key_sign(const struct client_key *key, struct bytes transcript_hash, struct buffer room,
			    struct bytes *ret_signature)
{
	struct crypto_sha256 digest;
	enum result result;

	if (transcript_hash.len != CRYPTO_SHA256_LEN && transcript_hash.len != CRYPTO_SHA384_LEN)
		return RESULT_MALFORMED;
	if (!key->has_active)
		return RESULT_NOT_FOUND;
	result = digest_of(transcript_hash, &digest);
	return result == RESULT_OK ? crypto_p256_sign(&key->active, BYTES_OF(digest), room, ret_signature) : result;
}

void client_key_release(struct client_key *key)
{
	secret_wipe(BUFFER_OF(*key));
}
