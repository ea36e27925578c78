/* SPDX-License-Identifier: Apache-2.0 */
/* Wycheproof through our wrappers, not through the library: what is tested is what runs. */

#include <check.h>
#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/crypto/crypto.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/crypto/tpm_credential.h"
#include "reference-impl/crypto/wycheproof_fixture.h"

static bool takes_ecdsa(const json_t *group, const json_t *test)
{
	struct crypto_sha256 digest;

	ck_assert_int_eq(crypto_sha256(wycheproof_hex(test, "msg"), &digest), RESULT_OK);
	return crypto_p256_verify(wycheproof_hex(group, "publicKeyDer"), BYTES_OF(digest), wycheproof_hex(test, "sig")) == RESULT_OK;
}

/* Truncated tags are the caller's comparison, as everywhere in the device. */
static bool takes_hmac(const json_t *group, const json_t *test)
{
	size_t tag_len = (size_t)json_integer_value(json_object_get(group, "tagSize")) / 8;
	struct crypto_sha256 tag;

	ck_assert_int_eq(crypto_hmac_sha256(wycheproof_hex(test, "key"), wycheproof_hex(test, "msg"), &tag), RESULT_OK);
	return secret_equal(bytes_from(tag.at, tag_len), wycheproof_hex(test, "tag"));
}

static bool takes_hkdf(enum crypto_hash_kind kind, const json_t *test)
{
	static uint8_t room[1 << 15];
	struct buffer okm = { room, (size_t)json_integer_value(json_object_get(test, "size")) };
	struct bytes salt = wycheproof_hex(test, "salt");
	struct bytes info = wycheproof_hex(test, "info");

	ck_assert_uint_le(okm.len, sizeof(room));
	if (crypto_hkdf(kind, wycheproof_hex(test, "ikm"), salt, info, okm) != RESULT_OK)
		return false;
	return bytes_equal(bytes_of_buffer(okm), wycheproof_hex(test, "okm"));
}

static bool takes_hkdf_sha256(const json_t *group, const json_t *test)
{
	(void)group;
	return takes_hkdf(CRYPTO_SHA256, test);
}

static bool takes_hkdf_sha512(const json_t *group, const json_t *test)
{
	(void)group;
	return takes_hkdf(CRYPTO_SHA512, test);
}

/* The files write private scalars as signed numbers of any length. */
static void key_of_number(struct bytes number, struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };

	while (number.len > sizeof(scalar) && number.at[0] == 0)
		number = bytes_from(number.at + 1, number.len - 1);
	ck_assert_uint_le(number.len, sizeof(scalar));
	memcpy(scalar + sizeof(scalar) - number.len, number.at, number.len);
	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), ret_key), RESULT_OK);
}

static bool takes_ecdh(const json_t *group, const json_t *test)
{
	uint8_t spki[CRYPTO_P256_SPKI_LEN], shared_x[32];
	struct crypto_p256_key key;

	(void)group;
	key_of_number(wycheproof_hex(test, "private"), &key);
	if (p256_spki_from_point(wycheproof_hex(test, "public"), spki) != RESULT_OK)
		return false;
	if (tpm_ecdh_p256(&key, BYTES_OF(spki), BUFFER_OF(shared_x)) != RESULT_OK)
		return false;
	return bytes_equal(BYTES_OF(shared_x), wycheproof_hex(test, "shared"));
}

START_TEST(ecdsa_p256_sha256)
{
	wycheproof_run("ecdsa_secp256r1_sha256_test", takes_ecdsa);
}
END_TEST

START_TEST(hmac_sha256)
{
	wycheproof_run("hmac_sha256_test", takes_hmac);
}
END_TEST

START_TEST(hkdf)
{
	wycheproof_run("hkdf_sha256_test", takes_hkdf_sha256);
	wycheproof_run("hkdf_sha512_test", takes_hkdf_sha512);
}
END_TEST

START_TEST(ecdh_p256)
{
	wycheproof_run("ecdh_secp256r1_ecpoint_test", takes_ecdh);
}
END_TEST

START_TEST(algorithms_that_are_not_ours)
{
	static const char *const names[] = { "aes_wrap_test", "ed25519_test", "x25519_test" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		wycheproof_apart(names[i], "of an algorithm that crypto.h does not have");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wycheproof");
	TCase *tests = tcase_create("wrappers");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, ecdsa_p256_sha256);
	tcase_add_test(tests, hmac_sha256);
	tcase_add_test(tests, hkdf);
	tcase_add_test(tests, ecdh_p256);
	tcase_add_test(tests, algorithms_that_are_not_ours);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
