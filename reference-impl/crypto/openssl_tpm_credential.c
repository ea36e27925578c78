/* SPDX-License-Identifier: Apache-2.0 */
/* Encryption under endorsement keys, through EVP. */

#include <limits.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/x509.h>

#include "reference-impl/crypto/openssl_key.h"
#include "reference-impl/crypto/tpm_credential.h"

enum { RSA_BITS_MIN = 2048, RSA_BITS_MAX = 8 * TPM_RSA_MODULUS_MAX_LEN, OAEP_OVERHEAD = 2 * CRYPTO_SHA256_LEN + 2 };

static enum result rsa_key(struct bytes spki, EVP_PKEY **ret_key)
{
	const unsigned char *at = spki.at;
	EVP_PKEY *key = spki.len <= LONG_MAX ? d2i_PUBKEY(NULL, &at, (long)spki.len) : NULL;
	enum result result = RESULT_OK;

	if (!key || at != spki.at + spki.len || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
		result = RESULT_MALFORMED;
	else if (EVP_PKEY_get_bits(key) < RSA_BITS_MIN || EVP_PKEY_get_bits(key) > RSA_BITS_MAX)
		result = RESULT_UNSUPPORTED;
	if (result == RESULT_OK)
		*ret_key = key;
	else
		EVP_PKEY_free(key);
	return result;
}

static bool set_oaep(EVP_PKEY_CTX *context, struct bytes label)
{
	char digest[] = "SHA256", padding[] = OSSL_PKEY_RSA_PAD_MODE_OAEP;
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, padding, 0),
		OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST, digest, 0),
		OSSL_PARAM_construct_utf8_string(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST, digest, 0),
		/* Only read, whatever the type says. */
		OSSL_PARAM_construct_octet_string(OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL, (void *)(uintptr_t)label.at, label.len),
		OSSL_PARAM_END
	};

	return EVP_PKEY_encrypt_init_ex(context, parameters) == 1;
}

static enum result encrypt(EVP_PKEY *key, const struct tpm_oaep *oaep, struct buffer *cipher)
{
	EVP_PKEY_CTX *context;
	enum result result = RESULT_CRYPTO;

	if (oaep->plain.len + OAEP_OVERHEAD > (size_t)EVP_PKEY_get_size(key))
		return RESULT_UNSUPPORTED;
	context = EVP_PKEY_CTX_new(key, NULL);
	if (context && set_oaep(context, oaep->label) &&
	    EVP_PKEY_encrypt(context, cipher->at, &cipher->len, oaep->plain.at, oaep->plain.len) == 1)
		result = RESULT_OK;
	EVP_PKEY_CTX_free(context);
	return result;
}

enum result tpm_rsa_oaep_encrypt(const struct tpm_oaep *oaep, struct buffer room, struct bytes *ret_cipher)
{
	uint8_t longest[TPM_RSA_MODULUS_MAX_LEN];
	struct buffer cipher = BUFFER_OF(longest);
	EVP_PKEY *key = NULL;
	enum result result;

	ERR_set_mark();
	result = rsa_key(oaep->spki, &key);
	if (result == RESULT_OK)
		result = encrypt(key, oaep, &cipher);
	EVP_PKEY_free(key);
	ERR_pop_to_mark();
	if (result == RESULT_OK)
		result = bytes_copy(room, bytes_of_buffer(cipher));
	if (result == RESULT_OK)
		*ret_cipher = bytes_from(room.at, cipher.len);
	return result;
}

static enum result copy_modulus(EVP_PKEY *key, struct buffer room, struct bytes *ret_modulus)
{
	BIGNUM *modulus = NULL, *exponent = NULL;
	enum result result = RESULT_CRYPTO;

	if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus) == 1 &&
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1) {
		if (!BN_is_word(exponent, 65537))
			result = RESULT_UNSUPPORTED;
		else if ((size_t)BN_num_bytes(modulus) > room.len)
			result = RESULT_TOO_LARGE;
		else
			result = RESULT_OK;
	}
	if (result == RESULT_OK)
		*ret_modulus = bytes_from(room.at, (size_t)BN_bn2bin(modulus, room.at));
	BN_free(modulus);
	BN_free(exponent);
	return result;
}

enum result tpm_rsa_modulus(struct bytes spki, struct buffer room, struct bytes *ret_modulus)
{
	EVP_PKEY *key = NULL;
	enum result result;

	ERR_set_mark();
	result = rsa_key(spki, &key);
	if (result == RESULT_OK)
		result = copy_modulus(key, room, ret_modulus);
	EVP_PKEY_free(key);
	ERR_pop_to_mark();
	return result;
}

enum result tpm_aes128_cfb_encrypt(struct bytes key, struct bytes plain, struct buffer to)
{
	static const uint8_t zeros[16];
	EVP_CIPHER_CTX *context;
	int len, done;

	if (key.len != TPM_AES128_KEY_LEN || plain.len != to.len || plain.len > INT_MAX)
		return RESULT_MALFORMED;
	ERR_set_mark();
	context = EVP_CIPHER_CTX_new();
	done = context && EVP_EncryptInit_ex(context, EVP_aes_128_cfb128(), NULL, key.at, zeros) == 1 &&
	       EVP_EncryptUpdate(context, to.at, &len, plain.at, (int)plain.len) == 1;
	EVP_CIPHER_CTX_free(context);
	ERR_pop_to_mark();
	return done ? RESULT_OK : RESULT_CRYPTO;
}

static enum result derive(EVP_PKEY *own, EVP_PKEY *peer, struct buffer shared_x)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own, NULL);
	enum result result = RESULT_CRYPTO;
	size_t len = shared_x.len;

	if (context && EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, peer) == 1 &&
	    EVP_PKEY_derive(context, shared_x.at, &len) == 1 && len == CRYPTO_P256_SCALAR_LEN)
		result = RESULT_OK;
	EVP_PKEY_CTX_free(context);
	return result;
}

enum result tpm_ecdh_p256(const struct crypto_p256_key *key, struct bytes peer_spki, struct buffer shared_x)
{
	enum result result = RESULT_MALFORMED;
	EVP_PKEY *own, *peer;

	if (shared_x.len != CRYPTO_P256_SCALAR_LEN)
		return RESULT_TOO_LARGE;
	ERR_set_mark();
	own = openssl_p256_private(key);
	peer = openssl_p256_public(peer_spki);
	if (peer)
		result = own ? derive(own, peer, shared_x) : RESULT_CRYPTO;
	EVP_PKEY_free(peer);
	EVP_PKEY_free(own);
	ERR_pop_to_mark();
	return result;
}
