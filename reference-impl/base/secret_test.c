/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of secret.h: wiped means zero, equal means every byte, and uniform too. */

#include <check.h>
#include <string.h>

#include "reference-impl/base/secret.h"

START_TEST(wiping_leaves_zeros_and_only_there)
{
	uint8_t room[8];

	memset(room, 0xaa, sizeof(room));
	secret_wipe((struct buffer){ room + 1, 6 });
	ck_assert_uint_eq(room[0], 0xaa);
	for (size_t i = 1; i < 7; i++)
		ck_assert_uint_eq(room[i], 0);
	ck_assert_uint_eq(room[7], 0xaa);
	secret_wipe((struct buffer){ NULL, 0 });
}
END_TEST

START_TEST(one_bit_anywhere_makes_unequal)
{
	uint8_t a[33] = { 0 };
	uint8_t b[33] = { 0 };

	ck_assert(secret_equal(BYTES_OF(a), BYTES_OF(b)));
	for (size_t bit = 0; bit < 8 * sizeof(a); bit++) {
		b[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert(!secret_equal(BYTES_OF(a), BYTES_OF(b)));
		b[bit / 8] = 0;
	}
}
END_TEST

START_TEST(lengths_count)
{
	uint8_t a[4] = { 0 };

	ck_assert(!secret_equal(bytes_from(a, 3), bytes_from(a, 4)));
	ck_assert(!secret_equal(bytes_from(a, 0), bytes_from(a, 4)));
	ck_assert(secret_equal(bytes_from(NULL, 0), bytes_from(a, 0)));
}
END_TEST

START_TEST(one_other_bit_anywhere_is_not_uniform)
{
	uint8_t a[33];

	for (unsigned int byte = 0; byte < 256; byte += 255) {
		memset(a, (int)byte, sizeof(a));
		ck_assert(secret_is_uniform(BYTES_OF(a)));
		for (size_t bit = 0; bit < 8 * sizeof(a); bit++) {
			a[bit / 8] ^= (uint8_t)(1 << bit % 8);
			ck_assert(!secret_is_uniform(BYTES_OF(a)));
			a[bit / 8] = (uint8_t)byte;
		}
	}
	ck_assert(secret_is_uniform(bytes_from(NULL, 0)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secret");
	TCase *tests = tcase_create("secrets");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, wiping_leaves_zeros_and_only_there);
	tcase_add_test(tests, one_bit_anywhere_makes_unequal);
	tcase_add_test(tests, lengths_count);
	tcase_add_test(tests, one_other_bit_anywhere_is_not_uniform);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
