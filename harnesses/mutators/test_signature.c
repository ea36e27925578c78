/* SPDX-License-Identifier: Apache-2.0 */
/* ECDSA with the nonce 1: r is the generator's x, and s = digest + r * key modulo the group's order n. */
#include "harnesses/mutators/test_signature.h"

#include <string.h>

#include "reference-impl/base/writer.h"

enum { LEN = CRYPTO_P256_SCALAR_LEN, DER_SEQUENCE = 0x30, DER_INTEGER = 0x02 };

/* Numbers are big endian. The generator's x is below n. */
static const uint8_t ORDER[LEN] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
				    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51 };
static const uint8_t R[LEN] = { 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
				0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96 };

/* a -= b; gives the borrow. */
static unsigned int subtract(uint8_t a[LEN], const uint8_t b[LEN])
{
	unsigned int borrow = 0;

	for (unsigned int i = LEN; i > 0; i--) {
		unsigned int difference = a[i - 1] - b[i - 1] - borrow;

		a[i - 1] = (uint8_t)difference;
		borrow = difference >> 8 & 1;
	}
	return borrow;
}

/* a = (a + b) mod n, for b below n and any a. */
static void add_modulo(uint8_t a[LEN], const uint8_t b[LEN])
{
	unsigned int carry = 0;

	for (unsigned int i = LEN; i > 0; i--) {
		carry += (unsigned int)a[i - 1] + b[i - 1];
		a[i - 1] = (uint8_t)carry;
		carry >>= 8;
	}
	while (carry != 0 || memcmp(a, ORDER, LEN) >= 0)
		carry -= subtract(a, ORDER);
}

/* Doubles and adds, for each bit of a. */
static void multiply_modulo(const uint8_t a[LEN], const uint8_t b[LEN], uint8_t ret_product[LEN])
{
	uint8_t product[LEN] = { 0 }, twice[LEN];

	for (unsigned int bit = 0; bit < 8 * LEN; bit++) {
		memcpy(twice, product, LEN);
		add_modulo(product, twice);
		if ((a[bit / 8] >> (7 - bit % 8) & 1) != 0)
			add_modulo(product, b);
	}
	memcpy(ret_product, product, LEN);
}

void test_key_product(const uint8_t scalar[LEN], uint8_t ret_product[LEN])
{
	multiply_modulo(scalar, R, ret_product);
}

enum result test_key(unsigned int which, struct test_key *ret_key)
{
	uint8_t scalar[LEN];

	memset(scalar, (int)(0x11 + which), sizeof(scalar));
	test_key_product(scalar, ret_key->product);
	return crypto_p256_from_scalar(BYTES_OF(scalar), &ret_key->key);
}

static void write_integer(struct writer *w, const uint8_t number[LEN])
{
	size_t zeros = 0;
	bool padded;

	while (zeros < LEN - 1 && number[zeros] == 0)
		zeros++;
	padded = (number[zeros] & 0x80) != 0;
	writer_u8(w, DER_INTEGER);
	writer_u8(w, (uint8_t)(LEN - zeros + padded));
	writer_fill(w, 0, padded);
	writer_bytes(w, bytes_from(number + zeros, LEN - zeros));
}

enum result test_sign(const struct test_key *key, const struct crypto_sha256 *digest, struct buffer room,
		      struct bytes *ret_signature)
{
	uint8_t s[LEN], integers[2 * (LEN + 3)];
	struct writer inner = writer_over(BUFFER_OF(integers)), w = writer_over(room);
	struct bytes written;
	enum result result;

	memcpy(s, digest->at, LEN);
	add_modulo(s, key->product);
	write_integer(&inner, R);
	write_integer(&inner, s);
	result = writer_finish(&inner, &written);
	if (result != RESULT_OK)
		return result;
	writer_u8(&w, DER_SEQUENCE);
	writer_u8(&w, (uint8_t)written.len);
	writer_bytes(&w, written);
	return writer_finish(&w, ret_signature);
}
