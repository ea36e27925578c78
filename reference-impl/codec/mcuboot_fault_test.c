/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One glitch does not start an image: whichever single call of the verifier is made to say
 * yes without doing its work, an image that must not start does not start.
 */

#include <check.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/codec/mcuboot_layout.h"
#include "reference-impl/codec/mcuboot_sample_fixture.h"

static long calls, faulted_call; /* counted from 1 */

static bool is_faulted(void)
{
	return ++calls == faulted_call;
}

/* Stands before a function of the verifier; the linker sends its calls here (ci/make/codec.mk). */
#define STANDS_BEFORE(returns, yes, name, parameters, arguments) \
	returns __real_##name parameters; \
	returns __wrap_##name parameters; \
	returns __wrap_##name parameters \
	{ \
		if (is_faulted()) \
			return yes; \
		return __real_##name arguments; \
	}

STANDS_BEFORE(enum result, RESULT_OK, mcuboot_image_parse, (struct bytes slot, struct mcuboot_image *ret), (slot, ret))
STANDS_BEFORE(enum result, RESULT_OK, crypto_sha256, (struct bytes bytes, struct crypto_sha256 *ret), (bytes, ret))
STANDS_BEFORE(enum result, RESULT_OK, crypto_hash_init, (struct crypto_hash *hash, enum crypto_hash_kind kind), (hash, kind))
STANDS_BEFORE(enum result, RESULT_OK, crypto_hash_update, (struct crypto_hash *hash, struct bytes bytes), (hash, bytes))
STANDS_BEFORE(enum result, RESULT_OK, crypto_hash_final, (struct crypto_hash *hash, struct buffer digest), (hash, digest))
STANDS_BEFORE(enum result, RESULT_OK, crypto_p256_verify, (struct bytes spki, struct bytes digest, struct bytes der), (spki, digest, der))
STANDS_BEFORE(bool, true, secret_equal, (struct bytes a, struct bytes b), (a, b))
STANDS_BEFORE(bool, true, bytes_equal, (struct bytes a, struct bytes b), (a, b))

/* Has no say in which image it is: key, sample and policy that each way to be bad starts from. */
struct bad_image {
	struct crypto_p256_key maker, stranger;
	struct mcuboot_key key;
	struct mcuboot_build build;
	struct mcuboot_policy policy;
	struct sample sample;
};

static void changed_payload(struct bad_image *bad)
{
	bad->sample.room[MCUBOOT_HEADER_LEN] ^= 1;
}

/* Payload and hash agree, and the signature is of something else. */
static void changed_payload_and_hash(struct bad_image *bad)
{
	struct mcuboot_image image;
	struct crypto_sha256 digest;

	changed_payload(bad);
	ck_assert_int_eq(mcuboot_image_parse(bad->sample.image, &image), RESULT_OK);
	ck_assert_int_eq(mcuboot_image_digest(&image, &digest), RESULT_OK);
	ck_assert_int_eq(bytes_copy((struct buffer){ bad->sample.room + (image.hash.at - bad->sample.room), image.hash.len },
				    BYTES_OF(digest)), RESULT_OK);
}

static void signed_by_stranger(struct bad_image *bad)
{
	bad->build.key = &bad->stranger;
	sample_make(&bad->sample, &bad->build);
}

static void not_signed(struct bad_image *bad)
{
	bad->build.key = NULL;
	sample_make(&bad->sample, &bad->build);
}

static void signed_by_revoked_key(struct bad_image *bad)
{
	bad->key.revoked = true;
}

static void second_signature_wrong(struct bad_image *bad)
{
	sample_append_signature(&bad->sample, &bad->maker);
	bad->sample.room[bad->sample.image.len - 1] ^= 1;
}

static void counter_too_low(struct bad_image *bad)
{
	bad->policy.stored_counter = SAMPLE_COUNTER + 1;
}

static void for_another_class(struct bad_image *bad)
{
	static const uint8_t other[MCUBOOT_UUID_LEN] = { 'x' };

	bad->policy.class_uuid = BYTES_OF(other);
}

static void not_bootable(struct bad_image *bad)
{
	bad->build.flags = MCUBOOT_NON_BOOTABLE;
	sample_make(&bad->sample, &bad->build);
}

/* Waits for a digest that stays zeros: a hash of zeros, and the signature that everybody has for it. */
static void hash_and_signature_of_zeros(struct bad_image *bad)
{
	static const uint8_t zeros[CRYPTO_SHA256_LEN];
	uint8_t signature[70] = { 0x30, 68, 0x02, 32, [36] = 0x02, [37] = 32 };
	struct crypto_sha256 key_hash;
	struct mcuboot_image image;

	not_signed(bad);
	ck_assert_int_eq(mcuboot_image_parse(bad->sample.image, &image), RESULT_OK);
	ck_assert_int_eq(bytes_copy((struct buffer){ bad->sample.room + (image.hash.at - bad->sample.room), 32 }, BYTES_OF(zeros)), RESULT_OK);
	ck_assert_int_eq(bytes_copy((struct buffer){ signature + 4, 32 }, bytes_from(bad->maker.spki + 27, 32)), RESULT_OK);
	ck_assert_int_eq(bytes_copy((struct buffer){ signature + 38, 32 }, bytes_from(bad->maker.spki + 27, 32)), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(bad->maker.spki), &key_hash), RESULT_OK);
	sample_append_tlv(&bad->sample, TLV_KEY_HASH, BYTES_OF(key_hash));
	sample_append_tlv(&bad->sample, TLV_ECDSA_P256, BYTES_OF(signature));
}

static void (*const ways[])(struct bad_image *bad) = {
	changed_payload, changed_payload_and_hash, signed_by_stranger, not_signed, signed_by_revoked_key, second_signature_wrong,
	counter_too_low, for_another_class, not_bootable, hash_and_signature_of_zeros,
};

static void make_bad(struct bad_image *bad, void (*spoil)(struct bad_image *bad))
{
	*bad = (struct bad_image){ .maker = sample_key(1), .stranger = sample_key(2) };
	bad->key = (struct mcuboot_key){ .spki = BYTES_OF(bad->maker.spki) };
	bad->build = sample_build(&bad->maker);
	bad->policy = sample_policy(&bad->key, 1);
	sample_make(&bad->sample, &bad->build);
	if (spoil)
		spoil(bad);
}

/* Verifies with a fault in one call; how many calls there were. */
static long verify_with_fault(const struct bad_image *bad, long fault, enum result *ret_result)
{
	struct mcuboot_image image;

	faulted_call = 0;
	ck_assert_int_eq(mcuboot_image_parse(bad->sample.image, &image), RESULT_OK);
	calls = 0;
	faulted_call = fault;
	*ret_result = mcuboot_image_verify(&image, &bad->policy);
	faulted_call = 0;
	return calls;
}

START_TEST(no_single_yes_starts_a_bad_image)
{
	struct bad_image bad;
	enum result result;
	long fault = 0;

	make_bad(&bad, ways[_i]);
	while (fault <= verify_with_fault(&bad, fault, &result)) {
		ck_assert_msg(result != RESULT_OK, "way %d: fault in call %ld starts it", _i, fault);
		fault++;
	}
	ck_assert_int_gt(fault, 3);
}
END_TEST

START_TEST(a_good_image_starts_and_the_faults_reach_its_calls)
{
	struct bad_image good;
	enum result result;

	make_bad(&good, NULL);
	ck_assert_int_ge(verify_with_fault(&good, 0, &result), 12);
	ck_assert_int_eq(result, RESULT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot fault");
	TCase *tests = tcase_create("one call");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, no_single_yes_starts_a_bad_image, 0, sizeof(ways) / sizeof(ways[0]));
	tcase_add_test(tests, a_good_image_starts_and_the_faults_reach_its_calls);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
