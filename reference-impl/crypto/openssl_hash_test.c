/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes and HMAC: known answers, pieces equal the whole, contexts end cleanly. */

#include <check.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

static void must_be_hex(struct bytes got, const char *hex)
{
	uint8_t room[CRYPTO_HASH_MAX_LEN];
	struct bytes expected;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(room), &expected), RESULT_OK);
	ck_assert(bytes_equal(got, expected));
}

/* The hashes of "abc", FIPS 180-4 examples. */
static const struct {
	enum crypto_hash_kind kind;
	const char *digest;
} of_abc[] = {
	{ CRYPTO_SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ CRYPTO_SHA384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
			 "8086072ba1e7cc2358baeca134c825a7" },
	{ CRYPTO_SHA512, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
			 "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
};

START_TEST(known_hashes_in_pieces)
{
	for (size_t i = 0; i < sizeof(of_abc) / sizeof(of_abc[0]); i++) {
		uint8_t digest[CRYPTO_HASH_MAX_LEN];
		struct crypto_hash hash;

		ck_assert_int_eq(crypto_hash_init(&hash, of_abc[i].kind), RESULT_OK);
		ck_assert_int_eq(crypto_hash_update(&hash, bytes_of_text("a")), RESULT_OK);
		ck_assert_int_eq(crypto_hash_update(&hash, bytes_from(NULL, 0)), RESULT_OK);
		ck_assert_int_eq(crypto_hash_update(&hash, bytes_of_text("bc")), RESULT_OK);
		ck_assert_int_eq(crypto_hash_final(&hash, BUFFER_OF(digest)), RESULT_OK);
		must_be_hex(bytes_from(digest, crypto_hash_len(of_abc[i].kind)), of_abc[i].digest);
	}
}
END_TEST

START_TEST(a_short_digest_buffer_is_refused_and_ends_the_hash)
{
	uint8_t digest[CRYPTO_SHA256_LEN - 1];
	struct crypto_hash hash;

	ck_assert_int_eq(crypto_hash_init(&hash, CRYPTO_SHA256), RESULT_OK);
	ck_assert_int_eq(crypto_hash_final(&hash, BUFFER_OF(digest)), RESULT_TOO_LARGE);
	ck_assert_ptr_null(hash.state);
}
END_TEST

START_TEST(an_ended_context_does_nothing)
{
	uint8_t tag[CRYPTO_SHA256_LEN];
	struct crypto_hash hash;
	struct crypto_hmac hmac;

	ck_assert_int_eq(crypto_hash_init(&hash, CRYPTO_SHA256), RESULT_OK);
	crypto_hash_release(&hash);
	crypto_hash_release(&hash);
	ck_assert_int_eq(crypto_hash_update(&hash, bytes_of_text("a")), RESULT_INTERNAL);
	ck_assert_int_eq(crypto_hash_final(&hash, BUFFER_OF(tag)), RESULT_INTERNAL);
	ck_assert_int_eq(crypto_hmac_init(&hmac, CRYPTO_SHA256, bytes_of_text("k")), RESULT_OK);
	crypto_hmac_release(&hmac);
	crypto_hmac_release(&hmac);
	ck_assert_int_eq(crypto_hmac_update(&hmac, bytes_of_text("a")), RESULT_INTERNAL);
	ck_assert_int_eq(crypto_hmac_final(&hmac, BUFFER_OF(tag)), RESULT_INTERNAL);
}
END_TEST

START_TEST(an_unknown_kind_is_refused)
{
	enum crypto_hash_kind unknown = (enum crypto_hash_kind)77;
	struct crypto_hash hash;
	struct crypto_hmac hmac;

	ck_assert_uint_eq(crypto_hash_len(unknown), 0);
	ck_assert_int_eq(crypto_hash_init(&hash, unknown), RESULT_CRYPTO);
	ck_assert_int_eq(crypto_hmac_init(&hmac, unknown, bytes_of_text("k")), RESULT_CRYPTO);
}
END_TEST

START_TEST(hmac_of_rfc_4231_and_of_the_empty_key)
{
	struct crypto_sha256 tag;

	ck_assert_int_eq(crypto_hmac_sha256(bytes_of_text("Jefe"), bytes_of_text("what do ya want for nothing?"), &tag), RESULT_OK);
	must_be_hex(BYTES_OF(tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	ck_assert_int_eq(crypto_hmac_sha256(bytes_from(NULL, 0), bytes_from(NULL, 0), &tag), RESULT_OK);
	must_be_hex(BYTES_OF(tag), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
END_TEST

START_TEST(hkdf_gives_no_more_than_255_blocks)
{
	static uint8_t okm[255 * CRYPTO_SHA256_LEN + 1];
	struct buffer longest = { okm, sizeof(okm) - 1 };
	struct bytes none = { NULL, 0 };

	ck_assert_int_eq(crypto_hkdf(CRYPTO_SHA256, bytes_of_text("k"), none, none, BUFFER_OF(okm)), RESULT_TOO_LARGE);
	ck_assert_int_eq(crypto_hkdf(CRYPTO_SHA256, bytes_of_text("k"), none, none, longest), RESULT_OK);
}
END_TEST

START_TEST(random_bytes_differ)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };

	ck_assert_int_eq(crypto_random(BUFFER_OF(a)), RESULT_OK);
	ck_assert_int_eq(crypto_random(BUFFER_OF(b)), RESULT_OK);
	ck_assert(!bytes_equal(BYTES_OF(a), BYTES_OF(b)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hash");
	TCase *tests = tcase_create("known answers");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, known_hashes_in_pieces);
	tcase_add_test(tests, a_short_digest_buffer_is_refused_and_ends_the_hash);
	tcase_add_test(tests, an_ended_context_does_nothing);
	tcase_add_test(tests, an_unknown_kind_is_refused);
	tcase_add_test(tests, hmac_of_rfc_4231_and_of_the_empty_key);
	tcase_add_test(tests, hkdf_gives_no_more_than_255_blocks);
	tcase_add_test(tests, random_bytes_differ);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
