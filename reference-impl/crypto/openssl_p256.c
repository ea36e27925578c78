/* SPDX-License-Identifier: Apache-2.0 */
/* Making P-256 keys: a scalar, checked against the order, and the point that belongs to it. */

#include <string.h>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/openssl_key.h"
#include "reference-impl/crypto/p256_spki.h"

static bool is_private_scalar(const EC_GROUP *group, const BIGNUM *scalar)
{
	return !BN_is_zero(scalar) && BN_cmp(scalar, EC_GROUP_get0_order(group)) < 0;
}

static enum result multiply_base_point(const EC_GROUP *group, const BIGNUM *scalar, uint8_t spki[CRYPTO_P256_SPKI_LEN])
{
	uint8_t encoded[CRYPTO_P256_POINT_LEN];
	EC_POINT *point = EC_POINT_new(group);
	size_t len = 0;

	if (point && EC_POINT_mul(group, point, scalar, NULL, NULL, NULL) == 1)
		len = EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, encoded, sizeof(encoded), NULL);
	EC_POINT_free(point);
	return len == sizeof(encoded) ? p256_spki_from_point(BYTES_OF(encoded), spki) : RESULT_CRYPTO;
}

static enum result derive_spki(struct bytes scalar, uint8_t spki[CRYPTO_P256_SPKI_LEN])
{
	const EC_GROUP *group = openssl_p256_group();
	BIGNUM *number = BN_bin2bn(scalar.at, (int)scalar.len, NULL);
	enum result result = RESULT_CRYPTO;

	if (group && number) {
		BN_set_flags(number, BN_FLG_CONSTTIME);
		result = is_private_scalar(group, number) ? multiply_base_point(group, number, spki) : RESULT_MALFORMED;
	}
	BN_clear_free(number);
	return result;
}

enum result crypto_p256_from_scalar(struct bytes scalar, struct crypto_p256_key *ret_key)
{
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	enum result result;

	if (scalar.len != CRYPTO_P256_SCALAR_LEN)
		return RESULT_MALFORMED;
	ERR_set_mark();
	result = derive_spki(scalar, spki);
	ERR_pop_to_mark();
	if (result != RESULT_OK)
		return result;
	memcpy(ret_key->scalar, scalar.at, sizeof(ret_key->scalar));
	memcpy(ret_key->spki, spki, sizeof(ret_key->spki));
	return RESULT_OK;
}

enum result crypto_p256_generate(struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	enum result result = RESULT_MALFORMED;

	/* A random number beyond the order comes up once in 2^32 draws: then draw again (FIPS 186-5 A.2.2). */
	for (int draw = 0; draw < 8 && result == RESULT_MALFORMED; draw++) {
		result = crypto_random(BUFFER_OF(scalar));
		if (result == RESULT_OK)
			result = crypto_p256_from_scalar(BYTES_OF(scalar), ret_key);
	}
	secret_wipe(BUFFER_OF(scalar));
	return result == RESULT_MALFORMED ? RESULT_CRYPTO : result;
}

void crypto_p256_release(struct crypto_p256_key *key)
{
	secret_wipe(BUFFER_OF(*key));
}
