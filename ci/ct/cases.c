/* SPDX-License-Identifier: Apache-2.0 */
/* A secret goes in unknown; what may be known of the answer is made known behind the call. */
#include "ci/ct/cases.h"

#include <string.h>

#include "ci/ct/mark.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/crypto.h"

/* Equal, and different in the first, a middle and the last byte: all four the same way. */
static bool compare(void)
{
	static const int differs_at[] = { -1, 0, 17, 31 };
	bool right = true;

	for (size_t i = 0; i < sizeof(differs_at) / sizeof(differs_at[0]); i++) {
		uint8_t a[32], b[32];

		memset(a, 0x5a, sizeof(a));
		memcpy(b, a, sizeof(b));
		if (differs_at[i] >= 0)
			b[differs_at[i]] ^= 1;
		ct_hide(a, sizeof(a));
		ct_hide(b, sizeof(b));
		right = right && secret_equal(BYTES_OF(a), BYTES_OF(b)) == (differs_at[i] < 0);
	}
	return right;
}

/* All bytes the same but one, or not even that. */
static bool find_uniform(void)
{
	static const int differs_at[] = { -1, 0, 17, 31 };
	bool right = true;

	for (size_t i = 0; i < sizeof(differs_at) / sizeof(differs_at[0]); i++) {
		uint8_t secret[32];

		memset(secret, 0xff, sizeof(secret));
		if (differs_at[i] >= 0)
			secret[differs_at[i]] ^= 1;
		ct_hide(secret, sizeof(secret));
		right = right && secret_is_uniform(BYTES_OF(secret)) == (differs_at[i] < 0);
	}
	return right;
}

static bool wipe(void)
{
	uint8_t secret[48];

	memset(secret, 0xa7, sizeof(secret));
	ct_hide(secret, sizeof(secret));
	secret_wipe(BUFFER_OF(secret));
	return ct_is_zero(BYTES_OF(secret));
}

static bool authenticate(void)
{
	static const uint8_t nonce[16] = { 1, 2, 3 };
	struct crypto_sha256 tag = { { 0 } };
	uint8_t key[32];
	bool done;

	memset(key, 0x11, sizeof(key));
	ct_hide(key, sizeof(key));
	done = crypto_hmac_sha256(BYTES_OF(key), BYTES_OF(nonce), &tag) == RESULT_OK;
	ct_show(&tag, sizeof(tag));
	return done && !ct_is_zero(BYTES_OF(tag));
}

static bool derive(void)
{
	static const uint8_t salt[8] = { 9 }, info[4] = { 'c', 't' };
	uint8_t secret[32], derived[64] = { 0 };
	bool done;

	memset(secret, 0x22, sizeof(secret));
	ct_hide(secret, sizeof(secret));
	done = crypto_hkdf(CRYPTO_SHA256, BYTES_OF(secret), BYTES_OF(salt), BYTES_OF(info), BUFFER_OF(derived)) == RESULT_OK;
	ct_show(derived, sizeof(derived));
	return done && !ct_is_zero(BYTES_OF(derived));
}

static bool hash(void)
{
	uint8_t secret[100];
	struct crypto_sha256 digest = { { 0 } };
	bool done;

	memset(secret, 0x33, sizeof(secret));
	ct_hide(secret, sizeof(secret));
	done = crypto_sha256(BYTES_OF(secret), &digest) == RESULT_OK;
	ct_show(&digest, sizeof(digest));
	return done && !ct_is_zero(BYTES_OF(digest));
}

const struct ct_case ct_cases[] = {
	{ "secret_equal", "both sides of a comparison", compare },
	{ "secret_is_uniform", "what may be blank", find_uniform },
	{ "secret_wipe", "what is wiped", wipe },
	{ "crypto_hmac_sha256", "the key", authenticate },
	{ "crypto_hkdf", "the secret that keys are derived from", derive },
	{ "crypto_sha256", "what is hashed", hash },
	{ "dice_next", "the secrets of a layer", ct_next_layer },
	{ "dice_key", "the secret of a layer, out of which a key is made", ct_layer_key },
	{ "entropy_pool_fill", "the state of the pool, and noise that was tested", ct_random_bytes },
	{ "root_of_trust_power_on", "device secret and boot seed", ct_power_on },
	{ "crypto_aead_seal", "key and text", ct_seal },
	{ "crypto_aead_open", "key and text", ct_open },
	{ "sealing_unseal", "the root of sealing keys, and what was sealed", ct_unseal },
	{ "client_key_sign", "the root of client keys, and each key", ct_client_key },
	{ "service_session_open", "the challenge, and which key is fused", ct_unlock },
	{ "mailbox_handle", "device secret and noise, all through a life", ct_life },
};
const size_t ct_case_count = sizeof(ct_cases) / sizeof(ct_cases[0]);
