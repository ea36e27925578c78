/* SPDX-License-Identifier: Apache-2.0 */
/* Each family of candidates is found, on either side of the order, and a drawn key is not. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/check_weak_key.h"
#include "conformance/core/known_keys.h"

/* n - 5 of P-256. */
static const uint8_t BELOW_THE_ORDER[CRYPTO_P256_SCALAR_LEN] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
								 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
								 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4c };

/* What the finder says of the key of that scalar, with an id of 16 bytes told; NULL: nothing. */
static const char *story_of(const uint8_t scalar[CRYPTO_P256_SCALAR_LEN])
{
	static const uint8_t id[16] = { 0x5a, 1, 2, 3 };
	const struct bytes told[] = { BYTES_OF(id) };
	struct crypto_p256_key drawn, key;
	struct bytes keys[2];
	struct weak_key weak;
	bool found;

	ck_assert_int_eq(crypto_p256_generate(&drawn), RESULT_OK);
	ck_assert_int_eq(crypto_p256_from_scalar(bytes_from(scalar, CRYPTO_P256_SCALAR_LEN), &key), RESULT_OK);
	keys[0] = BYTES_OF(drawn.spki);
	keys[1] = BYTES_OF(key.spki);
	found = weak_key_find(keys, 2, told, 1, &weak);
	if (found)
		ck_assert_uint_eq(weak.index, 1);
	return found ? weak.story : NULL;
}

START_TEST(small_numbers_are_found_up_to_the_last)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };

	scalar[30] = WEAK_KEY_SMALL >> 8;
	ck_assert_str_eq(story_of(scalar), "a power of two, or as much below the order");
	scalar[30] = 0x0f;
	scalar[31] = 0xff;
	ck_assert_str_eq(story_of(scalar), "a small number, or as much below the order");
	scalar[30] = 0x10;
	scalar[31] = 0x01; /* one beyond, as is the drawn key beside it */
	ck_assert_ptr_null(story_of(scalar));
	ck_assert_str_eq(story_of(BELOW_THE_ORDER), "a small number, or as much below the order");
}
END_TEST

START_TEST(patterns_and_published_keys_are_found)
{
	struct crypto_p256_key known;
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];

	memset(scalar, 0xa5, sizeof(scalar));
	ck_assert_str_eq(story_of(scalar), "one byte, repeated");
	ck_assert_int_eq(known_key(known_key_name(0), &known), RESULT_OK);
	ck_assert_str_eq(story_of(known.scalar), known_key_story(0));
}
END_TEST

START_TEST(what_a_unit_tells_is_found_bare_and_hashed)
{
	uint8_t id[16] = { 0x5a, 1, 2, 3 }, scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };
	struct crypto_sha256 digest;

	memcpy(scalar + 16, id, sizeof(id));
	ck_assert_str_eq(story_of(scalar), "what the unit tells of itself");
	memcpy(scalar, id, sizeof(id));
	ck_assert_str_eq(story_of(scalar), "what the unit tells of itself, repeated");
	ck_assert_int_eq(crypto_sha256(BYTES_OF(id), &digest), RESULT_OK);
	ck_assert_str_eq(story_of(digest.at), "the hash of what the unit tells of itself");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("weak keys");
	TCase *tests = tcase_create("weak keys");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, small_numbers_are_found_up_to_the_last);
	tcase_add_test(tests, patterns_and_published_keys_are_found);
	tcase_add_test(tests, what_a_unit_tells_is_found_bare_and_hashed);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
