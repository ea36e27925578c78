/* SPDX-License-Identifier: Apache-2.0 */
/* TPM credential crypto: a known answer for the cipher, and RSA opened again with the library. */

#include <check.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/tpm_credential.h"

static const char identity[] = "IDENTITY"; /* with its NUL */

static EVP_PKEY *rsa_key(unsigned bits, uint8_t *room, size_t room_len, struct bytes *ret_spki)
{
	EVP_PKEY *key = EVP_RSA_gen(bits);
	int len = i2d_PUBKEY(key, NULL);

	ck_assert_uint_le((size_t)len, room_len);
	*ret_spki = bytes_from(room, (size_t)len);
	ck_assert_int_eq(i2d_PUBKEY(key, &room), len);
	return key;
}

/* Opens with the label given; the plain length, or 0. */
static size_t open_oaep(EVP_PKEY *key, const char *label, struct bytes cipher, uint8_t plain[256])
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	void *owned = OPENSSL_memdup(label, sizeof(identity));
	size_t len = 256;

	ck_assert_int_eq(EVP_PKEY_decrypt_init(context), 1);
	ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING), 1);
	ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()), 1);
	ck_assert_int_eq(EVP_PKEY_CTX_set0_rsa_oaep_label(context, owned, sizeof(identity)), 1);
	if (EVP_PKEY_decrypt(context, plain, &len, cipher.at, cipher.len) != 1)
		len = 0;
	EVP_PKEY_CTX_free(context);
	return len;
}

START_TEST(the_owner_of_the_key_opens_the_seed_with_the_label)
{
	uint8_t room[512], cipher_room[256], plain[256], modulus_room[256];
	struct tpm_oaep oaep = { .label = BYTES_OF(identity), .plain = bytes_of_text("a seed of 32 bytes, or thereabout") };
	EVP_PKEY *key = rsa_key(2048, room, sizeof(room), &oaep.spki);
	struct bytes cipher, modulus;

	ck_assert_int_eq(tpm_rsa_oaep_encrypt(&oaep, BUFFER_OF(cipher_room), &cipher), RESULT_OK);
	ck_assert_uint_eq(cipher.len, 256);
	ck_assert_uint_eq(open_oaep(key, identity, cipher, plain), oaep.plain.len);
	ck_assert(bytes_equal(bytes_from(plain, oaep.plain.len), oaep.plain));
	ck_assert_uint_eq(open_oaep(key, "IDENTITx", cipher, plain), 0);
	ck_assert_int_eq(tpm_rsa_modulus(oaep.spki, BUFFER_OF(modulus_room), &modulus), RESULT_OK);
	ck_assert_uint_eq(modulus.len, 256);
	ck_assert_int_eq(tpm_rsa_modulus(oaep.spki, (struct buffer){ room, 255 }, &modulus), RESULT_TOO_LARGE);
	EVP_PKEY_free(key);
}
END_TEST

START_TEST(what_can_not_be_sealed)
{
	uint8_t room[512], cipher_room[512], too_long[256 - 66 + 1] = { 0 };
	struct tpm_oaep oaep = { .label = BYTES_OF(identity), .plain = BYTES_OF(too_long) };
	EVP_PKEY *key = rsa_key(2048, room, sizeof(room), &oaep.spki);
	struct bytes cipher;

	ck_assert_int_eq(tpm_rsa_oaep_encrypt(&oaep, BUFFER_OF(cipher_room), &cipher), RESULT_UNSUPPORTED);
	oaep.plain.len--;
	ck_assert_int_eq(tpm_rsa_oaep_encrypt(&oaep, (struct buffer){ cipher_room, 255 }, &cipher), RESULT_TOO_LARGE);
	ck_assert_int_eq(tpm_rsa_oaep_encrypt(&oaep, BUFFER_OF(cipher_room), &cipher), RESULT_OK);
	oaep.spki.len--;
	ck_assert_int_eq(tpm_rsa_oaep_encrypt(&oaep, BUFFER_OF(cipher_room), &cipher), RESULT_MALFORMED);
	EVP_PKEY_free(key);
	key = rsa_key(1024, room, sizeof(room), &oaep.spki);
	ck_assert_int_eq(tpm_rsa_oaep_encrypt(&oaep, BUFFER_OF(cipher_room), &cipher), RESULT_UNSUPPORTED);
	EVP_PKEY_free(key);
}
END_TEST

START_TEST(cfb_begins_with_the_cipher_of_its_zero_vector)
{
	/* FIPS 197 C.1 does not fit a zero vector; AES-128 of zeros under the zero key is known as well. */
	static const char first[] = "66e94bd4ef8a2c3b884cfa59ca342b2e";
	uint8_t key[TPM_AES128_KEY_LEN] = { 0 }, plain[20] = { 0 }, cipher[20], room[16];
	struct bytes expected;

	ck_assert_int_eq(text_read_hex(bytes_of_text(first), BUFFER_OF(room), &expected), RESULT_OK);
	ck_assert_int_eq(tpm_aes128_cfb_encrypt(BYTES_OF(key), BYTES_OF(plain), BUFFER_OF(cipher)), RESULT_OK);
	ck_assert(bytes_equal(bytes_from(cipher, 16), expected));
	ck_assert_int_eq(tpm_aes128_cfb_encrypt(BYTES_OF(key), BYTES_OF(plain), BUFFER_OF(plain)), RESULT_OK);
	ck_assert(bytes_equal(BYTES_OF(plain), BYTES_OF(cipher)));
	ck_assert_int_eq(tpm_aes128_cfb_encrypt(bytes_from(key, 15), BYTES_OF(plain), BUFFER_OF(cipher)), RESULT_MALFORMED);
	ck_assert_int_eq(tpm_aes128_cfb_encrypt(BYTES_OF(key), bytes_from(plain, 3), BUFFER_OF(cipher)), RESULT_MALFORMED);
}
END_TEST

START_TEST(both_sides_share_a_point)
{
	struct crypto_p256_key a, b;
	uint8_t at_a[32], at_b[32];

	ck_assert_int_eq(crypto_p256_generate(&a), RESULT_OK);
	ck_assert_int_eq(crypto_p256_generate(&b), RESULT_OK);
	ck_assert_int_eq(tpm_ecdh_p256(&a, BYTES_OF(b.spki), BUFFER_OF(at_a)), RESULT_OK);
	ck_assert_int_eq(tpm_ecdh_p256(&b, BYTES_OF(a.spki), BUFFER_OF(at_b)), RESULT_OK);
	ck_assert(bytes_equal(BYTES_OF(at_a), BYTES_OF(at_b)));
	b.spki[90] ^= 1;
	ck_assert_int_eq(tpm_ecdh_p256(&a, BYTES_OF(b.spki), BUFFER_OF(at_a)), RESULT_MALFORMED);
	ck_assert_int_eq(tpm_ecdh_p256(&a, BYTES_OF(a.spki), (struct buffer){ at_a, 31 }), RESULT_TOO_LARGE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tpm credential");
	TCase *tests = tcase_create("crypto");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, the_owner_of_the_key_opens_the_seed_with_the_label);
	tcase_add_test(tests, what_can_not_be_sealed);
	tcase_add_test(tests, cfb_begins_with_the_cipher_of_its_zero_vector);
	tcase_add_test(tests, both_sides_share_a_point);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
