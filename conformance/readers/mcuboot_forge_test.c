/* SPDX-License-Identifier: Apache-2.0 */
/* Forgeries of a published image: what is mended is right, what is not meant stays. */

#include "conformance/readers/mcuboot.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"

extern const struct format_forger forger_mcuboot;

struct forged {
	struct buffer image, room;
	struct bytes bytes;
	struct regions before, after;
	enum result read;
};

static struct crypto_p256_key key;

static enum result sign_here(void *context, struct bytes digest, struct buffer room, struct bytes *ret_signature)
{
	return crypto_p256_sign(context, digest, room, ret_signature);
}

static struct suite_signer signer(void)
{
	return (struct suite_signer){ &key, BYTES_OF(key.spki), sign_here };
}

/* False where there are no vectors, which the fixture says. */
static bool forge_vector(const char *file, struct forge_order order, struct forged *f)
{
	char path[VECTORS_PATH_MAX];

	if (!vectors_path(file, path))
		return false;
	f->image = vectors_read(path);
	f->room.len = f->image.len * 2 + order.with.len + 512;
	f->room.at = malloc(f->room.len);
	ck_assert_int_eq(mcuboot_regions(bytes_of_buffer(f->image), &f->before), RESULT_OK);
	ck_assert_int_eq(forger_mcuboot.forge(bytes_of_buffer(f->image), &order, f->room, &f->bytes), RESULT_OK);
	f->read = mcuboot_regions(f->bytes, &f->after);
	return true;
}

static void release(struct forged *f)
{
	free(f->image.at);
	free(f->room.at);
}

static struct bytes value_of(const struct forged *f, const char *name)
{
	const struct region *region = region_by_name(&f->after, name);

	ck_assert_msg(region != NULL, "%s is missing", name);
	return bytes_from(f->bytes.at + region->offset, region->length);
}

static struct crypto_sha256 covered(const struct forged *f)
{
	struct crypto_sha256 digest;

	ck_assert_int_eq(crypto_sha256(bytes_from(f->bytes.at, region_by_name(&f->after, "unprotected.info")->offset), &digest), RESULT_OK);
	return digest;
}

static const char baseline[] = "mcuboot/images/built_baseline.bin";

START_TEST(a_signature_of_ours_is_right_and_nothing_else_changes)
{
	struct suite_signer with = signer();
	struct crypto_sha256 digest, key_hash;
	struct forged f;

	if (!forge_vector(baseline, (struct forge_order){ .signer = &with }, &f))
		return;
	ck_assert_int_eq(f.read, RESULT_OK);
	digest = covered(&f);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest), value_of(&f, "unprotected.0x22.value")), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(key.spki), &key_hash), RESULT_OK);
	ck_assert(bytes_equal(value_of(&f, "unprotected.0x01.value"), BYTES_OF(key_hash)));
	ck_assert_uint_eq(region_by_name(&f.after, "unprotected.info")->offset, region_by_name(&f.before, "unprotected.info")->offset);
	ck_assert_mem_eq(f.bytes.at, f.image.at, region_by_name(&f.before, "unprotected.info")->offset);
	release(&f);
}
END_TEST

START_TEST(a_longer_payload_is_mended_through)
{
	static const uint8_t payload[5000] = { 1, 2, 3 };
	struct forge_order order = { .act = FORGE_REPLACE, .region = "payload", .with = BYTES_OF(payload), .mend_lengths = true,
				     .mend_digests = true };
	struct crypto_sha256 digest;
	struct forged f;

	if (!forge_vector(baseline, order, &f))
		return;
	ck_assert_int_eq(f.read, RESULT_OK);
	ck_assert(bytes_equal(value_of(&f, "payload"), BYTES_OF(payload)));
	digest = covered(&f);
	ck_assert(bytes_equal(value_of(&f, "unprotected.0x10.value"), BYTES_OF(digest)));
	release(&f);
}
END_TEST

START_TEST(tlvs_are_dropped_and_repeated)
{
	struct forge_order drop = { .act = FORGE_DROP, .region = "protected.0x50", .mend_lengths = true };
	struct forge_order repeat = { .act = FORGE_REPEAT, .region = "protected.0x50", .mend_lengths = true };
	struct forged f;

	if (!forge_vector(baseline, drop, &f))
		return;
	ck_assert_int_eq(f.read, RESULT_OK);
	ck_assert_ptr_null(region_by_name(&f.after, "protected.0x50.value"));
	release(&f);
	(void)forge_vector(baseline, repeat, &f);
	ck_assert_int_eq(f.read, RESULT_OK);
	ck_assert_ptr_nonnull(region_by_name(&f.after, "protected.0x50#2.value"));
	release(&f);
}
END_TEST

START_TEST(without_mending_the_lengths_lie)
{
	static const uint8_t longer[40] = { 0 };
	struct forge_order order = { .act = FORGE_REPLACE, .region = "protected.0x50.value", .with = BYTES_OF(longer) };
	struct forged f;

	if (!forge_vector(baseline, order, &f))
		return;
	ck_assert_int_ne(f.read, RESULT_OK);
	ck_assert_uint_eq(f.bytes.len, f.image.len + 36);
	release(&f);
}
END_TEST

START_TEST(what_is_not_there_cannot_be_forged)
{
	struct forge_order order = { .act = FORGE_DROP, .region = "protected.0x99" };
	char path[VECTORS_PATH_MAX];
	uint8_t room[65536];
	struct bytes forged;
	struct buffer image;

	if (!vectors_path(baseline, path))
		return;
	image = vectors_read(path);
	ck_assert_int_eq(forger_mcuboot.forge(bytes_of_buffer(image), &order, BUFFER_OF(room), &forged), RESULT_NOT_FOUND);
	order = (struct forge_order){ .act = FORGE_REPEAT, .region = "payload" };
	ck_assert_int_eq(forger_mcuboot.forge(bytes_of_buffer(image), &order, (struct buffer){ room, image.len }, &forged), RESULT_TOO_LARGE);
	ck_assert_int_eq(forger_mcuboot.forge(bytes_from(room, 10), &order, BUFFER_OF(room), &forged), RESULT_MALFORMED);
	free(image.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot forger");
	TCase *tests = tcase_create("forger");
	SRunner *runner;
	int failures;

	if (crypto_p256_generate(&key) != RESULT_OK)
		return EXIT_FAILURE;
	tcase_add_test(tests, a_signature_of_ours_is_right_and_nothing_else_changes);
	tcase_add_test(tests, a_longer_payload_is_mended_through);
	tcase_add_test(tests, tlvs_are_dropped_and_repeated);
	tcase_add_test(tests, without_mending_the_lengths_lie);
	tcase_add_test(tests, what_is_not_there_cannot_be_forged);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
