/* SPDX-License-Identifier: Apache-2.0 */
/* Private keys in files: PKCS #8 out, PKCS #8 or SEC1 in. */

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/openssl_key.h"
#include "reference-impl/crypto/pem.h"

enum { KEY_DER_MAX = 4096 };

enum result pem_write_p256_key(struct writer *w, const struct crypto_p256_key *key)
{
	EVP_PKEY *pkey;
	PKCS8_PRIV_KEY_INFO *info;
	unsigned char *der = NULL;
	int len = -1;

	ERR_set_mark();
	pkey = openssl_p256_private(key);
	info = pkey ? EVP_PKEY2PKCS8(pkey) : NULL;
	if (info)
		len = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
	if (len > 0)
		pem_write(w, "PRIVATE KEY", bytes_from(der, (size_t)len));
	OPENSSL_clear_free(der, len > 0 ? (size_t)len : 0);
	PKCS8_PRIV_KEY_INFO_free(info);
	EVP_PKEY_free(pkey);
	ERR_pop_to_mark();
	return len > 0 ? RESULT_OK : RESULT_CRYPTO;
}

static bool is_p256(const EVP_PKEY *key)
{
	char group[32];

	return EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) == 1 &&
	       bytes_equal(bytes_of_text(group), bytes_of_text("prime256v1"));
}

static enum result take_scalar(const EVP_PKEY *key, struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	BIGNUM *number = NULL;
	enum result result = RESULT_UNSUPPORTED;

	if (is_p256(key) && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1 &&
	    BN_bn2binpad(number, scalar, sizeof(scalar)) == (int)sizeof(scalar))
		result = crypto_p256_from_scalar(BYTES_OF(scalar), ret_key);
	BN_clear_free(number);
	secret_wipe(BUFFER_OF(scalar));
	return result;
}

static enum result key_from_der(struct bytes der, struct crypto_p256_key *ret_key)
{
	const unsigned char *at = der.at;
	EVP_PKEY *key;
	enum result result = RESULT_MALFORMED;

	ERR_set_mark();
	key = d2i_AutoPrivateKey(NULL, &at, (long)der.len);
	if (key && at == der.at + der.len)
		result = take_scalar(key, ret_key);
	EVP_PKEY_free(key);
	ERR_pop_to_mark();
	return result;
}

enum result pem_read_p256_key(struct bytes text, struct crypto_p256_key *ret_key)
{
	uint8_t room[KEY_DER_MAX];
	struct bytes der;
	enum result result = pem_read(&text, "PRIVATE KEY", BUFFER_OF(room), &der);

	if (result == RESULT_NOT_FOUND)
		result = pem_read(&text, "EC PRIVATE KEY", BUFFER_OF(room), &der);
	if (result == RESULT_OK)
		result = key_from_der(der, ret_key);
	secret_wipe(BUFFER_OF(room));
	return result;
}
