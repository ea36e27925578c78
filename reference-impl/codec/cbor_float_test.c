/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic on bits against the processor's: a float is shortest if narrowing it loses something. */

#include <check.h>
#include <math.h>
#include <string.h>

#include "reference-impl/codec/cbor_head.h"

static struct cbor_head head_of_double(double value)
{
	struct cbor_head head = { .major = CBOR_MAJOR_SIMPLE, .info = CBOR_INFO_8_BYTES, .len = 9 };

	memcpy(&head.argument, &value, sizeof(value));
	return head;
}

static struct cbor_head head_of_single(float value)
{
	struct cbor_head head = { .major = CBOR_MAJOR_SIMPLE, .info = CBOR_INFO_4_BYTES, .len = 5 };
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	head.argument = bits;
	return head;
}

static double half_value(unsigned int bits)
{
	int exponent = (int)(bits >> 10 & 0x1f), fraction = (int)(bits & 0x3ff);
	double value = exponent == 0 ? ldexp(fraction, -24) : ldexp(fraction + 1024, exponent - 25);

	return bits & 0x8000 ? -value : value;
}

START_TEST(every_half_is_shortest_as_a_half_alone)
{
	for (unsigned int bits = 0; bits < 0x10000; bits++) {
		struct cbor_head half = { .major = CBOR_MAJOR_SIMPLE, .info = CBOR_INFO_2_BYTES, .len = 3, .argument = bits };
		struct cbor_head wide = head_of_double(half_value(bits)), middle = head_of_single((float)half_value(bits));
		bool is_nan = (bits & 0x7c00) == 0x7c00 && (bits & 0x3ff) != 0;

		ck_assert_int_eq(cbor_float_is_shortest(&half), !is_nan || bits == 0x7e00);
		if ((bits & 0x7c00) == 0x7c00)
			continue;
		ck_assert(!cbor_float_is_shortest(&wide));
		ck_assert(!cbor_float_is_shortest(&middle));
		/* One bit more than a half has. */
		middle.argument |= 1;
		ck_assert(cbor_float_is_shortest(&middle));
	}
}
END_TEST

START_TEST(a_double_is_shortest_unless_a_single_has_its_value)
{
	uint64_t bits = 0x9e3779b97f4a7c15;

	for (unsigned int i = 0; i < 200000; i++) {
		double value;
		struct cbor_head head;

		bits = bits * 6364136223846793005u + 1442695040888963407u;
		/* Half of them with exponents near the range of a single, and few bits set. */
		head.argument = i % 2 ? bits : (bits & 0x800fffffe0000000) | (uint64_t)(860 + bits % 320) << 52;
		if (i % 4 == 2)
			head.argument &= ~(uint64_t)0 << (bits >> 58 & 0x3f) % 52;
		memcpy(&value, &head.argument, sizeof(value));
		if (isnan(value) || isinf(value))
			continue;
		head = head_of_double(value);
		ck_assert_int_eq(cbor_float_is_shortest(&head), fabs(value) > 3.5e38 || (double)(float)value != value);
	}
}
END_TEST

START_TEST(what_has_no_value_is_a_half)
{
	struct cbor_head heads[] = { head_of_double((double)INFINITY), head_of_double((double)NAN), head_of_single(-INFINITY), head_of_single(NAN) };

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		ck_assert(!cbor_float_is_shortest(&heads[i]));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cbor_float");
	TCase *tests = tcase_create("widths");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, every_half_is_shortest_as_a_half_alone);
	tcase_add_test(tests, a_double_is_shortest_unless_a_single_has_its_value);
	tcase_add_test(tests, what_has_no_value_is_a_half);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
