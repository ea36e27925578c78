/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing by the library's older interface: it takes the curve that we have, where the newer one makes the curve
 * anew for each key, which takes as long as the signature (measured). The signature itself is the same code.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>

#include "reference-impl/crypto/openssl_key.h"
#include "reference-impl/crypto/p256_spki.h"

/* The public half is not needed for signing. */
static EC_KEY *key_of_scalar(struct bytes scalar)
{
	const EC_GROUP *group = openssl_p256_group();
	BIGNUM *number = BN_bin2bn(scalar.at, (int)scalar.len, NULL);
	EC_KEY *key = EC_KEY_new();
	bool made = group && number && key && EC_KEY_set_group(key, group) == 1 && EC_KEY_set_private_key(key, number) == 1;

	BN_clear_free(number);
	if (made)
		return key;
	EC_KEY_free(key);
	return NULL;
}

enum result crypto_p256_sign(const struct crypto_p256_key *key, struct bytes digest, struct buffer room,
			     struct bytes *ret_signature)
{
	uint8_t longest[CRYPTO_P256_SIGNATURE_MAX_LEN];
	unsigned int len = 0;
	enum result result;
	EC_KEY *private;
	bool done;

	if (digest.len != CRYPTO_SHA256_LEN)
		return RESULT_MALFORMED;
	if (!p256_spki_is_plain(BYTES_OF(key->spki)))
		return RESULT_CRYPTO;
	ERR_set_mark();
	private = key_of_scalar(BYTES_OF(key->scalar));
	done = private && ECDSA_sign(0, digest.at, (int)digest.len, longest, &len, private) == 1;
	EC_KEY_free(private); /* clears what it frees */
	ERR_pop_to_mark();
	result = done ? bytes_copy(room, bytes_from(longest, len)) : RESULT_CRYPTO;
	if (result == RESULT_OK)
		*ret_signature = bytes_from(room.at, len);
	return result;
}
