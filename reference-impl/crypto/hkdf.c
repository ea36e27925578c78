/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HKDF on our own HMAC: the library's refuses empty keys, which RFC 5869 allows, and
 * this is the whole of it.
 */

#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/crypto.h"

struct secret_block {
	uint8_t at[CRYPTO_HASH_MAX_LEN];
	size_t len;
};

static struct bytes block_bytes(const struct secret_block *block)
{
	return bytes_from(block->at, block->len);
}

static enum result extract(enum crypto_hash_kind kind, struct bytes ikm, struct bytes salt, struct secret_block *prk)
{
	struct crypto_hmac hmac = { 0 };
	enum result result = crypto_hmac_init(&hmac, kind, salt);

	if (result != RESULT_OK)
		return result;
	result = crypto_hmac_update(&hmac, ikm);
	if (result == RESULT_OK)
		result = crypto_hmac_final(&hmac, BUFFER_OF(prk->at));
	crypto_hmac_release(&hmac);
	return result;
}

/* T(i) = HMAC(PRK, T(i-1) || info || i); block holds T(i-1) and then T(i). */
static enum result next_block(struct crypto_hmac *hmac, struct secret_block *block, struct bytes info, uint8_t number)
{
	enum result result = crypto_hmac_update(hmac, block_bytes(block));

	if (result == RESULT_OK)
		result = crypto_hmac_update(hmac, info);
	if (result == RESULT_OK)
		result = crypto_hmac_update(hmac, BYTES_OF(number));
	if (result == RESULT_OK)
		result = crypto_hmac_final(hmac, BUFFER_OF(block->at));
	crypto_hmac_release(hmac);
	block->len = crypto_hash_len(hmac->kind);
	return result;
}

static enum result expand(enum crypto_hash_kind kind, const struct secret_block *prk, struct bytes info, struct buffer okm)
{
	struct secret_block block = { .len = 0 };
	enum result result = RESULT_OK;
	uint8_t number = 1;

	for (size_t done = 0; done < okm.len && result == RESULT_OK; done += block.len) {
		struct crypto_hmac hmac = { 0 };
		size_t left = okm.len - done;

		result = crypto_hmac_init(&hmac, kind, block_bytes(prk));
		if (result == RESULT_OK)
			result = next_block(&hmac, &block, info, number++);
		if (result == RESULT_OK)
			memcpy(okm.at + done, block.at, left < block.len ? left : block.len);
	}
	secret_wipe(BUFFER_OF(block));
	return result;
}

enum result crypto_hkdf(enum crypto_hash_kind kind, struct bytes ikm, struct bytes salt, struct bytes info, struct buffer okm)
{
	struct secret_block prk = { .len = crypto_hash_len(kind) };
	enum result result;

	if (okm.len > 255 * prk.len)
		return RESULT_TOO_LARGE;
	result = extract(kind, ikm, salt, &prk);
	if (result == RESULT_OK)
		result = expand(kind, &prk, info, okm);
	secret_wipe(BUFFER_OF(prk));
	/* Half of a key is worse than none. */
	if (result != RESULT_OK)
		secret_wipe(okm);
	return result;
}
