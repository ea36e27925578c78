/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of sha256.h: the same digests and tags as the project's cryptography, at every length and split. */

#include <check.h>
#include <stdlib.h>

#include "conformance/payloads/sha256.h"
#include "reference-impl/crypto/crypto.h"

static uint8_t message[300];

static void fill_message(void)
{
	for (size_t i = 0; i < sizeof(message); i++)
		message[i] = (uint8_t)(i * 151 + 7);
}

START_TEST(digest_equals_crypto_at_every_length)
{
	for (size_t len = 0; len <= sizeof(message); len++) {
		struct payload_sha256 sha;
		struct crypto_sha256 want;
		uint8_t got[PAYLOAD_SHA256_LEN];

		payload_sha256_init(&sha);
		payload_sha256_update(&sha, message, len / 3);
		payload_sha256_update(&sha, message + len / 3, len - len / 3);
		payload_sha256_final(&sha, got);
		ck_assert_int_eq(crypto_sha256(bytes_from(message, len), &want), RESULT_OK);
		ck_assert_mem_eq(got, want.at, sizeof(got));
	}
}
END_TEST

START_TEST(tag_equals_crypto_at_every_length)
{
	for (size_t len = 0; len <= sizeof(message); len++) {
		size_t key_len = len % (PAYLOAD_SHA256_BLOCK_LEN + 1);
		struct crypto_sha256 want;
		uint8_t got[PAYLOAD_SHA256_LEN];

		payload_hmac_sha256(message, key_len, message, len, got);
		ck_assert_int_eq(crypto_hmac_sha256(bytes_from(message, key_len), bytes_from(message, len), &want), RESULT_OK);
		ck_assert_mem_eq(got, want.at, sizeof(got));
	}
}
END_TEST

/* FIPS 180-4 example "abc": an answer that does not come from the library that is compared with above. */
START_TEST(digest_of_the_standard)
{
	static const uint8_t want[] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
					0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
					0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	struct payload_sha256 sha;
	uint8_t got[PAYLOAD_SHA256_LEN];

	payload_sha256_init(&sha);
	payload_sha256_update(&sha, (const uint8_t *)"abc", 3);
	payload_sha256_final(&sha, got);
	ck_assert_mem_eq(got, want, sizeof(got));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("payload sha256");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failures;

	fill_message();
	suite_add_tcase(suite, cases);
	tcase_add_test(cases, digest_equals_crypto_at_every_length);
	tcase_add_test(cases, tag_equals_crypto_at_every_length);
	tcase_add_test(cases, digest_of_the_standard);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
