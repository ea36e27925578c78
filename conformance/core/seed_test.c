/* SPDX-License-Identifier: Apache-2.0 */
/* Streams are reproducible and apart from each other; orders are permutations. */

#include "conformance/core/seed.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct seed seed = { { 1, 2, 3 } };

static void draw(const struct seed_use *use, uint8_t stream[32])
{
	ck_assert_int_eq(seed_draw(&seed, use, (struct buffer){ stream, 32 }), RESULT_OK);
}

START_TEST(each_use_has_a_stream_of_its_own)
{
	static const struct seed_use uses[] = {
		{ "a", 0, 0, "x", 0 }, { "a", 0, 0, "x", 1 }, { "a", 0, 1, "x", 0 },
		{ "a", 1, 0, "x", 0 }, { "a", 0, 0, "y", 0 }, { "b", 0, 0, "x", 0 },
		{ "ax", 0, 0, "", 0 }, { "", 0, 0, "ax", 0 },
	};
	enum { COUNT = sizeof(uses) / sizeof(uses[0]) };
	uint8_t streams[COUNT][32], again[32];

	for (size_t i = 0; i < COUNT; i++) {
		draw(&uses[i], streams[i]);
		draw(&uses[i], again);
		ck_assert_mem_eq(streams[i], again, 32);
		for (size_t j = 0; j < i; j++)
			ck_assert_mem_ne(streams[i], streams[j], 32);
	}
}
END_TEST

START_TEST(hexadecimal_is_read_strictly)
{
	static const char *const bad[] = { "", "0", "zz", "AB", "00 ", "0x00",
					   "000000000000000000000000000000000000000000000000000000000000000000" };
	struct seed read;
	char hex[SEED_HEX_LEN];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_int_eq(seed_from_hex(bad[i], &read), RESULT_MALFORMED);
	ck_assert_int_eq(seed_from_hex("0a", &read), RESULT_OK);
	seed_hex(&read, hex);
	ck_assert_str_eq(hex, "0a00000000000000000000000000000000000000000000000000000000000000");
}
END_TEST

START_TEST(orders_are_permutations_that_the_seed_draws)
{
	size_t order[50], again[50], other_order[50];
	struct seed other_seed = { { 9 } };
	bool seen[50] = { false };

	ck_assert_int_eq(seed_order(&seed, "test", order, 50), RESULT_OK);
	ck_assert_int_eq(seed_order(&seed, "test", again, 50), RESULT_OK);
	ck_assert_int_eq(seed_order(&other_seed, "test", other_order, 50), RESULT_OK);
	ck_assert_mem_eq(order, again, sizeof(order));
	ck_assert_mem_ne(order, other_order, sizeof(order));
	for (size_t i = 0; i < 50; i++) {
		ck_assert(!seen[order[i]]);
		seen[order[i]] = true;
	}
}
END_TEST

START_TEST(numbers_stay_below_their_bound)
{
	for (uint64_t below = 1; below < 300; below++) {
		struct seed_use use = { .check = "t", .use = "n", .number = below };
		uint64_t number = below;

		ck_assert_int_eq(seed_draw_below(&seed, &use, below, &number), RESULT_OK);
		ck_assert_uint_lt(number, below);
	}
}
END_TEST

START_TEST(suite_keys_come_back)
{
	struct crypto_p256_key key, again, other_key;

	ck_assert_int_eq(seed_suite_key(&seed, "attacker", &key), RESULT_OK);
	ck_assert_int_eq(seed_suite_key(&seed, "attacker", &again), RESULT_OK);
	ck_assert_int_eq(seed_suite_key(&seed, "stranger", &other_key), RESULT_OK);
	ck_assert_mem_eq(key.spki, again.spki, sizeof(key.spki));
	ck_assert_mem_ne(key.spki, other_key.spki, sizeof(key.spki));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("seed");
	TCase *tests = tcase_create("seed");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, each_use_has_a_stream_of_its_own);
	tcase_add_test(tests, hexadecimal_is_read_strictly);
	tcase_add_test(tests, orders_are_permutations_that_the_seed_draws);
	tcase_add_test(tests, numbers_stay_below_their_bound);
	tcase_add_test(tests, suite_keys_come_back);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
