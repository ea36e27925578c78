/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of aead.h: what was sealed opens, what was changed anywhere does not, and Wycheproof agrees. */

#include <check.h>
#include <string.h>

#include "reference-impl/crypto/aead.h"
#include "reference-impl/crypto/wycheproof_fixture.h"

static const uint8_t key[CRYPTO_AEAD_KEY_LEN] = { 1, 2, 3 };
static const uint8_t nonce[CRYPTO_AEAD_NONCE_LEN] = { 4, 5 };
static const uint8_t associated[] = "who";
static const uint8_t plain[20] = "twenty bytes of text";

static struct crypto_aead aead_of_test(void)
{
	return (struct crypto_aead){ BYTES_OF(key), BYTES_OF(nonce), BYTES_OF(associated) };
}

START_TEST(what_was_sealed_opens)
{
	struct crypto_aead aead = aead_of_test();
	uint8_t sealed[sizeof(plain) + CRYPTO_AEAD_TAG_LEN], opened[sizeof(plain)];

	ck_assert_int_eq(crypto_aead_seal(&aead, BYTES_OF(plain), BUFFER_OF(sealed)), RESULT_OK);
	ck_assert_mem_ne(sealed, plain, sizeof(plain));
	ck_assert_int_eq(crypto_aead_open(&aead, BYTES_OF(sealed), BUFFER_OF(opened)), RESULT_OK);
	ck_assert_mem_eq(opened, plain, sizeof(plain));
}
END_TEST

START_TEST(no_bytes_can_be_sealed_too)
{
	struct crypto_aead aead = { BYTES_OF(key), BYTES_OF(nonce), { 0 } };
	uint8_t sealed[CRYPTO_AEAD_TAG_LEN], none[1];

	ck_assert_int_eq(crypto_aead_seal(&aead, (struct bytes){ 0 }, BUFFER_OF(sealed)), RESULT_OK);
	ck_assert_int_eq(crypto_aead_open(&aead, BYTES_OF(sealed), (struct buffer){ none, 0 }), RESULT_OK);
	sealed[15] ^= 1;
	ck_assert_int_eq(crypto_aead_open(&aead, BYTES_OF(sealed), (struct buffer){ none, 0 }), RESULT_REFUSED);
}
END_TEST

START_TEST(every_changed_bit_is_noticed_and_nothing_is_given_out)
{
	static const uint8_t zeros[sizeof(plain)];
	struct crypto_aead aead = aead_of_test();
	uint8_t sealed[sizeof(plain) + CRYPTO_AEAD_TAG_LEN], opened[sizeof(plain)];

	ck_assert_int_eq(crypto_aead_seal(&aead, BYTES_OF(plain), BUFFER_OF(sealed)), RESULT_OK);
	for (size_t bit = 0; bit < 8 * sizeof(sealed); bit++) {
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		memset(opened, 0xaa, sizeof(opened));
		ck_assert_int_eq(crypto_aead_open(&aead, BYTES_OF(sealed), BUFFER_OF(opened)), RESULT_REFUSED);
		ck_assert_mem_eq(opened, zeros, sizeof(zeros));
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}
END_TEST

START_TEST(another_key_nonce_or_associated_does_not_open)
{
	static const uint8_t other[CRYPTO_AEAD_KEY_LEN] = { 9 };
	uint8_t sealed[sizeof(plain) + CRYPTO_AEAD_TAG_LEN], opened[sizeof(plain)];
	struct crypto_aead aead = aead_of_test(), wrong[3] = { aead, aead, aead };

	wrong[0].key = BYTES_OF(other);
	wrong[1].nonce = bytes_from(other, CRYPTO_AEAD_NONCE_LEN);
	wrong[2].associated = bytes_from(associated, sizeof(associated) - 1);
	ck_assert_int_eq(crypto_aead_seal(&aead, BYTES_OF(plain), BUFFER_OF(sealed)), RESULT_OK);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(crypto_aead_open(&wrong[i], BYTES_OF(sealed), BUFFER_OF(opened)), RESULT_REFUSED);
}
END_TEST

START_TEST(lengths_are_exact)
{
	uint8_t sealed[sizeof(plain) + CRYPTO_AEAD_TAG_LEN + 1] = { 0 }, opened[sizeof(plain)];
	struct crypto_aead aead = aead_of_test(), short_key = aead, short_nonce = aead;

	short_key.key.len = 16;
	short_nonce.nonce.len = 8;
	ck_assert_int_eq(crypto_aead_seal(&aead, BYTES_OF(plain), BUFFER_OF(sealed)), RESULT_MALFORMED);
	ck_assert_int_eq(crypto_aead_open(&aead, bytes_from(sealed, 15), (struct buffer){ opened, 0 }), RESULT_MALFORMED);
	ck_assert_int_eq(crypto_aead_open(&short_key, bytes_from(sealed, 36), BUFFER_OF(opened)), RESULT_MALFORMED);
	ck_assert_int_eq(crypto_aead_open(&short_nonce, bytes_from(sealed, 36), BUFFER_OF(opened)), RESULT_MALFORMED);
}
END_TEST

/* The file's other sizes are outside our profile: those have to be refused. */
static bool takes_gcm(const json_t *group, const json_t *test)
{
	static uint8_t sealed[1 << 12], opened[1 << 12];
	struct crypto_aead aead = { wycheproof_hex(test, "key"), wycheproof_hex(test, "iv"), wycheproof_hex(test, "aad") };
	struct bytes message = wycheproof_hex(test, "msg"), cipher = wycheproof_hex(test, "ct"), tag = wycheproof_hex(test, "tag");
	bool ours = aead.key.len == CRYPTO_AEAD_KEY_LEN && aead.nonce.len == CRYPTO_AEAD_NONCE_LEN &&
		    json_integer_value(json_object_get(group, "tagSize")) == 8 * CRYPTO_AEAD_TAG_LEN;
	enum result result;

	ck_assert_uint_le(cipher.len + tag.len, sizeof(sealed));
	if (cipher.len > 0)
		memcpy(sealed, cipher.at, cipher.len);
	memcpy(sealed + cipher.len, tag.at, tag.len);
	result = crypto_aead_open(&aead, bytes_from(sealed, cipher.len + tag.len), (struct buffer){ opened, cipher.len });
	if (!ours) {
		ck_assert_int_ne(result, RESULT_OK);
		return strcmp(json_string_value(json_object_get(test, "result")), "invalid") != 0;
	}
	return result == RESULT_OK && bytes_equal(bytes_from(opened, cipher.len), message);
}

START_TEST(wycheproof_has_no_other_opinion)
{
	wycheproof_run("aes_gcm_test", takes_gcm);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("aead");
	TCase *tests = tcase_create("aead");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, what_was_sealed_opens);
	tcase_add_test(tests, no_bytes_can_be_sealed_too);
	tcase_add_test(tests, every_changed_bit_is_noticed_and_nothing_is_given_out);
	tcase_add_test(tests, another_key_nonce_or_associated_does_not_open);
	tcase_add_test(tests, lengths_are_exact);
	tcase_add_test(tests, wycheproof_has_no_other_opinion);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
