/* SPDX-License-Identifier: Apache-2.0 */
/* Checking ECDSA over digests that the caller computed. */

#include <openssl/err.h>
#include <openssl/evp.h>

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/crypto/openssl_key.h"

static enum result verify(EVP_PKEY *key, struct bytes digest, struct bytes signature)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	enum result result = RESULT_CRYPTO;

	if (context && EVP_PKEY_verify_init(context) == 1) {
		int answer = EVP_PKEY_verify(context, signature.at, signature.len, digest.at, digest.len);

		/* Below zero the library could not compute; only 1 is a yes. */
		result = answer == 1 ? RESULT_OK : answer == 0 ? RESULT_BAD_SIGNATURE : RESULT_CRYPTO;
	}
	EVP_PKEY_CTX_free(context);
	return result;
}

/* Under a digest of zeros, r = s = x of the public key is a signature, and anybody knows it. */
static bool is_zero(struct bytes digest)
{
	static const uint8_t zeros[CRYPTO_SHA256_LEN];

	return bytes_equal(digest, BYTES_OF(zeros));
}

enum result crypto_p256_verify(struct bytes spki, struct bytes digest, struct bytes signature)
{
	enum result result;
	EVP_PKEY *key;

	if (digest.len != CRYPTO_SHA256_LEN)
		return RESULT_MALFORMED;
	ERR_set_mark();
	key = openssl_p256_public(spki);
	if (!key)
		result = RESULT_MALFORMED;
	else if (!crypto_ecdsa_der_is_strict(signature) || is_zero(digest))
		result = RESULT_BAD_SIGNATURE;
	else
		result = verify(key, digest, signature);
	EVP_PKEY_free(key);
	ERR_pop_to_mark();
	return result;
}
