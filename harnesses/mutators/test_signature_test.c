/* SPDX-License-Identifier: Apache-2.0 */
/* The signatures verify under their own key and no other, and are the same each time. */

#include <check.h>
#include <string.h>

#include "harnesses/mutators/test_signature.h"

static struct test_key keys[TEST_KEY_COUNT];

static void setup(void)
{
	for (unsigned int i = 0; i < TEST_KEY_COUNT; i++)
		ck_assert_int_eq(test_key(i, &keys[i]), RESULT_OK);
}

/* Digests of one byte each, so that sums with and without a carry and short ones are met. */
START_TEST(verifies_under_its_own_key_alone)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes signature;
	uint8_t byte = (uint8_t)_i;

	ck_assert_int_eq(crypto_sha256(BYTES_OF(byte), &digest), RESULT_OK);
	for (unsigned int i = 0; i < TEST_KEY_COUNT; i++) {
		ck_assert_int_eq(test_sign(&keys[i], &digest, BUFFER_OF(room), &signature), RESULT_OK);
		for (unsigned int j = 0; j < TEST_KEY_COUNT; j++)
			ck_assert_int_eq(crypto_p256_verify(BYTES_OF(keys[j].key.spki), BYTES_OF(digest), signature),
					 i == j ? RESULT_OK : RESULT_BAD_SIGNATURE);
	}
}
END_TEST

START_TEST(extreme_digests_verify)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes signature;

	memset(&digest, _i, sizeof(digest));
	ck_assert_int_eq(test_sign(&keys[0], &digest, BUFFER_OF(room), &signature), RESULT_OK);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(keys[0].key.spki), BYTES_OF(digest), signature), RESULT_OK);
}
END_TEST

START_TEST(is_the_same_each_time)
{
	uint8_t first_room[CRYPTO_P256_SIGNATURE_MAX_LEN], second_room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest = { { 1 } };
	struct bytes first, second;

	ck_assert_int_eq(test_sign(&keys[0], &digest, BUFFER_OF(first_room), &first), RESULT_OK);
	ck_assert_int_eq(test_sign(&keys[0], &digest, BUFFER_OF(second_room), &second), RESULT_OK);
	ck_assert(bytes_equal(first, second));
}
END_TEST

START_TEST(a_short_room_is_refused)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN - 8];
	struct crypto_sha256 digest = { { 1 } };
	struct bytes signature = { NULL, 0 };

	ck_assert_int_eq(test_sign(&keys[0], &digest, BUFFER_OF(room), &signature), RESULT_TOO_LARGE);
	ck_assert_ptr_null(signature.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("test_signature");
	TCase *tcase = tcase_create("signatures");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_loop_test(tcase, verifies_under_its_own_key_alone, 0, 256);
	tcase_add_loop_test(tcase, extreme_digests_verify, 1, 256);
	tcase_add_test(tcase, is_the_same_each_time);
	tcase_add_test(tcase, a_short_room_is_refused);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
