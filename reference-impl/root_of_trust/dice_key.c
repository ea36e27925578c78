/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A P-256 private key out of 32 bytes: the generator of RFC 6979 section 3.2 steps b to h with
 * HMAC-SHA512, the seed in place of key and message. The same seed is the same key for ever.
 */

#include "reference-impl/base/secret.h"
#include "reference-impl/root_of_trust/dice.h"

#include <string.h>

struct drbg {
	uint8_t k[CRYPTO_SHA512_LEN], v[CRYPTO_SHA512_LEN];
};

/* HMAC(K, V || rest). */
static enum result mac(const struct drbg *drbg, const struct bytes *rest, size_t count, uint8_t tag[CRYPTO_SHA512_LEN])
{
	struct crypto_hmac hmac = { 0 };
	enum result result = crypto_hmac_init(&hmac, CRYPTO_SHA512, BYTES_OF(drbg->k));

	if (result != RESULT_OK)
		return result;
	result = crypto_hmac_update(&hmac, BYTES_OF(drbg->v));
	for (size_t i = 0; i < count && result == RESULT_OK; i++)
		result = crypto_hmac_update(&hmac, rest[i]);
	if (result == RESULT_OK)
		result = crypto_hmac_final(&hmac, (struct buffer){ tag, CRYPTO_SHA512_LEN });
	crypto_hmac_release(&hmac);
	return result;
}

static enum result next_value(struct drbg *drbg)
{
	uint8_t tag[CRYPTO_SHA512_LEN];
	enum result result = mac(drbg, NULL, 0, tag);

	if (result == RESULT_OK)
		memcpy(drbg->v, tag, sizeof(tag));
	secret_wipe(BUFFER_OF(tag));
	return result;
}

/* K = HMAC(K, V || round || seed), V = HMAC(K, V). */
static enum result update(struct drbg *drbg, uint8_t round, struct bytes seed)
{
	const struct bytes rest[] = { BYTES_OF(round), seed };
	uint8_t tag[CRYPTO_SHA512_LEN];
	enum result result = mac(drbg, rest, seed.len > 0 ? 2 : 1, tag);

	if (result == RESULT_OK)
		memcpy(drbg->k, tag, sizeof(tag));
	secret_wipe(BUFFER_OF(tag));
	return result;
}

static enum result seed_drbg(struct drbg *drbg, struct bytes seed)
{
	enum result result;

	memset(drbg->v, 1, sizeof(drbg->v));
	memset(drbg->k, 0, sizeof(drbg->k));
	result = update(drbg, 0, seed);
	if (result == RESULT_OK)
		result = next_value(drbg);
	return result == RESULT_OK ? update(drbg, 1, seed) : result;
}

/* The first of the two values is the one that ends the seeding, or the refusal before. */
static enum result next_candidate(struct drbg *drbg, uint8_t scalar[CRYPTO_P256_SCALAR_LEN])
{
	enum result result = next_value(drbg);

	if (result == RESULT_OK)
		result = next_value(drbg);
	if (result != RESULT_OK)
		return result;
	memcpy(scalar, drbg->v, CRYPTO_P256_SCALAR_LEN);
	return update(drbg, 0, (struct bytes){ 0 });
}

enum result dice_key_from_seed(struct bytes seed, struct crypto_p256_key *ret_key)
{
	enum { TRIES = 8 }; /* one in 2^32 candidates is out of range */
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	struct drbg drbg;
	enum result result;

	if (seed.len != DICE_SEED_LEN)
		return RESULT_MALFORMED;
	result = seed_drbg(&drbg, seed);
	for (int i = 0; result == RESULT_OK; i++) {
		result = next_candidate(&drbg, scalar);
		if (result == RESULT_OK)
			result = crypto_p256_from_scalar(BYTES_OF(scalar), ret_key);
		if (result != RESULT_MALFORMED)
			break;
		result = i < TRIES ? RESULT_OK : RESULT_CRYPTO;
	}
	secret_wipe(BUFFER_OF(scalar));
	secret_wipe(BUFFER_OF(drbg));
	return result;
}
