/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parsing is total: any bytes give a result, and parts that lie within the input.
 * The mutations are the same in every run.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/codec/mcuboot_layout.h"
#include "reference-impl/codec/mcuboot_sample_fixture.h"

enum { MUTATED_INPUTS = 100000 / TEST_STRIDE }; /* fewer under valgrind */

static uint32_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

/* Changes one byte, or sets a field of two or four to a value at a border. */
static void mutate(uint8_t *input, size_t len, uint64_t *random)
{
	static const uint32_t borders[] = { 0, 1, 3, 4, 31, 32, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0xfffffffc, 0xffffffff };
	uint32_t value = borders[next_random(random) % (sizeof(borders) / sizeof(borders[0]))];
	size_t at = next_random(random) % len;
	size_t width = (size_t)1 << next_random(random) % 3;

	if (width == 1)
		value = next_random(random);
	for (size_t i = 0; i < width && at + i < len; i++)
		input[at + i] = (uint8_t)(value >> 8 * i);
}

static void parts_must_lie_within(const struct mcuboot_image *image, struct bytes input)
{
	ck_assert(bytes_lie_within(image->whole, input));
	ck_assert(bytes_lie_within(image->signed_range, image->whole));
	ck_assert(bytes_lie_within(image->header, image->signed_range));
	ck_assert(bytes_lie_within(image->payload, image->signed_range));
	ck_assert(bytes_lie_within(image->protected, image->signed_range));
	ck_assert(bytes_lie_within(image->hash, image->whole));
	ck_assert_uint_eq(image->signed_range.len, image->header.len + image->payload.len + image->protected.len);
	ck_assert_uint_eq(image->hash.len, CRYPTO_SHA256_LEN);
	ck_assert_uint_le(image->signature_count, MCUBOOT_MAX_SIGNATURES);
	ck_assert_uint_le(image->dependency_count, MCUBOOT_MAX_DEPENDENCIES);
	for (size_t i = 0; i < image->signature_count; i++) {
		ck_assert(bytes_lie_within(image->signatures[i].der, image->whole));
		ck_assert(bytes_lie_within(image->signatures[i].key_hash, image->whole));
	}
}

/* Memory of exactly the length, so that a sanitizer sees a read of one byte more. */
static void must_cope_with(const uint8_t *bytes, size_t len, size_t *parsed)
{
	uint8_t *input = malloc(len ? len : 1);
	struct mcuboot_image image;
	uint64_t needed;

	memcpy(input, bytes, len);
	if (mcuboot_image_parse(bytes_from(input, len), &image) == RESULT_OK) {
		parts_must_lie_within(&image, bytes_from(input, len));
		ck_assert_int_eq(mcuboot_image_extent(bytes_from(input, len), len, &needed), RESULT_OK);
		ck_assert_uint_eq(needed, image.whole.len);
		(*parsed)++;
	} else if (mcuboot_image_extent(bytes_from(input, len), len, &needed) == RESULT_OK) {
		ck_assert_uint_le(needed, len);
	}
	free(input);
}

START_TEST(mutated_images_are_parsed_or_refused)
{
	struct crypto_p256_key key = sample_key(1);
	struct mcuboot_build build = sample_build(&key);
	uint64_t random = 1;
	struct sample sample;
	size_t parsed = 0;

	build.payload.len = 5;
	sample_make(&sample, &build);
	for (size_t i = 0; i < MUTATED_INPUTS; i++) {
		uint8_t mutated[SAMPLE_IMAGE_MAX];
		size_t len = sample.image.len + 8;

		memcpy(mutated, sample.room, len);
		for (uint32_t changes = 1 + next_random(&random) % 3; changes > 0; changes--)
			mutate(mutated, len, &random);
		if (next_random(&random) % 8 == 0)
			len = next_random(&random) % len;
		must_cope_with(mutated, len, &parsed);
	}
	/* Neither all nor none: the mutations reach both sides. */
	ck_assert_uint_gt(parsed, MUTATED_INPUTS / 100);
	ck_assert_uint_lt(parsed, MUTATED_INPUTS);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
	struct crypto_p256_key key = sample_key(1);
	struct mcuboot_build build = sample_build(&key);
	struct sample sample;
	size_t parsed = 0;

	sample_make(&sample, &build);
	for (size_t len = 0; len < sample.image.len; len++)
		must_cope_with(sample.room, len, &parsed);
	ck_assert_uint_eq(parsed, 0);
	must_cope_with(sample.room, sample.image.len, &parsed);
	ck_assert_uint_eq(parsed, 1);
}
END_TEST

START_TEST(the_extent_asks_for_each_byte_once)
{
	struct mcuboot_build build = sample_build(NULL);
	struct sample sample;
	uint64_t needed;

	build.header_len = 512;
	sample_make(&sample, &build);
	ck_assert_int_eq(mcuboot_image_extent(bytes_from(NULL, 0), 4096, &needed), RESULT_OK);
	ck_assert_uint_eq(needed, MCUBOOT_HEADER_LEN);
	ck_assert_int_eq(mcuboot_image_extent(bytes_from(sample.room, 32), 4096, &needed), RESULT_OK);
	ck_assert_uint_gt(needed, 512);
	ck_assert_uint_lt(needed, sample.image.len);
	ck_assert_int_eq(mcuboot_image_extent(bytes_from(sample.room, (size_t)needed), 4096, &needed), RESULT_OK);
	ck_assert_uint_eq(needed, sample.image.len);
	ck_assert_int_eq(mcuboot_image_extent(sample.image, sample.image.len, &needed), RESULT_OK);
	ck_assert_int_eq(mcuboot_image_extent(sample.image, sample.image.len - 1, &needed), RESULT_TOO_LARGE);
	ck_assert_int_eq(mcuboot_image_extent(bytes_from(NULL, 0), 31, &needed), RESULT_TOO_LARGE);
}
END_TEST

/* What may be appended to a signed image, which the signature does not cover. */
static const struct {
	uint16_t type;
	uint16_t len;
	enum result expected;
} appended[] = {
	{ TLV_KEY_HASH, 32, RESULT_MALFORMED }, { TLV_KEY_HASH, 31, RESULT_MALFORMED }, { TLV_PUBLIC_KEY, 91, RESULT_UNSUPPORTED },
	{ TLV_SHA256, 32, RESULT_MALFORMED }, { TLV_SHA384, 48, RESULT_UNSUPPORTED }, { TLV_SHA512, 64, RESULT_UNSUPPORTED },
	{ 0x20, 256, RESULT_UNSUPPORTED }, { 0x21, 64, RESULT_UNSUPPORTED }, { TLV_ECDSA_P256, 70, RESULT_MALFORMED },
	{ 0x24, 64, RESULT_UNSUPPORTED }, { 0x25, 1, RESULT_UNSUPPORTED }, { 0x32, 113, RESULT_UNSUPPORTED },
	{ TLV_DEPENDENCY, 12, RESULT_MALFORMED }, { TLV_SECURITY_COUNTER, 4, RESULT_MALFORMED },
	{ TLV_VENDOR_UUID, 16, RESULT_MALFORMED }, { 0x0122, 70, RESULT_MALFORMED }, { 0x00a1, 32, RESULT_MALFORMED },
	{ 0xffff, 0, RESULT_MALFORMED }, { 0, 0, RESULT_MALFORMED },
};

START_TEST(only_what_is_listed_may_stand_unprotected)
{
	static const uint8_t value[256];
	struct crypto_p256_key key = sample_key(1);
	struct mcuboot_build build = sample_build(&key);
	struct mcuboot_image image;
	struct sample sample;
	enum result result;

	sample_make(&sample, &build);
	sample_append_tlv(&sample, appended[_i].type, bytes_from(value, appended[_i].len));
	result = mcuboot_image_parse(sample.image, &image);
	ck_assert_msg(result == appended[_i].expected, "type %#x: %s", appended[_i].type, result_name(result));
}
END_TEST

START_TEST(four_signatures_and_no_more)
{
	struct crypto_p256_key key = sample_key(1);
	struct mcuboot_build build = sample_build(NULL);
	struct mcuboot_image image;
	struct sample sample;

	sample_make(&sample, &build);
	for (size_t i = 1; i <= MCUBOOT_MAX_SIGNATURES; i++) {
		sample_append_signature(&sample, &key);
		ck_assert_int_eq(mcuboot_image_parse(sample.image, &image), RESULT_OK);
		ck_assert_uint_eq(image.signature_count, i);
	}
	sample_append_signature(&sample, &key);
	ck_assert_int_eq(mcuboot_image_parse(sample.image, &image), RESULT_UNSUPPORTED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot parse");
	TCase *tests = tcase_create("any bytes");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, mutated_images_are_parsed_or_refused);
	tcase_add_test(tests, every_truncation_is_refused);
	tcase_add_test(tests, the_extent_asks_for_each_byte_once);
	tcase_add_loop_test(tests, only_what_is_listed_may_stand_unprotected, 0, sizeof(appended) / sizeof(appended[0]));
	tcase_add_test(tests, four_signatures_and_no_more);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
