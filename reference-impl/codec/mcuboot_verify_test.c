/* SPDX-License-Identifier: Apache-2.0 */
/* The policy, rule by rule: one way to spoil an image or the policy, one result. */

#include <check.h>

#include "reference-impl/codec/mcuboot_sample_fixture.h"

enum { FIRST, SECOND, STRANGER, KEY_COUNT };

static struct crypto_p256_key makers[KEY_COUNT];
static struct mcuboot_key trusted[2]; /* FIRST and SECOND */

static void setup(void)
{
	for (uint8_t i = 0; i < KEY_COUNT; i++)
		makers[i] = sample_key((uint8_t)(i + 1));
	for (size_t i = 0; i < 2; i++)
		trusted[i] = (struct mcuboot_key){ .spki = BYTES_OF(makers[i].spki) };
}

static struct mcuboot_policy policy_of(const struct mcuboot_key keys[2])
{
	return sample_policy(keys, 2);
}

static enum result judge_build(const struct mcuboot_build *build, const struct mcuboot_policy *policy)
{
	struct sample sample;

	sample_make(&sample, build);
	return sample_judge(sample.image, policy);
}

START_TEST(the_counter_must_be_there_and_high_enough)
{
	struct mcuboot_policy policy = policy_of(trusted);
	struct mcuboot_build build = sample_build(&makers[FIRST]);

	build.security_counter = SAMPLE_COUNTER - 1;
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
	/* Unsigned: the highest counter is not below zero. */
	build.security_counter = UINT32_MAX;
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_OK);
	build.has_security_counter = false;
	policy.stored_counter = 0;
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
}
END_TEST

START_TEST(the_version_must_be_newer_than_the_installed)
{
	static const struct {
		struct mcuboot_version installed;
		enum result expected;
	} cases[] = {
		{ { 1, 2, 2, 9 }, RESULT_OK }, { { 1, 1, 9, 9 }, RESULT_OK }, { { 0, 255, 65535, 0 }, RESULT_OK },
		{ { 1, 2, 3, 0 }, RESULT_REFUSED }, { { 1, 2, 4, 0 }, RESULT_REFUSED }, { { 2, 0, 0, 0 }, RESULT_REFUSED },
	};
	struct mcuboot_build build = sample_build(&makers[FIRST]);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mcuboot_policy policy = policy_of(trusted);

		policy.installed = &cases[i].installed;
		ck_assert_int_eq(judge_build(&build, &policy), cases[i].expected);
	}
}
END_TEST

START_TEST(the_image_must_be_for_this_device)
{
	static const uint8_t other[MCUBOOT_UUID_LEN] = { 'x' };
	struct mcuboot_policy policy = policy_of(trusted);
	struct mcuboot_build build = sample_build(&makers[FIRST]);

	build.vendor_uuid = BYTES_OF(other);
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
	build = sample_build(&makers[FIRST]);
	build.class_uuid = bytes_from(NULL, 0);
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
}
END_TEST

START_TEST(dependencies_must_be_there_and_new_enough)
{
	static const uint8_t needs_image_3_at_2_0_0[] = { 0x40, 0, 12, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0 };
	struct mcuboot_dependency there = { .image_id = 3, .at_least = { 2, 0, 0, 0 } };
	struct mcuboot_policy policy = policy_of(trusted);
	struct mcuboot_build build = sample_build(&makers[FIRST]);

	build.more_protected = BYTES_OF(needs_image_3_at_2_0_0);
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
	policy.other_images = &there;
	policy.other_image_count = 1;
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_OK);
	there.at_least = (struct mcuboot_version){ 1, 9, 9, 9 };
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
	there = (struct mcuboot_dependency){ .image_id = 4, .at_least = { 9, 0, 0, 0 } };
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
}
END_TEST

START_TEST(an_image_that_is_not_bootable_is_not_booted)
{
	struct mcuboot_policy policy = policy_of(trusted);
	struct mcuboot_build build = sample_build(&makers[FIRST]);

	build.flags = MCUBOOT_NON_BOOTABLE;
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
}
END_TEST

/* Who signs, in this order (-1 ends); whose signature is spoiled; who is revoked. */
struct signing {
	const char *what;
	int signers[3];
	int spoiled, revoked;
	enum result expected;
};

static const struct signing signings[] = {
	{ "nobody", { -1 }, -1, -1, RESULT_UNKNOWN_KEY },
	{ "first", { FIRST, -1 }, -1, -1, RESULT_OK },
	{ "second", { SECOND, -1 }, -1, -1, RESULT_OK },
	{ "stranger", { STRANGER, -1 }, -1, -1, RESULT_UNKNOWN_KEY },
	{ "stranger, first", { STRANGER, FIRST, -1 }, -1, -1, RESULT_OK },
	{ "first, stranger", { FIRST, STRANGER, -1 }, -1, -1, RESULT_OK },
	{ "stranger wrong, first", { STRANGER, FIRST, -1 }, STRANGER, -1, RESULT_OK },
	{ "first wrong", { FIRST, -1 }, FIRST, -1, RESULT_BAD_SIGNATURE },
	{ "first wrong, second", { FIRST, SECOND, -1 }, FIRST, -1, RESULT_BAD_SIGNATURE },
	{ "first, second wrong", { FIRST, SECOND, -1 }, SECOND, -1, RESULT_BAD_SIGNATURE },
	{ "revoked", { FIRST, -1 }, -1, FIRST, RESULT_REFUSED },
	{ "revoked, stranger", { FIRST, STRANGER, -1 }, -1, FIRST, RESULT_REFUSED },
	{ "revoked, second", { FIRST, SECOND, -1 }, -1, FIRST, RESULT_OK },
	{ "second, revoked", { SECOND, FIRST, -1 }, -1, FIRST, RESULT_OK },
	{ "revoked wrong, second", { FIRST, SECOND, -1 }, FIRST, FIRST, RESULT_OK },
};

START_TEST(who_signed_decides)
{
	const struct signing *s = &signings[_i];
	struct mcuboot_key keys[2] = { trusted[0], trusted[1] };
	struct mcuboot_policy policy = policy_of(keys);
	struct mcuboot_build build = sample_build(NULL);
	struct sample sample;
	enum result result;

	sample_make(&sample, &build);
	for (size_t i = 0; i < 3 && s->signers[i] >= 0; i++) {
		sample_append_signature(&sample, &makers[s->signers[i]]);
		if (s->signers[i] == s->spoiled)
			sample.room[sample.image.len - 1] ^= 1;
	}
	if (s->revoked >= 0)
		keys[s->revoked].revoked = true;
	result = sample_judge(sample.image, &policy);
	ck_assert_msg(result == s->expected, "%s: %s", s->what, result_name(result));
}
END_TEST

START_TEST(one_revoked_entry_of_a_key_revokes_it)
{
	struct mcuboot_key keys[2] = { trusted[FIRST], trusted[FIRST] };
	struct mcuboot_build build = sample_build(&makers[FIRST]);
	struct mcuboot_policy policy = policy_of(keys);

	keys[1].revoked = true;
	ck_assert_int_eq(judge_build(&build, &policy), RESULT_REFUSED);
}
END_TEST

START_TEST(no_keys_trust_nothing)
{
	struct mcuboot_build build = sample_build(&makers[FIRST]);
	struct mcuboot_policy policy = sample_policy(NULL, 0);

	ck_assert_int_eq(judge_build(&build, &policy), RESULT_UNKNOWN_KEY);
}
END_TEST

/* The fields between parse and verify are memory, too. */
START_TEST(a_parsed_image_with_other_views_is_not_believed)
{
	struct mcuboot_policy policy = policy_of(trusted);
	struct mcuboot_build build = sample_build(&makers[FIRST]);
	struct mcuboot_image image, empty = { 0 };
	struct sample sample;

	sample_make(&sample, &build);
	ck_assert_int_eq(mcuboot_image_parse(sample.image, &image), RESULT_OK);
	image.payload.len--;
	ck_assert_int_eq(mcuboot_image_verify(&image, &policy), RESULT_INTERNAL);
	ck_assert_int_ne(mcuboot_image_verify(&empty, &policy), RESULT_OK);
}
END_TEST

START_TEST(the_digest_is_the_hash_in_the_image)
{
	struct mcuboot_build build = sample_build(&makers[FIRST]);
	struct crypto_sha256 digest;
	struct mcuboot_image image;
	struct sample sample;

	sample_make(&sample, &build);
	ck_assert_int_eq(mcuboot_image_parse(sample.image, &image), RESULT_OK);
	ck_assert_int_eq(mcuboot_image_digest(&image, &digest), RESULT_OK);
	ck_assert(bytes_equal(BYTES_OF(digest), image.hash));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot verify");
	TCase *tests = tcase_create("policy");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_unchecked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_counter_must_be_there_and_high_enough);
	tcase_add_test(tests, the_version_must_be_newer_than_the_installed);
	tcase_add_test(tests, the_image_must_be_for_this_device);
	tcase_add_test(tests, dependencies_must_be_there_and_new_enough);
	tcase_add_test(tests, an_image_that_is_not_bootable_is_not_booted);
	tcase_add_loop_test(tests, who_signed_decides, 0, sizeof(signings) / sizeof(signings[0]));
	tcase_add_test(tests, one_revoked_entry_of_a_key_revokes_it);
	tcase_add_test(tests, no_keys_trust_nothing);
	tcase_add_test(tests, a_parsed_image_with_other_views_is_not_believed);
	tcase_add_test(tests, the_digest_is_the_hash_in_the_image);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
