/* SPDX-License-Identifier: Apache-2.0 */
/* The object of the reader itself, and every way of cutting it short. */
#include <check.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ci/walls/object_symbols.h"
#include "ci/walls/tree.h"

/* A file of the build that this program comes from. */
static struct bytes built(const char *name)
{
	char path[PATH_MAX + 64];
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);
	struct bytes text;

	ck_assert_int_gt(len, 0);
	path[len] = '\0';
	strcpy(strstr(path, "/test/ci/walls/"), name);
	ck_assert_int_eq(tree_read_file(path, &text), RESULT_OK);
	return text;
}

static void look_for_slice(const char *name, void *context)
{
	if (strcmp(name, "bytes_slice") == 0)
		++*(unsigned *)context;
	ck_assert_str_ne(name, "object_archive_names");
}

START_TEST(undefined_symbols_are_told_once)
{
	struct bytes object = built("/obj/ci/walls/object_symbols.o");
	unsigned seen = 0;

	ck_assert_int_eq(object_undefined_each(object, look_for_slice, &seen), RESULT_OK);
	ck_assert_uint_eq(seen, 1);
	tree_free_text(object);
}
END_TEST

START_TEST(archive_names_are_told)
{
	struct bytes archive = built("/lib/assay.a");
	struct bytes names;

	ck_assert_int_eq(object_archive_names(archive, &names), RESULT_OK);
	ck_assert_ptr_nonnull(memmem(names.at, names.len, "\0object_archive_names", 22));
	tree_free_text(archive);
}
END_TEST

static void take_any(const char *name, void *context)
{
	*(size_t *)context += strlen(name);
}

START_TEST(a_cut_object_is_no_object)
{
	struct bytes object = built("/obj/ci/walls/object_symbols.o");
	size_t total = 0;

	/* The table of sections is at the end, and what is needed of it before its last ones. */
	for (size_t len = 0; len + 256 < object.len; len += 97) {
		uint8_t *part = malloc(len + 1);

		ck_assert_ptr_nonnull(part);
		memcpy(part, object.at, len);
		ck_assert_int_ne(object_undefined_each(bytes_from(part, len), take_any, &total), RESULT_OK);
		free(part);
	}
	tree_free_text(object);
}
END_TEST

START_TEST(a_spoiled_object_is_read_within_its_bounds)
{
	struct bytes object = built("/obj/ci/walls/object_symbols.o");
	uint8_t *part = malloc(object.len);
	size_t total = 0;

	ck_assert_ptr_nonnull(part);
	memcpy(part, object.at, object.len);
	for (size_t at = 0; at < object.len; at += at < 64 ? 1 : 61) {
		part[at] ^= 0xff;
		if (object_undefined_each(bytes_from(part, object.len), take_any, &total) == RESULT_OK)
			ck_assert_uint_gt(total, 0);
		part[at] ^= 0xff;
	}
	free(part);
	tree_free_text(object);
}
END_TEST

START_TEST(a_cut_archive_has_no_names)
{
	struct bytes archive = built("/lib/assay.a");
	struct bytes names;

	for (size_t len = 0; len < 200; len++)
		ck_assert_int_ne(object_archive_names(bytes_from(archive.at, len), &names), RESULT_OK);
	tree_free_text(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("object_symbols");
	TCase *tcase = tcase_create("reading");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, undefined_symbols_are_told_once);
	tcase_add_test(tcase, archive_names_are_told);
	tcase_add_test(tcase, a_cut_object_is_no_object);
	tcase_add_test(tcase, a_spoiled_object_is_read_within_its_bounds);
	tcase_add_test(tcase, a_cut_archive_has_no_names);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
