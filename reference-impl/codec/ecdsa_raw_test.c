/* SPDX-License-Identifier: Apache-2.0 */
/* Both directions, at the borders where DER adds or drops a byte. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/ecdsa_raw.h"

static uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];

START_TEST(goes_there_and_back)
{
	static const uint8_t firsts[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	uint8_t raw[ECDSA_RAW_LEN], back[ECDSA_RAW_LEN];
	struct bytes der;

	for (size_t zeros = 0; zeros < 32; zeros++) {
		for (size_t i = 0; i < sizeof(firsts); i++) {
			memset(raw, 0x55, sizeof(raw));
			memset(raw, 0, zeros);
			raw[zeros] = firsts[i];
			raw[31] |= 1;
			memcpy(raw + 32, raw, 32);
			raw[32] = firsts[sizeof(firsts) - 1 - i];
			ck_assert_int_eq(ecdsa_raw_to_der(BYTES_OF(raw), BUFFER_OF(room), &der), RESULT_OK);
			ck_assert(crypto_ecdsa_der_is_strict(der));
			ck_assert_int_eq(ecdsa_raw_from_der(der, back), RESULT_OK);
			ck_assert_mem_eq(back, raw, sizeof(raw));
		}
	}
}
END_TEST

START_TEST(only_64_bytes_are_raw)
{
	uint8_t raw[ECDSA_RAW_LEN + 1] = { 1 };
	struct bytes der;

	for (size_t len = 0; len <= sizeof(raw); len++)
		ck_assert_int_eq(ecdsa_raw_to_der(bytes_from(raw, len), BUFFER_OF(room), &der),
				 len == ECDSA_RAW_LEN ? RESULT_OK : RESULT_MALFORMED);
	ck_assert_int_eq(ecdsa_raw_to_der(bytes_from(raw, ECDSA_RAW_LEN), (struct buffer){ room, 7 }, &der), RESULT_TOO_LARGE);
}
END_TEST

/* A zero has a form, and the verifier refuses it. */
START_TEST(zero_is_no_signature)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = 1 }, digest[CRYPTO_SHA256_LEN] = { 1 }, raw[ECDSA_RAW_LEN] = { 0 };
	struct crypto_p256_key key;
	struct bytes der;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	ck_assert_int_eq(ecdsa_raw_to_der(BYTES_OF(raw), BUFFER_OF(room), &der), RESULT_OK);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), der), RESULT_BAD_SIGNATURE);
}
END_TEST

START_TEST(only_strict_der_is_taken)
{
	uint8_t raw[ECDSA_RAW_LEN];
	static const uint8_t lax[][12] = {
		{ 8, 0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01 },       /* zero */
		{ 9, 0x30, 0x07, 0x02, 0x02, 0x00, 0x01, 0x02, 0x01, 0x01 }, /* padded */
		{ 9, 0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01, 0x00 }, /* something behind */
		{ 8, 0x30, 0x06, 0x02, 0x01, 0x81, 0x02, 0x01, 0x01 },       /* negative */
		{ 9, 0x30, 0x81, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01 }, /* long length */
	};

	for (size_t i = 0; i < sizeof(lax) / sizeof(lax[0]); i++)
		ck_assert_int_eq(ecdsa_raw_from_der(bytes_from(lax[i] + 1, lax[i][0]), raw), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ecdsa_raw");
	TCase *tests = tcase_create("forms");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, goes_there_and_back);
	tcase_add_test(tests, only_64_bytes_are_raw);
	tcase_add_test(tests, zero_is_no_signature);
	tcase_add_test(tests, only_strict_der_is_taken);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
