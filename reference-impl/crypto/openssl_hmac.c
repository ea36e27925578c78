/* SPDX-License-Identifier: Apache-2.0 */
/* HMAC through EVP_MAC. */

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/crypto/openssl_key.h"

static int begin(EVP_MAC_CTX *context, const EVP_MD *digest, struct bytes key)
{
	static const uint8_t no_key[1];
	char name[16]; /* the parameter type wants char *, and only reads */
	OSSL_PARAM parameters[] = { OSSL_PARAM_END, OSSL_PARAM_END };

	if (!digest || OPENSSL_strlcpy(name, EVP_MD_get0_name(digest), sizeof(name)) >= sizeof(name))
		return 0;
	parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0);
	/* A null pointer would mean "the key of before", not "no bytes". */
	return EVP_MAC_init(context, key.len > 0 ? key.at : no_key, key.len, parameters) == 1;
}

enum result crypto_hmac_init(struct crypto_hmac *hmac, enum crypto_hash_kind kind, struct bytes key)
{
	EVP_MAC *mac;
	EVP_MAC_CTX *context;
	int begun;

	ERR_set_mark();
	mac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
	context = EVP_MAC_CTX_new(mac);
	EVP_MAC_free(mac); /* the context holds it */
	begun = context && begin(context, openssl_digest(kind), key);
	ERR_pop_to_mark();
	if (!begun) {
		EVP_MAC_CTX_free(context);
		return RESULT_CRYPTO;
	}
	*hmac = (struct crypto_hmac){ .state = context, .kind = kind };
	return RESULT_OK;
}

enum result crypto_hmac_update(struct crypto_hmac *hmac, struct bytes bytes)
{
	if (!hmac->state)
		return RESULT_INTERNAL;
	return EVP_MAC_update(hmac->state, bytes.at, bytes.len) == 1 ? RESULT_OK : RESULT_CRYPTO;
}

enum result crypto_hmac_final(struct crypto_hmac *hmac, struct buffer tag)
{
	enum result result = RESULT_OK;
	size_t len;

	if (!hmac->state)
		return RESULT_INTERNAL;
	if (tag.len < crypto_hash_len(hmac->kind))
		result = RESULT_TOO_LARGE;
	else if (EVP_MAC_final(hmac->state, tag.at, &len, tag.len) != 1)
		result = RESULT_CRYPTO;
	crypto_hmac_release(hmac);
	return result;
}

void crypto_hmac_release(struct crypto_hmac *hmac)
{
	EVP_MAC_CTX_free(hmac->state); /* clears what it frees */
	hmac->state = NULL;
}

enum result crypto_hmac_sha256(struct bytes key, struct bytes bytes, struct crypto_sha256 *ret_tag)
{
	struct crypto_sha256 tag;
	struct crypto_hmac hmac = { 0 };
	enum result result = crypto_hmac_init(&hmac, CRYPTO_SHA256, key);

	if (result != RESULT_OK)
		return result;
	result = crypto_hmac_update(&hmac, bytes);
	if (result == RESULT_OK)
		result = crypto_hmac_final(&hmac, BUFFER_OF(tag));
	crypto_hmac_release(&hmac);
	if (result == RESULT_OK)
		*ret_tag = tag;
	return result;
}
