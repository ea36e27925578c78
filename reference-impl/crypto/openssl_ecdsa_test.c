/* SPDX-License-Identifier: Apache-2.0 */
/* P-256 keys and signatures: what is signed verifies, and nothing near it does. */

#include <check.h>
#include <string.h>

#include <openssl/err.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

static const uint8_t digest[CRYPTO_SHA256_LEN] = { 1, 2, 3 };

static struct crypto_p256_key fresh_key(void)
{
	struct crypto_p256_key key;

	ck_assert_int_eq(crypto_p256_generate(&key), RESULT_OK);
	return key;
}

START_TEST(a_signature_verifies_and_no_bit_of_it_may_change)
{
	struct crypto_p256_key key = fresh_key();
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature;

	ck_assert_int_eq(crypto_p256_sign(&key, BYTES_OF(digest), BUFFER_OF(room), &signature), RESULT_OK);
	ck_assert(crypto_ecdsa_der_is_strict(signature));
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), signature), RESULT_OK);
	for (size_t bit = 0; bit < 8 * signature.len; bit++) {
		room[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), signature), RESULT_BAD_SIGNATURE);
		room[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}
END_TEST

START_TEST(a_signature_tells_its_key)
{
	struct crypto_p256_key key = fresh_key();
	struct crypto_p256_candidates keys;
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature;
	bool found = false;

	ck_assert_int_eq(crypto_p256_sign(&key, BYTES_OF(digest), BUFFER_OF(room), &signature), RESULT_OK);
	ck_assert_int_eq(crypto_p256_recover(BYTES_OF(digest), signature, &keys), RESULT_OK);
	for (size_t i = 0; i < keys.count; i++) {
		ck_assert_int_eq(crypto_p256_verify(BYTES_OF(keys.spki[i]), BYTES_OF(digest), signature), RESULT_OK);
		found = found || memcmp(keys.spki[i], key.spki, sizeof(key.spki)) == 0;
	}
	ck_assert(found);
	room[signature.len - 1] ^= 1;
	found = false;
	if (crypto_p256_recover(BYTES_OF(digest), signature, &keys) == RESULT_OK)
		for (size_t i = 0; i < keys.count; i++)
			found = found || memcmp(keys.spki[i], key.spki, sizeof(key.spki)) == 0;
	ck_assert(!found);
	ck_assert_int_eq(crypto_p256_recover(BYTES_OF(digest), bytes_from(room, 4), &keys), RESULT_BAD_SIGNATURE);
	ck_assert_int_eq(crypto_p256_recover(bytes_from(digest, 31), signature, &keys), RESULT_MALFORMED);
}
END_TEST

START_TEST(the_wrong_key_or_digest_is_a_bad_signature)
{
	struct crypto_p256_key key = fresh_key(), other = fresh_key();
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN], changed[CRYPTO_SHA256_LEN] = { 1, 2, 4 };
	struct bytes signature;

	ck_assert_int_eq(crypto_p256_sign(&key, BYTES_OF(digest), BUFFER_OF(room), &signature), RESULT_OK);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(other.spki), BYTES_OF(digest), signature), RESULT_BAD_SIGNATURE);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(changed), signature), RESULT_BAD_SIGNATURE);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), bytes_from(digest, 31), signature), RESULT_MALFORMED);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), bytes_from(NULL, 0)), RESULT_BAD_SIGNATURE);
}
END_TEST

START_TEST(what_is_no_key_is_malformed)
{
	struct crypto_p256_key key = fresh_key();
	struct bytes signature = { digest, 8 };
	uint8_t longer[CRYPTO_P256_SPKI_LEN + 1] = { 0 };

	memcpy(longer, key.spki, sizeof(key.spki));
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(longer), BYTES_OF(digest), signature), RESULT_MALFORMED);
	ck_assert_int_eq(crypto_p256_verify(bytes_from(longer, 90), BYTES_OF(digest), signature), RESULT_MALFORMED);
	for (size_t i = 0; i < sizeof(key.spki); i++) {
		key.spki[i] ^= 0x55;
		/* A changed coordinate is off the curve; that both are changed is not tried. */
		ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), signature), RESULT_MALFORMED);
		key.spki[i] ^= 0x55;
	}
}
END_TEST

START_TEST(scalars_lie_between_zero_and_the_order)
{
	static const char order[] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };
	struct crypto_p256_key key;
	struct bytes got;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_MALFORMED);
	scalar[31] = 1;
	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	ck_assert_int_eq(crypto_p256_from_scalar(bytes_from(scalar, 31), &key), RESULT_MALFORMED);
	ck_assert_int_eq(text_read_hex(bytes_of_text(order), BUFFER_OF(scalar), &got), RESULT_OK);
	ck_assert_int_eq(crypto_p256_from_scalar(got, &key), RESULT_MALFORMED);
	scalar[31]--;
	ck_assert_int_eq(crypto_p256_from_scalar(got, &key), RESULT_OK);
}
END_TEST

START_TEST(the_point_of_one_is_the_base_point)
{
	static const char x[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = 1 }, room[32];
	struct crypto_p256_key key;
	struct bytes expected;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	ck_assert_int_eq(text_read_hex(bytes_of_text(x), BUFFER_OF(room), &expected), RESULT_OK);
	ck_assert(bytes_equal(bytes_from(key.spki + 27, 32), expected));
	crypto_p256_release(&key);
	ck_assert_uint_eq(key.scalar[31], 0);
}
END_TEST

START_TEST(der_that_some_library_takes_and_we_do_not)
{
	static const char *const lax[] = {
		"", "30", "3000", "3006020101020100", "3006020100020101", "300602018102017f",
		"30070202000102017f",     /* zero byte that no sign needs */
		"3081060201010201017f",   /* long form of a short length */
		"300602010102010100",     /* a byte behind */
		"30070201010201010500",   /* an element behind, inside */
		"3006020101040101", "3106020101020101", "3080020101020101", "3006028101020101",
		"3005020101020101", "3007020101020101", "30050201010200", "300302010102",
	};

	ck_assert(crypto_ecdsa_der_is_strict(bytes_from("\x30\x06\x02\x01\x01\x02\x01\x01", 8)));
	ck_assert(crypto_ecdsa_der_is_strict(bytes_from("\x30\x07\x02\x02\x00\x80\x02\x01\x01", 9)));
	for (size_t i = 0; i < sizeof(lax) / sizeof(lax[0]); i++) {
		uint8_t room[16];
		struct bytes der;

		ck_assert_int_eq(text_read_hex(bytes_of_text(lax[i]), BUFFER_OF(room), &der), RESULT_OK);
		ck_assert_msg(!crypto_ecdsa_der_is_strict(der), "taken: %s", lax[i]);
	}
}
END_TEST

START_TEST(failures_leave_the_error_queue_of_the_library_alone)
{
	struct crypto_p256_key key = fresh_key();
	static const uint8_t signature[] = { 0x30, 6, 2, 1, 1, 2, 1, 1 };

	ERR_clear_error();
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), BYTES_OF(signature)), RESULT_BAD_SIGNATURE);
	key.spki[90] ^= 1;
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), BYTES_OF(signature)), RESULT_MALFORMED);
	ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

/* r = s = x of the public key: the equation holds for a digest of zeros, under any key. */
START_TEST(a_digest_of_zeros_has_no_signature)
{
	static const uint8_t zeros[CRYPTO_SHA256_LEN];
	uint8_t signature[70] = { 0x30, 68, 0x02, 32, [36] = 0x02, [37] = 32 }, scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = 1 };
	struct crypto_p256_key key;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	memcpy(signature + 4, key.spki + 27, 32);
	memcpy(signature + 38, key.spki + 27, 32);
	ck_assert(crypto_ecdsa_der_is_strict(BYTES_OF(signature)));
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(zeros), BYTES_OF(signature)), RESULT_BAD_SIGNATURE);
}
END_TEST

START_TEST(a_short_room_for_the_signature_is_told)
{
	struct crypto_p256_key key = fresh_key();
	uint8_t room[8];
	struct bytes signature;

	ck_assert_int_eq(crypto_p256_sign(&key, BYTES_OF(digest), BUFFER_OF(room), &signature), RESULT_TOO_LARGE);
	ck_assert_int_eq(crypto_p256_sign(&key, bytes_from(digest, 20), BUFFER_OF(room), &signature), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ecdsa");
	TCase *tests = tcase_create("p256");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, a_signature_verifies_and_no_bit_of_it_may_change);
	tcase_add_test(tests, a_signature_tells_its_key);
	tcase_add_test(tests, the_wrong_key_or_digest_is_a_bad_signature);
	tcase_add_test(tests, what_is_no_key_is_malformed);
	tcase_add_test(tests, scalars_lie_between_zero_and_the_order);
	tcase_add_test(tests, the_point_of_one_is_the_base_point);
	tcase_add_test(tests, der_that_some_library_takes_and_we_do_not);
	tcase_add_test(tests, failures_leave_the_error_queue_of_the_library_alone);
	tcase_add_test(tests, a_digest_of_zeros_has_no_signature);
	tcase_add_test(tests, a_short_room_for_the_signature_is_told);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
