/* SPDX-License-Identifier: Apache-2.0 */
/* A key for each owner, name and generation; the head is authenticated with the text. */

#include "reference-impl/root_of_trust/sealing.h"

#include "reference-impl/base/secret.h"

enum { FORMAT = 1, HEAD_LEN = 1 + 4, INFO_MAX_LEN = 64 + SEAL_NAME_MAX };

static enum result check(const struct identity *identity, const struct seal_owner *owner)
{
	if (owner->name.len == 0 || owner->name.len > SEAL_NAME_MAX)
		return RESULT_MALFORMED;
	return identity->is_present ? RESULT_OK : RESULT_NOT_FOUND;
}

/* Every field has a fixed place but the name, which is last: two owners never share an info. */
static enum result derive(const struct identity *identity, const struct seal_owner *owner, uint32_t generation,
			  uint8_t key[CRYPTO_AEAD_KEY_LEN])
{
	uint8_t info[INFO_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(info));
	struct bytes written;
	enum result result;

	writer_text(&w, "sealed data 1");
	writer_u8(&w, owner->role);
	writer_bytes(&w, BYTES_OF(owner->component));
	writer_u32_le(&w, owner->state);
	writer_u32_le(&w, generation);
	writer_bytes(&w, owner->name);
	result = writer_finish(&w, &written);
	if (result != RESULT_OK)
		return result;
	return crypto_hkdf(CRYPTO_SHA512, BYTES_OF(identity->seal_root), (struct bytes){ 0 }, written,
			   (struct buffer){ key, CRYPTO_AEAD_KEY_LEN });
}

static void write_head(uint8_t head[HEAD_LEN], uint32_t generation)
{
	struct writer w = writer_over((struct buffer){ head, HEAD_LEN });

	writer_u8(&w, FORMAT);
	writer_u32_le(&w, generation);
}

/* The cipher text goes directly behind head and nonce, where the writer has room. */
static enum result seal(const struct crypto_aead *aead, struct bytes plain, struct writer *sealed)
{
	struct buffer text;

	writer_bytes(sealed, aead->associated);
	writer_bytes(sealed, aead->nonce);
	if (sealed->used > sealed->room.len || sealed->room.len - sealed->used < plain.len + CRYPTO_AEAD_TAG_LEN)
		return RESULT_TOO_LARGE;
	text = (struct buffer){ sealed->room.at + sealed->used, plain.len + CRYPTO_AEAD_TAG_LEN };
	sealed->used += text.len;
	return crypto_aead_seal(aead, plain, text);
}

enum result sealing_seal(const struct identity *identity, const struct seal_owner *owner,
			 const uint8_t nonce[CRYPTO_AEAD_NONCE_LEN], struct bytes plain, struct writer *sealed)
{
	uint8_t key[CRYPTO_AEAD_KEY_LEN], head[HEAD_LEN];
	const struct crypto_aead aead = { BYTES_OF(key), bytes_from(nonce, CRYPTO_AEAD_NONCE_LEN), BYTES_OF(head) };
	enum result result = check(identity, owner);

	if (result == RESULT_OK && plain.len > SEAL_PLAIN_MAX)
		result = RESULT_MALFORMED;
	write_head(head, owner->generation);
	if (result == RESULT_OK)
		result = derive(identity, owner, owner->generation, key);
	if (result == RESULT_OK)
		result = seal(&aead, plain, sealed);
	secret_wipe(BUFFER_OF(key));
	return result;
}

static bool is_living(uint32_t generation, uint32_t now)
{
	return generation == now || (now > 0 && generation == now - 1);
}

/* Sets associated and nonce of aead and *ret_text to parts of sealed. */
static enum result take_apart(const struct seal_owner *owner, struct bytes sealed, struct crypto_aead *aead,
			      uint32_t *ret_generation, struct bytes *ret_text)
{
	struct reader r = reader_over(sealed);

	if (sealed.len < SEAL_OVERHEAD || sealed.len > SEAL_OVERHEAD + SEAL_PLAIN_MAX)
		return RESULT_MALFORMED;
	if (reader_u8(&r) != FORMAT)
		return RESULT_MALFORMED;
	*ret_generation = reader_u32_le(&r);
	aead->associated = bytes_from(sealed.at, HEAD_LEN);
	aead->nonce = reader_take(&r, CRYPTO_AEAD_NONCE_LEN);
	*ret_text = reader_rest(&r);
	return is_living(*ret_generation, owner->generation) ? RESULT_OK : RESULT_REFUSED;
}

enum result sealing_unseal(const struct identity *identity, const struct seal_owner *owner, struct bytes sealed,
			   struct buffer room, struct bytes *ret_plain)
{
	uint8_t key[CRYPTO_AEAD_KEY_LEN];
	struct crypto_aead aead = { .key = BYTES_OF(key) };
	struct bytes text = { 0 };
	uint32_t generation = 0;
	enum result result = check(identity, owner);

	if (result == RESULT_OK)
		result = take_apart(owner, sealed, &aead, &generation, &text);
	if (result == RESULT_OK && room.len < text.len - CRYPTO_AEAD_TAG_LEN)
		result = RESULT_TOO_LARGE;
	if (result == RESULT_OK)
		result = derive(identity, owner, generation, key);
	if (result == RESULT_OK)
		result = crypto_aead_open(&aead, text, (struct buffer){ room.at, text.len - CRYPTO_AEAD_TAG_LEN });
	if (result == RESULT_OK)
		*ret_plain = bytes_from(room.at, text.len - CRYPTO_AEAD_TAG_LEN);
	secret_wipe(BUFFER_OF(key));
	return result;
}
