/* SPDX-License-Identifier: Apache-2.0 */
/* What is built is parsed to the same, verifies, and no byte of it may change. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/mcuboot_sample_fixture.h"

static struct crypto_p256_key signer;
static struct mcuboot_key trusted;

static void setup(void)
{
	signer = sample_key(1);
	trusted = (struct mcuboot_key){ .spki = BYTES_OF(signer.spki) };
}

START_TEST(fields_come_back)
{
	struct mcuboot_build build = sample_build(&signer);
	struct mcuboot_image image;
	struct sample sample;

	build.header_len = 64;
	build.load_address = 0x20000000;
	build.flags = MCUBOOT_RAM_LOAD;
	sample_make(&sample, &build);
	ck_assert_int_eq(mcuboot_image_parse(BYTES_OF(sample.room), &image), RESULT_OK);
	ck_assert_uint_eq(image.header.len, 64);
	ck_assert_uint_eq(image.load_address, 0x20000000);
	ck_assert_uint_eq(image.flags, MCUBOOT_RAM_LOAD);
	ck_assert_int_eq(mcuboot_version_compare(image.version, build.version), 0);
	ck_assert_uint_eq(image.version.build, 4);
	ck_assert(bytes_equal(image.payload, build.payload));
	ck_assert(image.has_security_counter);
	ck_assert_uint_eq(image.security_counter, SAMPLE_COUNTER);
	ck_assert(bytes_equal(image.vendor_uuid, build.vendor_uuid));
	ck_assert(bytes_equal(image.class_uuid, build.class_uuid));
	ck_assert_uint_eq(image.signature_count, 1);
	ck_assert_uint_eq(image.whole.len, sample.image.len);
	ck_assert_uint_eq(image.signed_range.len, image.header.len + image.payload.len + image.protected.len);
}
END_TEST

START_TEST(it_verifies_with_and_without_what_is_optional)
{
	struct mcuboot_policy policy = sample_policy(&trusted, 1);
	struct mcuboot_build build = sample_build(&signer);
	struct sample sample;

	sample_make(&sample, &build);
	ck_assert_int_eq(sample_judge(sample.image, &policy), RESULT_OK);
	build.vendor_uuid = build.class_uuid = policy.vendor_uuid = policy.class_uuid = bytes_from(NULL, 0);
	sample_make(&sample, &build);
	ck_assert_int_eq(sample_judge(sample.image, &policy), RESULT_OK);
	build.more_protected = bytes_from("\xa1\x00\x01\x00x", 5);
	sample_make(&sample, &build);
	ck_assert_int_eq(sample_judge(sample.image, &policy), RESULT_OK);
}
END_TEST

START_TEST(every_shorter_room_is_too_small)
{
	struct mcuboot_build build = sample_build(NULL);
	struct sample sample;
	struct bytes image = { NULL, 99 };

	sample_make(&sample, &build);
	for (size_t len = 0; len < sample.image.len; len++) {
		uint8_t room[SAMPLE_IMAGE_MAX];

		ck_assert_int_eq(mcuboot_image_build(&build, (struct buffer){ room, len }, &image), RESULT_TOO_LARGE);
		ck_assert_uint_eq(image.len, 99);
	}
}
END_TEST

START_TEST(what_would_not_be_read_is_not_built)
{
	static const uint8_t many[70000];
	struct mcuboot_build good = sample_build(&signer), bad;
	struct sample sample;

#define MUST_NOT_BUILD(field, value, expected) do { \
		bad = good; \
		bad.field = value; \
		ck_assert_int_eq(mcuboot_image_build(&bad, BUFFER_OF(sample.room), &sample.image), expected); \
	} while (0)
	MUST_NOT_BUILD(payload, bytes_from(NULL, 0), RESULT_MALFORMED);
	MUST_NOT_BUILD(header_len, 31, RESULT_MALFORMED);
	MUST_NOT_BUILD(flags, 1, RESULT_UNSUPPORTED);
	MUST_NOT_BUILD(flags, MCUBOOT_RAM_LOAD | MCUBOOT_ROM_FIXED, RESULT_MALFORMED);
	MUST_NOT_BUILD(vendor_uuid, bytes_from(many, 15), RESULT_MALFORMED);
	MUST_NOT_BUILD(vendor_uuid, BYTES_OF(many), RESULT_MALFORMED);
	MUST_NOT_BUILD(more_protected, BYTES_OF(many), RESULT_MALFORMED);
	MUST_NOT_BUILD(more_protected, bytes_from(many, 65530), RESULT_MALFORMED);
	MUST_NOT_BUILD(more_protected, bytes_from(many, 3), RESULT_MALFORMED);
	MUST_NOT_BUILD(more_protected, bytes_from("\x50\x00\x04\x00\x09\x00\x00\x00", 8), RESULT_MALFORMED);
#undef MUST_NOT_BUILD
}
END_TEST

/* Everything that decides: header, payload, protected area, and the rest up to the last byte of the hash. */
START_TEST(no_bit_before_the_signature_may_change)
{
	struct mcuboot_policy policy = sample_policy(&trusted, 1);
	struct mcuboot_build build = sample_build(&signer);
	struct mcuboot_image image;
	struct sample sample;
	size_t end;

	sample_make(&sample, &build);
	ck_assert_int_eq(mcuboot_image_parse(sample.image, &image), RESULT_OK);
	end = (size_t)(image.hash.at + image.hash.len - sample.room);
	for (size_t bit = 0; bit < 8 * end; bit++) {
		sample.room[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_msg(sample_judge(BYTES_OF(sample.room), &policy) != RESULT_OK, "bit %zu of byte %zu", bit % 8, bit / 8);
		sample.room[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t at = end; at < sample.image.len; at++) {
		sample.room[at] ^= 0x41;
		ck_assert_msg(sample_judge(BYTES_OF(sample.room), &policy) != RESULT_OK, "byte %zu", at);
		sample.room[at] ^= 0x41;
	}
	ck_assert_int_eq(sample_judge(BYTES_OF(sample.room), &policy), RESULT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot build");
	TCase *tests = tcase_create("there and back");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_unchecked_fixture(tests, setup, NULL);
	tcase_add_test(tests, fields_come_back);
	tcase_add_test(tests, it_verifies_with_and_without_what_is_optional);
	tcase_add_test(tests, every_shorter_room_is_too_small);
	tcase_add_test(tests, what_would_not_be_read_is_not_built);
	tcase_add_test(tests, no_bit_before_the_signature_may_change);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
