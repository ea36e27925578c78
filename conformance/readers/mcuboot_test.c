/* SPDX-License-Identifier: Apache-2.0 */
/* The reader over all published images, and over what a deterministic mutator makes of them. */

#include "conformance/readers/mcuboot.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"

/* What `expected.csv` says of an image that no reader may take for well-formed. */
static const char *const unreadable[] = { "malformed_header", "bad_magic", "truncated" };

struct row {
	char file[80], expected[16], reason[48];
};

static bool next_row(char **lines, struct row *row)
{
	char *line = strsep(lines, "\n");
	char category[48];

	if (line == NULL || line[0] == '\0')
		return false;
	ck_assert_int_eq(sscanf(line, "%79[^,],%47[^,],%15[^,],%47[^,]", row->file, category, row->expected, row->reason), 4);
	return true;
}

static bool must_be_refused(const struct row *row)
{
	for (size_t i = 0; i < sizeof(unreadable) / sizeof(unreadable[0]); i++)
		if (strcmp(row->reason, unreadable[i]) == 0)
			return true;
	return false;
}

static void check_row(const struct row *row)
{
	char relative[160], path[VECTORS_PATH_MAX];
	struct regions regions;
	struct buffer image;
	enum result result;

	(void)snprintf(relative, sizeof(relative), "mcuboot/images/%s", row->file);
	ck_assert(vectors_path(relative, path));
	image = vectors_read(path);
	result = mcuboot_regions(bytes_of_buffer(image), &regions);
	if (strcmp(row->expected, "ACCEPT") == 0)
		ck_assert_msg(result == RESULT_OK, "%s: %s", row->file, result_name(result));
	if (must_be_refused(row))
		ck_assert_msg(result != RESULT_OK, "%s was read", row->file);
	if (result == RESULT_OK)
		ck_assert_msg(regions_tile(&regions, image.len), "%s: regions do not tile it", row->file);
	free(image.at);
}

START_TEST(every_published_image_is_tiled_or_refused)
{
	char path[VECTORS_PATH_MAX];
	struct buffer table;
	char *text, *lines;
	struct row row;
	size_t count = 0;

	if (!vectors_path("mcuboot/expected.csv", path))
		return;
	table = vectors_read(path);
	text = strndup((const char *)table.at, table.len);
	lines = text;
	(void)strsep(&lines, "\n");
	for (; next_row(&lines, &row); count++)
		check_row(&row);
	printf("mcuboot reader: %zu images\n", count);
	ck_assert_uint_gt(count, 100);
	free(text);
	free(table.at);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

START_TEST(mutated_images_are_tiled_or_refused)
{
	char path[VECTORS_PATH_MAX];
	uint64_t state = 1;
	struct regions regions;
	struct buffer image;

	if (!vectors_path("mcuboot/images/valid_custom_tlvs.bin", path))
		return;
	image = vectors_read(path);
	for (int i = 0; i < 100000; i++) {
		size_t at = next_random(&state) % image.len, len = next_random(&state) % (image.len + 1);
		uint8_t was = image.at[at];

		image.at[at] = (uint8_t)next_random(&state);
		if (mcuboot_regions(bytes_from(image.at, i % 2 == 0 ? image.len : len), &regions) == RESULT_OK)
			ck_assert(regions_tile(&regions, i % 2 == 0 ? image.len : len));
		image.at[at] = was;
	}
	free(image.at);
}
END_TEST

START_TEST(regions_of_one_image_are_named_and_kinded)
{
	static const struct {
		const char *name;
		enum region_kind kind;
		uint64_t length;
	} expected[] = { { "header.flags", REGION_HEADER, 4 },	    { "protected.0x50.value", REGION_METADATA, 4 },
			 { "unprotected.0x10.value", REGION_METADATA, 32 }, { "unprotected.0x01.value", REGION_METADATA, 32 },
			 { "unprotected.info", REGION_UNSIGNED, 4 } };
	char path[VECTORS_PATH_MAX];
	struct regions regions;
	struct buffer image;

	if (!vectors_path("mcuboot/images/built_baseline.bin", path))
		return;
	image = vectors_read(path);
	ck_assert_int_eq(mcuboot_regions(bytes_of_buffer(image), &regions), RESULT_OK);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const struct region *region = region_by_name(&regions, expected[i].name);

		ck_assert_msg(region != NULL, "%s is missing", expected[i].name);
		ck_assert_int_eq(region->kind, expected[i].kind);
		ck_assert_uint_eq(region->length, expected[i].length);
	}
	ck_assert_int_eq(region_by_name(&regions, "unprotected.0x22.value")->kind, REGION_SIGNATURE);
	free(image.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot reader");
	TCase *tests = tcase_create("reader");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, every_published_image_is_tiled_or_refused);
	tcase_add_test(tests, mutated_images_are_tiled_or_refused);
	tcase_add_test(tests, regions_of_one_image_are_named_and_kinded);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
