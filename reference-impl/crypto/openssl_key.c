/* SPDX-License-Identifier: Apache-2.0 */
/* P-256 keys between our fixed forms and the library's. */

#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/openssl_key.h"
#include "reference-impl/crypto/p256_spki.h"

static char group_name[] = "prime256v1"; /* the parameter type wants char *, and only reads */

static EVP_PKEY *key_from(OSSL_PARAM *parameters, int selection)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	if (context && EVP_PKEY_fromdata_init(context) == 1)
		(void)EVP_PKEY_fromdata(context, &key, selection, parameters);
	EVP_PKEY_CTX_free(context);
	return key;
}

/*
 * The curve is made once, in both of the library's forms: that costs a fifth of a signature check, and
 * nearly a whole signature (measured), and it never changes. These are the only statics of the folder that are not
 * const; nothing writes them later.
 */
static EVP_PKEY *curve;
static EC_GROUP *group;
static CRYPTO_ONCE curve_once = CRYPTO_ONCE_STATIC_INIT;

static void make_curve(void)
{
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group_name, 0),
		OSSL_PARAM_END
	};

	curve = key_from(parameters, EVP_PKEY_KEY_PARAMETERS);
	group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
}

const EC_GROUP *openssl_p256_group(void)
{
	return CRYPTO_THREAD_run_once(&curve_once, make_curve) == 1 ? group : NULL;
}

static EVP_PKEY *key_on_curve(struct bytes point)
{
	EVP_PKEY *key;

	if (CRYPTO_THREAD_run_once(&curve_once, make_curve) != 1 || !curve)
		return NULL;
	key = EVP_PKEY_new();
	/* Refuses a point that is not on the curve. */
	if (key && EVP_PKEY_copy_parameters(key, curve) == 1 && EVP_PKEY_set1_encoded_public_key(key, point.at, point.len) == 1)
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

EVP_PKEY *openssl_p256_public(struct bytes spki)
{
	EVP_PKEY *key;

	if (!p256_spki_is_plain(spki))
		return NULL;
	ERR_set_mark();
	key = key_on_curve(p256_spki_point(spki));
	ERR_pop_to_mark();
	return key;
}

/* The library takes numbers in the byte order of the machine. */
static int native_order(struct bytes scalar, struct buffer native)
{
	BIGNUM *number = BN_bin2bn(scalar.at, (int)scalar.len, NULL);
	int done = number && BN_bn2nativepad(number, native.at, (int)native.len) == (int)native.len;

	BN_clear_free(number);
	return done;
}

EVP_PKEY *openssl_p256_private(const struct crypto_p256_key *key)
{
	uint8_t point[CRYPTO_P256_POINT_LEN];
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group_name, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)),
		OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, scalar, sizeof(scalar)),
		OSSL_PARAM_END
	};
	EVP_PKEY *made = NULL;

	if (!p256_spki_is_plain(BYTES_OF(key->spki)))
		return NULL;
	memcpy(point, p256_spki_point(BYTES_OF(key->spki)).at, sizeof(point));
	ERR_set_mark();
	if (native_order(BYTES_OF(key->scalar), BUFFER_OF(scalar)))
		made = key_from(parameters, EVP_PKEY_KEYPAIR);
	ERR_pop_to_mark();
	secret_wipe(BUFFER_OF(scalar));
	return made;
}
