/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images of which the verdict is known: made by imgtool, spoiled byte by byte, and judged
 * by MCUboot's own code besides. Encrypted ones are outside our profile and must be refused.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/mcuboot_image.h"

struct row {
	const char *file, *category, *expected;
	uint32_t stored_counter;
	struct mcuboot_version installed;
	struct mcuboot_dependency others[MCUBOOT_MAX_DEPENDENCIES];
	size_t other_count;
	size_t slot_size;
};

struct tally {
	size_t accepted, refused, encrypted;
};

static struct mcuboot_key keys[2];

static struct bytes vector(const char *name)
{
	char relative[256], path[VECTORS_PATH_MAX];

	snprintf(relative, sizeof(relative), "mcuboot/%s", name);
	ck_assert(vectors_path(relative, path));
	return bytes_of_buffer(vectors_read(path));
}

static struct mcuboot_version version_of(const char *text)
{
	unsigned major = 0, minor = 0, revision = 0, build = 0;

	ck_assert_int_ge(sscanf(text, "%u.%u.%u+%u", &major, &minor, &revision, &build), 3);
	return (struct mcuboot_version){ (uint8_t)major, (uint8_t)minor, (uint16_t)revision, build };
}

static void read_others(struct row *row, char *text)
{
	for (char *one = strtok(text, ";"); one; one = strtok(NULL, ";")) {
		char *version = strchr(one, '=');

		ck_assert(version && row->other_count < MCUBOOT_MAX_DEPENDENCIES);
		row->others[row->other_count].image_id = (uint8_t)atoi(one);
		row->others[row->other_count++].at_least = version_of(version + 1);
	}
}

static struct row row_of(char *line)
{
	char *cells[8], *rest = line;
	struct row row = { 0 };

	for (size_t i = 0; i < 8; i++)
		ck_assert((cells[i] = strsep(&rest, ",")) != NULL);
	row.file = cells[0];
	row.category = cells[1];
	row.expected = cells[2];
	row.stored_counter = (uint32_t)strtoul(cells[4], NULL, 10);
	row.installed = version_of(cells[5]);
	read_others(&row, cells[6]);
	row.slot_size = strtoul(cells[7], NULL, 10);
	return row;
}

/* The image at the start of an erased slot. */
static struct buffer slot_with(const struct row *row)
{
	char name[200];
	struct bytes image;
	struct buffer slot = { malloc(row->slot_size), row->slot_size };

	snprintf(name, sizeof(name), "images/%s", row->file);
	image = vector(name);
	memset(slot.at, 0xff, slot.len);
	memcpy(slot.at, image.at, image.len < slot.len ? image.len : slot.len);
	free((void *)(uintptr_t)image.at);
	return slot;
}

/* As a loader does: reads only what the extent asks for, and never past it. */
static enum result judge(struct bytes slot, const struct mcuboot_policy *policy)
{
	struct bytes so_far = { slot.at, 0 };
	uint64_t needed = MCUBOOT_HEADER_LEN;
	struct mcuboot_image image, whole_slot_image;
	enum result result = RESULT_OK;

	while (result == RESULT_OK && needed > so_far.len) {
		so_far.len = (size_t)needed;
		result = mcuboot_image_extent(so_far, slot.len, &needed);
	}
	if (result == RESULT_OK)
		result = mcuboot_image_parse(so_far, &image);
	ck_assert_msg((result == RESULT_OK) == (mcuboot_image_parse(slot, &whole_slot_image) == RESULT_OK),
		      "what was asked for and the whole slot are parsed differently");
	if (result == RESULT_OK)
		result = mcuboot_image_verify(&image, policy);
	return result;
}

static void run_row(const struct row *row, struct tally *tally)
{
	static const struct mcuboot_version nothing;
	bool is_encrypted = strcmp(row->category, "encrypted") == 0;
	bool should_pass = strcmp(row->expected, "ACCEPT") == 0 && !is_encrypted;
	bool is_installed = mcuboot_version_compare(row->installed, nothing) > 0;
	struct mcuboot_policy policy = {
		.keys = keys, .key_count = 2, .stored_counter = row->stored_counter,
		.installed = is_installed ? &row->installed : NULL,
		.other_images = row->others, .other_image_count = row->other_count,
	};
	struct buffer slot = slot_with(row);
	enum result result = judge(bytes_of_buffer(slot), &policy);

	ck_assert_msg((result == RESULT_OK) == should_pass, "%s: expected %s, got %s", row->file, row->expected, result_name(result));
	if (is_encrypted)
		ck_assert_msg(result == RESULT_UNSUPPORTED, "%s: %s", row->file, result_name(result));
	if (is_encrypted)
		tally->encrypted++;
	else if (result == RESULT_OK)
		tally->accepted++;
	else
		tally->refused++;
	free(slot.at);
}

START_TEST(every_row_has_its_verdict)
{
	char path[VECTORS_PATH_MAX], line[2048];
	struct tally tally = { 0 };
	FILE *table;

	if (!vectors_path("mcuboot/expected.csv", path))
		return;
	keys[0].spki = vector("keys/trusted_a.pub.der");
	keys[1].spki = vector("keys/trusted_b.pub.der");
	table = fopen(path, "r");
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), table));
	while (fgets(line, sizeof(line), table)) {
		struct row row = row_of(line);

		run_row(&row, &tally);
	}
	fclose(table);
	ck_assert_uint_gt(tally.accepted, 0);
	printf("vectors: mcuboot: %zu accepted, %zu refused, as expected; %zu encrypted, refused as outside the profile\n",
	       tally.accepted, tally.refused, tally.encrypted);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mcuboot vectors");
	TCase *tests = tcase_create("images");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, every_row_has_its_verdict);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
