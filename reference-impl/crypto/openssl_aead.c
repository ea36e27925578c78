/* SPDX-License-Identifier: Apache-2.0 */
/* AES-256-GCM through EVP. */

#include <limits.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/aead.h"

static bool lengths_fit(const struct crypto_aead *aead, size_t plain_len, size_t sealed_len)
{
	return aead->key.len == CRYPTO_AEAD_KEY_LEN && aead->nonce.len == CRYPTO_AEAD_NONCE_LEN &&
	       aead->associated.len <= INT_MAX && plain_len <= INT_MAX - CRYPTO_AEAD_TAG_LEN &&
	       sealed_len == plain_len + CRYPTO_AEAD_TAG_LEN;
}

/* A null output means "associated data" to the library, and no bytes are none to pass on. */
static bool begin(EVP_CIPHER_CTX *context, const struct crypto_aead *aead, int encrypt)
{
	int len;

	if (!context || EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, aead->key.at, aead->nonce.at, encrypt) != 1)
		return false;
	return aead->associated.len == 0 ||
	       EVP_CipherUpdate(context, NULL, &len, aead->associated.at, (int)aead->associated.len) == 1;
}

static bool seal(EVP_CIPHER_CTX *context, const struct crypto_aead *aead, struct bytes plain, struct buffer sealed)
{
	uint8_t *tag = sealed.at + plain.len;
	int len;

	if (!begin(context, aead, 1))
		return false;
	if (plain.len > 0 && EVP_CipherUpdate(context, sealed.at, &len, plain.at, (int)plain.len) != 1)
		return false;
	return EVP_CipherFinal_ex(context, tag, &len) == 1 &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CRYPTO_AEAD_TAG_LEN, tag) == 1;
}

enum result crypto_aead_seal(const struct crypto_aead *aead, struct bytes plain, struct buffer sealed)
{
	EVP_CIPHER_CTX *context;
	bool done;

	if (!lengths_fit(aead, plain.len, sealed.len))
		return RESULT_MALFORMED;
	ERR_set_mark();
	context = EVP_CIPHER_CTX_new();
	done = seal(context, aead, plain, sealed);
	EVP_CIPHER_CTX_free(context); /* clears what it frees */
	ERR_pop_to_mark();
	if (!done)
		secret_wipe(sealed);
	return done ? RESULT_OK : RESULT_CRYPTO;
}

static enum result open_sealed(EVP_CIPHER_CTX *context, const struct crypto_aead *aead, struct bytes sealed, struct buffer plain)
{
	uint8_t tag[CRYPTO_AEAD_TAG_LEN], rest[CRYPTO_AEAD_TAG_LEN];
	int len;

	for (size_t i = 0; i < sizeof(tag); i++)
		tag[i] = sealed.at[plain.len + i];
	if (!begin(context, aead, 0))
		return RESULT_CRYPTO;
	if (plain.len > 0 && EVP_CipherUpdate(context, plain.at, &len, sealed.at, (int)plain.len) != 1)
		return RESULT_CRYPTO;
	if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof(tag), tag) != 1)
		return RESULT_CRYPTO;
	return EVP_CipherFinal_ex(context, rest, &len) == 1 ? RESULT_OK : RESULT_REFUSED;
}

enum result crypto_aead_open(const struct crypto_aead *aead, struct bytes sealed, struct buffer plain)
{
	EVP_CIPHER_CTX *context;
	enum result result;

	if (!lengths_fit(aead, plain.len, sealed.len))
		return RESULT_MALFORMED;
	ERR_set_mark();
	context = EVP_CIPHER_CTX_new();
	result = open_sealed(context, aead, sealed, plain);
	EVP_CIPHER_CTX_free(context);
	ERR_pop_to_mark();
	if (result != RESULT_OK)
		secret_wipe(plain);
	return result;
}
