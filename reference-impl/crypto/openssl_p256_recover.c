/* SPDX-License-Identifier: Apache-2.0 */
/* Public keys under which a signature holds: Q = r^-1 (s R - e G), for both points R whose x is r. */

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/crypto/p256_spki.h"

struct recovery {
	EC_GROUP *group;
	BN_CTX *context;
	BIGNUM *over_r, *by_point, *by_base; /* r^-1, s r^-1, -e r^-1, modulo the order */
	EC_POINT *point, *key;
};

static bool compute_factors(const struct recovery *x, const ECDSA_SIG *signature, struct bytes digest)
{
	const BIGNUM *order = EC_GROUP_get0_order(x->group), *r = ECDSA_SIG_get0_r(signature), *s = ECDSA_SIG_get0_s(signature);

	if (BN_is_zero(r) || BN_is_zero(s) || BN_cmp(r, order) >= 0 || BN_cmp(s, order) >= 0)
		return false;
	return BN_mod_inverse(x->over_r, r, order, x->context) && BN_mod_mul(x->by_point, s, x->over_r, order, x->context) == 1 &&
	       BN_bin2bn(digest.at, (int)digest.len, x->by_base) && BN_mod_mul(x->by_base, x->by_base, x->over_r, order, x->context) == 1 &&
	       BN_mod_sub(x->by_base, order, x->by_base, order, x->context) == 1;
}

static bool recover_one(const struct recovery *x, const BIGNUM *r, int y_bit, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	uint8_t encoded[CRYPTO_P256_POINT_LEN];

	return EC_POINT_set_compressed_coordinates(x->group, x->point, r, y_bit, x->context) == 1 &&
	       EC_POINT_mul(x->group, x->key, x->by_base, x->point, x->by_point, x->context) == 1 &&
	       EC_POINT_point2oct(x->group, x->key, POINT_CONVERSION_UNCOMPRESSED, encoded, sizeof(encoded), x->context) == sizeof(encoded) &&
	       p256_spki_from_point(BYTES_OF(encoded), ret_spki) == RESULT_OK;
}

static bool recovery_begin(struct recovery *x)
{
	*x = (struct recovery){ .group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), .context = BN_CTX_new(), .over_r = BN_new(),
				.by_point = BN_new(), .by_base = BN_new() };
	if (!x->group)
		return false;
	x->point = EC_POINT_new(x->group);
	x->key = EC_POINT_new(x->group);
	return x->context && x->over_r && x->by_point && x->by_base && x->point && x->key;
}

static void recovery_end(struct recovery *x)
{
	EC_POINT_free(x->key);
	EC_POINT_free(x->point);
	BN_free(x->by_base);
	BN_free(x->by_point);
	BN_free(x->over_r);
	BN_CTX_free(x->context);
	EC_GROUP_free(x->group);
}

static enum result recover(const ECDSA_SIG *signature, struct bytes digest, struct crypto_p256_candidates *ret_keys)
{
	struct recovery x;
	enum result result = recovery_begin(&x) ? RESULT_OK : RESULT_CRYPTO;

	ret_keys->count = 0;
	if (result == RESULT_OK && !compute_factors(&x, signature, digest))
		result = RESULT_BAD_SIGNATURE;
	for (int y_bit = 0; result == RESULT_OK && y_bit < 2; y_bit++)
		if (recover_one(&x, ECDSA_SIG_get0_r(signature), y_bit, ret_keys->spki[ret_keys->count]))
			ret_keys->count++;
	recovery_end(&x);
	return result == RESULT_OK && ret_keys->count == 0 ? RESULT_BAD_SIGNATURE : result;
}

enum result crypto_p256_recover(struct bytes digest, struct bytes signature, struct crypto_p256_candidates *ret_keys)
{
	const unsigned char *at = signature.at;
	ECDSA_SIG *parsed;
	enum result result;

	if (digest.len != CRYPTO_SHA256_LEN)
		return RESULT_MALFORMED;
	if (!crypto_ecdsa_der_is_strict(signature))
		return RESULT_BAD_SIGNATURE;
	ERR_set_mark();
	parsed = d2i_ECDSA_SIG(NULL, &at, (long)signature.len);
	result = parsed ? recover(parsed, digest, ret_keys) : RESULT_BAD_SIGNATURE;
	ECDSA_SIG_free(parsed);
	ERR_pop_to_mark();
	return result;
}
