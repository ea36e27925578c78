/* SPDX-License-Identifier: Apache-2.0 */
/* A folder takes one run: while it lasts nobody else's, and afterwards none. */

#include "conformance/core/certify_folder.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/certify_options.h"
#include "conformance/core/file.h"

static char place[64], path[128];

static void in_a_folder_of_its_own(void)
{
	(void)snprintf(place, sizeof(place), "/tmp/assay-folder-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(place));
	(void)snprintf(path, sizeof(path), "%s/a/b", place);
}

static void leave_the_folder(void)
{
	char file[160];

	(void)snprintf(file, sizeof(file), "%s/resume.json", path);
	(void)unlink(file);
	(void)snprintf(file, sizeof(file), "%s/report.json", path);
	(void)unlink(file);
	(void)rmdir(path);
	(void)snprintf(file, sizeof(file), "%s/a", place);
	(void)rmdir(file);
	(void)rmdir(place);
}

START_TEST(a_second_run_into_it_is_refused)
{
	struct certify_folder folder, second;
	struct complaint why;

	ck_assert_int_eq(certify_folder_make(path, "t", "now", &folder, &why), RESULT_OK);
	ck_assert_int_eq(certify_folder_make(path, "t", "now", &second, &why), RESULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(why.text, "another run"));
	certify_folder_release(&folder);
	ck_assert_int_eq(certify_folder_make(path, "t", "now", &folder, &why), RESULT_OK);
	certify_folder_release(&folder);
}
END_TEST

START_TEST(a_folder_with_a_run_is_never_written_into)
{
	struct certify_folder folder;
	struct complaint why;
	char file[CERTIFY_PATH_LEN];

	ck_assert_int_eq(certify_folder_make(path, "t", "now", &folder, &why), RESULT_OK);
	ck_assert(certify_folder_file(&folder, "report.json", file));
	ck_assert_int_eq(file_store(file, bytes_of_text("{}\n"), 0644), RESULT_OK);
	certify_folder_release(&folder);
	ck_assert_int_eq(certify_folder_make(path, "t", "now", &folder, &why), RESULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(why.text, "report.json"));
}
END_TEST

START_TEST(only_a_killed_run_is_continued)
{
	struct certify_folder folder;
	struct complaint why;
	char file[CERTIFY_PATH_LEN];
	json_t *resume = json_pack("{s:s}", "seed", "00"), *loaded;
	struct stat status;

	ck_assert_int_eq(certify_folder_reopen(path, &folder, &why), RESULT_NOT_FOUND);
	ck_assert_int_eq(certify_folder_make(path, "t", "now", &folder, &why), RESULT_OK);
	ck_assert_int_eq(certify_folder_store_resume(&folder, resume), RESULT_OK);
	ck_assert(certify_folder_file(&folder, "resume.json", file));
	ck_assert_int_eq(stat(file, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0600);
	certify_folder_release(&folder);
	ck_assert_int_eq(certify_folder_reopen(path, &folder, &why), RESULT_OK);
	ck_assert_int_eq(certify_folder_load_resume(&folder, &loaded, &why), RESULT_OK);
	ck_assert(json_equal(resume, loaded));
	certify_folder_release(&folder);
	json_decref(loaded);
	json_decref(resume);
}
END_TEST

static const struct {
	const char *arguments[6];
	bool good;
} lines[] = {
	{ { "reference" }, true },
	{ { "--help" }, true },
	{ { "--check", "a", "--check", "b", "reference" }, true },
	{ { "--seed", "00ff", "--jobs", "2", "reference" }, true },
	{ { "--resume", "DIR" }, true },
	{ { NULL }, false },
	{ { "a", "b" }, false },
	{ { "--seed", "xyz", "a" }, false },
	{ { "--jobs", "0", "a" }, false },
	{ { "--jobs", "2x", "a" }, false },
	{ { "--jobs", "-1", "a" }, false },
	{ { "--require", "tin", "a" }, false },
	{ { "--require", "silver", "a" }, true },
	{ { "--resume", "DIR", "a" }, false },
	{ { "--resume", "DIR", "--seed", "00" }, false },
	{ { "--unknown", "a" }, false },
};

START_TEST(command_lines_are_read_strictly)
{
	struct certify_options options;
	char *argv[8] = { (char *)(uintptr_t) "assay-certify" };
	int argc = 1;

	while (argc < 7 && lines[_i].arguments[argc - 1] != NULL) {
		argv[argc] = (char *)(uintptr_t)lines[_i].arguments[argc - 1];
		argc++;
	}
	ck_assert_int_eq(certify_options_read(argc, argv, &options), lines[_i].good);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("certify");
	TCase *tests = tcase_create("folder"), *options = tcase_create("options");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, in_a_folder_of_its_own, leave_the_folder);
	tcase_add_test(tests, a_second_run_into_it_is_refused);
	tcase_add_test(tests, a_folder_with_a_run_is_never_written_into);
	tcase_add_test(tests, only_a_killed_run_is_continued);
	tcase_add_loop_test(options, command_lines_are_read_strictly, 0, sizeof(lines) / sizeof(lines[0]));
	suite_add_tcase(suite, tests);
	suite_add_tcase(suite, options);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
