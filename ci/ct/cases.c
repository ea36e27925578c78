/* SPDX-License-Identifier: Apache-2.0 */
/* A secret goes in unknown; what may be known of the answer is made known behind the call. */
#include "ci/ct/cases.h"

#include <string.h>
#include <valgrind/memcheck.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/aead.h"
#include "reference-impl/root_of_trust/dice.h"

static void hide(void *at, size_t len)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(at, len);
}

static void show(void *at, size_t len)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(at, len);
}

/* Equal, and different in the first, a middle and the last byte: all four the same way. */
static bool compare(void)
{
	static const int differs_at[] = { -1, 0, 17, 31 };
	bool right = true;

	for (size_t i = 0; i < sizeof(differs_at) / sizeof(differs_at[0]); i++) {
		uint8_t a[32], b[32];
		bool equal;

		memset(a, 0x5a, sizeof(a));
		memcpy(b, a, sizeof(b));
		if (differs_at[i] >= 0)
			b[differs_at[i]] ^= 1;
		hide(a, sizeof(a));
		hide(b, sizeof(b));
		equal = secret_equal(BYTES_OF(a), BYTES_OF(b));
		show(&equal, sizeof(equal));
		right = right && equal == (differs_at[i] < 0);
	}
	return right;
}

static bool is_zero(struct bytes bytes)
{
	uint8_t seen = 0;

	for (size_t i = 0; i < bytes.len; i++)
		seen |= bytes.at[i];
	return seen == 0;
}

static bool wipe(void)
{
	uint8_t secret[48];

	memset(secret, 0xa7, sizeof(secret));
	hide(secret, sizeof(secret));
	secret_wipe(BUFFER_OF(secret));
	return is_zero(BYTES_OF(secret));
}

static bool authenticate(void)
{
	static const uint8_t nonce[16] = { 1, 2, 3 };
	struct crypto_sha256 tag = { { 0 } };
	uint8_t key[32];
	bool done;

	memset(key, 0x11, sizeof(key));
	hide(key, sizeof(key));
	done = crypto_hmac_sha256(BYTES_OF(key), BYTES_OF(nonce), &tag) == RESULT_OK;
	show(&tag, sizeof(tag));
	return done && !is_zero(BYTES_OF(tag));
}

static bool derive(void)
{
	static const uint8_t salt[8] = { 9 }, info[4] = { 'c', 't' };
	uint8_t secret[32], derived[64] = { 0 };
	bool done;

	memset(secret, 0x22, sizeof(secret));
	hide(secret, sizeof(secret));
	done = crypto_hkdf(CRYPTO_SHA256, BYTES_OF(secret), BYTES_OF(salt), BYTES_OF(info), BUFFER_OF(derived)) == RESULT_OK;
	show(derived, sizeof(derived));
	return done && !is_zero(BYTES_OF(derived));
}

static bool hash(void)
{
	uint8_t secret[100];
	struct crypto_sha256 digest = { { 0 } };
	bool done;

	memset(secret, 0x33, sizeof(secret));
	hide(secret, sizeof(secret));
	done = crypto_sha256(BYTES_OF(secret), &digest) == RESULT_OK;
	show(&digest, sizeof(digest));
	return done && !is_zero(BYTES_OF(digest));
}

static bool go_on_to_the_next_layer(void)
{
	static const struct dice_input input = { .code = { 4 }, .mode = LAYER_MODE_NORMAL };
	struct dice_cdi cdi;
	bool done;

	memset(&cdi, 0x44, sizeof(cdi));
	hide(&cdi, sizeof(cdi));
	done = dice_next(&cdi, &input, &cdi) == RESULT_OK;
	show(&cdi, sizeof(cdi));
	return done && !is_zero(BYTES_OF(cdi));
}

static bool seal(void)
{
	static const uint8_t nonce[CRYPTO_AEAD_NONCE_LEN] = { 5 };
	uint8_t key[CRYPTO_AEAD_KEY_LEN], plain[40], sealed[sizeof(plain) + CRYPTO_AEAD_TAG_LEN];
	const struct crypto_aead aead = { BYTES_OF(key), BYTES_OF(nonce), { 0 } };
	bool done;

	memset(key, 0x55, sizeof(key));
	memset(plain, 0x66, sizeof(plain));
	hide(key, sizeof(key));
	hide(plain, sizeof(plain));
	done = crypto_aead_seal(&aead, BYTES_OF(plain), BUFFER_OF(sealed)) == RESULT_OK;
	show(sealed, sizeof(sealed));
	show(plain, sizeof(plain));
	return done && !is_zero(BYTES_OF(sealed)) && !bytes_equal(BYTES_OF(plain), bytes_from(sealed, sizeof(plain)));
}

const struct ct_case ct_cases[] = {
	{ "secret_equal", "both sides of a comparison", compare },
	{ "secret_wipe", "what is wiped", wipe },
	{ "crypto_hmac_sha256", "the key", authenticate },
	{ "crypto_hkdf", "the secret that keys are derived from", derive },
	{ "crypto_sha256", "what is hashed", hash },
	{ "dice_next", "the secrets of a layer", go_on_to_the_next_layer },
	{ "crypto_aead_seal", "key and text", seal },
};
const size_t ct_case_count = sizeof(ct_cases) / sizeof(ct_cases[0]);
