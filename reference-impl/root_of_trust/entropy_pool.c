/* SPDX-License-Identifier: Apache-2.0 */
/* Draw, test, condition; a failure is remembered. */

#include "reference-impl/root_of_trust/entropy_pool.h"

#include <string.h>

#include "reference-impl/base/secret.h"

static enum result draw(struct entropy_pool *pool, struct buffer noise)
{
	enum result result;

	if (pool->failed)
		return RESULT_REFUSED;
	result = pool->vault->draw_noise(pool->vault->context, noise);
	if (result == RESULT_OK)
		result = entropy_health_take(&pool->health, bytes_of_buffer(noise));
	pool->failed = result != RESULT_OK;
	return result;
}

static enum result condition(struct entropy_pool *pool, struct bytes noise, uint8_t block[CRYPTO_SHA512_LEN])
{
	struct crypto_hmac hmac = { 0 };
	enum result result = crypto_hmac_init(&hmac, CRYPTO_SHA512, BYTES_OF(pool->key));

	if (result != RESULT_OK)
		return result;
	result = crypto_hmac_update(&hmac, noise);
	if (result == RESULT_OK)
		result = crypto_hmac_final(&hmac, (struct buffer){ block, CRYPTO_SHA512_LEN });
	crypto_hmac_release(&hmac);
	return result;
}

static enum result next_block(struct entropy_pool *pool, struct buffer into)
{
	uint8_t noise[ENTROPY_NOISE_PER_BLOCK], block[CRYPTO_SHA512_LEN];
	enum result result = draw(pool, BUFFER_OF(noise));

	if (result == RESULT_OK)
		result = condition(pool, BYTES_OF(noise), block);
	if (result == RESULT_OK) {
		memcpy(into.at, block, into.len);
		memcpy(pool->key, block + ENTROPY_BLOCK_LEN, sizeof(pool->key));
	}
	secret_wipe(BUFFER_OF(noise));
	secret_wipe(BUFFER_OF(block));
	return result;
}

enum result entropy_pool_begin(struct entropy_pool *pool, const struct vault *vault)
{
	uint8_t noise[ENTROPY_NOISE_PER_BLOCK];
	enum result result = RESULT_OK;

	*pool = (struct entropy_pool){ .vault = vault };
	for (size_t done = 0; done < ENTROPY_START_LEN && result == RESULT_OK; done += sizeof(noise))
		result = draw(pool, BUFFER_OF(noise));
	secret_wipe(BUFFER_OF(noise));
	return result;
}

enum result entropy_pool_fill(struct entropy_pool *pool, struct buffer into)
{
	enum result result = pool->failed ? RESULT_REFUSED : RESULT_OK;

	for (size_t done = 0; done < into.len && result == RESULT_OK; done += ENTROPY_BLOCK_LEN) {
		size_t left = into.len - done;

		result = next_block(pool, (struct buffer){ into.at + done, left < ENTROPY_BLOCK_LEN ? left : ENTROPY_BLOCK_LEN });
	}
	if (result != RESULT_OK)
		secret_wipe(into);
	return result;
}

void entropy_pool_release(struct entropy_pool *pool)
{
	secret_wipe(BUFFER_OF(*pool));
	pool->failed = true;
}
