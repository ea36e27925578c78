/* SPDX-License-Identifier: Apache-2.0 */
/* What the examiner makes of all published images: good ones hold under the key they name, spoiled ones do not. */

#include "conformance/reader_examine.h"
#include "conformance/readers/mcuboot.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"

extern const struct format_examiner examiner_mcuboot;

struct row {
	char file[80], expected[16], reason[48];
};

static unsigned int good, spoiled;

static bool holds(const struct image_claims *claims)
{
	struct crypto_p256_candidates keys = { .count = 0 };
	struct crypto_sha256 name;

	if (!claims->digest_holds || crypto_p256_recover(BYTES_OF(claims->covered), claims->signature, &keys) != RESULT_OK)
		return false;
	for (size_t i = 0; i < keys.count; i++)
		if (crypto_sha256(BYTES_OF(keys.spki[i]), &name) == RESULT_OK && bytes_equal(BYTES_OF(name), claims->key_name))
			return true;
	return false;
}

/* In one the key's name stands behind the signature: who compares regions with a twin's sees their order. */
static bool is_spoiled(const char *file, const char *reason)
{
	if (strcmp(file, "keyhash_after_sig.bin") == 0)
		return false;
	return strcmp(reason, "bad_signature") == 0 || strcmp(reason, "bad_hash") == 0 || strcmp(reason, "no_signature") == 0 ||
	       strcmp(reason, "no_keyhash") == 0;
}

static void check_claims(const struct row *row, const struct image_claims *claims)
{
	if (strcmp(row->expected, "ACCEPT") == 0 && strcmp(row->reason, "ok") == 0) {
		ck_assert_msg(holds(claims), "%s does not hold", row->file);
		ck_assert_msg(claims->has_security_version, "%s has no version", row->file);
		good++;
	}
	if (is_spoiled(row->file, row->reason)) {
		ck_assert_msg(!holds(claims), "%s holds", row->file);
		spoiled++;
	}
	if (strcmp(row->reason, "no_security_counter") == 0)
		ck_assert_msg(!claims->has_security_version, "%s has a version", row->file);
}

static void check_row(const struct row *row)
{
	char relative[160], path[VECTORS_PATH_MAX];
	struct regions regions;
	struct image_claims claims;
	struct buffer image;

	(void)snprintf(relative, sizeof(relative), "mcuboot/images/%s", row->file);
	ck_assert(vectors_path(relative, path));
	image = vectors_read(path);
	if (mcuboot_regions(bytes_of_buffer(image), &regions) == RESULT_OK &&
	    examiner_mcuboot.claims(bytes_of_buffer(image), &regions, &claims) == RESULT_OK)
		check_claims(row, &claims);
	free(image.at);
}

START_TEST(published_images_hold_or_not_as_they_should)
{
	char path[VECTORS_PATH_MAX], *text, *rest, *line, category[48];
	struct buffer table;
	struct row row;

	if (!vectors_path("mcuboot/expected.csv", path))
		return;
	table = vectors_read(path);
	text = strndup((const char *)table.at, table.len);
	rest = text;
	(void)strsep(&rest, "\n");
	while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
		ck_assert_int_eq(sscanf(line, "%79[^,],%47[^,],%15[^,],%47[^,]", row.file, category, row.expected, row.reason), 4);
		check_row(&row);
	}
	printf("mcuboot examiner: %u good, %u spoiled images\n", good, spoiled);
	ck_assert_uint_gt(good, 10);
	ck_assert_uint_gt(spoiled, 10);
	free(text);
	free(table.at);
}
END_TEST

static const struct {
	const char *name;
	enum region_kind kind;
	enum region_role role;
} parts[] = {
	{ "header.flags", REGION_HEADER, ROLE_OTHER },
	{ "header.version", REGION_HEADER, ROLE_VERSION },
	{ "header.img_size", REGION_HEADER, ROLE_LENGTH },
	{ "protected.0x50.value", REGION_METADATA, ROLE_SECURITY_VERSION },
	{ "protected.0x50#2.value", REGION_METADATA, ROLE_OTHER },
	{ "protected.0x75.value", REGION_METADATA, ROLE_CLASS },
	{ "protected.0x75.head", REGION_METADATA, ROLE_LENGTH },
	{ "unprotected.0x01.value", REGION_METADATA, ROLE_KEY_NAME },
	{ "unprotected.0x22.value", REGION_SIGNATURE, ROLE_SIGNATURE },
	{ "unprotected.0x24.value", REGION_SIGNATURE, ROLE_SIGNATURE },
	{ "trailing", REGION_UNSIGNED, ROLE_OTHER },
};

START_TEST(each_region_plays_its_part)
{
	struct region region = { .kind = parts[_i].kind };

	(void)snprintf(region.name, sizeof(region.name), "%s", parts[_i].name);
	ck_assert_int_eq(examiner_mcuboot.role(&region), parts[_i].role);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot examiner");
	TCase *tests = tcase_create("examiner");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, published_images_hold_or_not_as_they_should);
	tcase_add_loop_test(tests, each_region_plays_its_part, 0, sizeof(parts) / sizeof(parts[0]));
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
