/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a float could be narrower, by integers alone: the core has no use for the values of
 * floats, and a small processor has no unit for them.
 */

#include "reference-impl/codec/cbor_head.h"

enum { HALF_NAN = 0x7e00 };

/* IEEE 754: a value is significand * 2^exponent, of `precision` bits with the hidden one. */
struct float_format {
	int exponent_bits, precision;
	int least_exponent;    /* of the last bit of the smallest value */
	int greatest_exponent; /* of the first bit of the greatest value */
};

static const struct float_format HALF = { 5, 11, -24, 15 };
static const struct float_format SINGLE = { 8, 24, -149, 127 };
static const struct float_format DOUBLE = { 11, 53, -1074, 1023 };

struct float_parts {
	uint64_t exponent; /* as it is encoded */
	uint64_t fraction; /* without the hidden bit */
	bool is_special;   /* infinity or NaN */
};

static struct float_parts parts_of(uint64_t bits, const struct float_format *format)
{
	int fraction_bits = format->precision - 1;
	uint64_t greatest = ((uint64_t)1 << format->exponent_bits) - 1;
	struct float_parts parts = { .exponent = bits >> fraction_bits & greatest,
				     .fraction = bits & (((uint64_t)1 << fraction_bits) - 1) };

	parts.is_special = parts.exponent == greatest;
	return parts;
}

static int bit_count(uint64_t value)
{
	int count = 0;

	for (; value != 0; value >>= 1)
		count++;
	return count;
}

/* Is this finite value of `wide` one of `narrow` too? */
static bool fits(const struct float_parts *parts, const struct float_format *wide, const struct float_format *narrow)
{
	uint64_t significand = parts->fraction;
	int exponent = wide->least_exponent;
	int bits;

	if (parts->exponent != 0) {
		significand |= (uint64_t)1 << (wide->precision - 1);
		exponent += (int)parts->exponent - 1;
	}
	if (significand == 0)
		return true;
	for (; (significand & 1) == 0; significand >>= 1)
		exponent++;
	bits = bit_count(significand);
	return bits <= narrow->precision && exponent >= narrow->least_exponent && exponent + bits - 1 <= narrow->greatest_exponent;
}

static bool is_shortest(uint64_t bits, const struct float_format *wide, const struct float_format *narrow)
{
	struct float_parts parts = parts_of(bits, wide);

	/* An infinity has a half; so has a NaN, by the rule that there is but one. */
	return !parts.is_special && !fits(&parts, wide, narrow);
}

bool cbor_float_is_shortest(const struct cbor_head *head)
{
	struct float_parts half = parts_of(head->argument, &HALF);

	if (head->info == CBOR_INFO_8_BYTES)
		return is_shortest(head->argument, &DOUBLE, &SINGLE);
	if (head->info == CBOR_INFO_4_BYTES)
		return is_shortest(head->argument, &SINGLE, &HALF);
	return !half.is_special || half.fraction == 0 || head->argument == HALF_NAN;
}
