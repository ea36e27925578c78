/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what is compiled in, and of a small tree made for the test. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/core/list.h"
#include "conformance/requirement.h"
#include "conformance/suite.h"

static char home[64];

static void put(const char *folder, const char *name, const char *text)
{
	char path[256];
	FILE *out;

	snprintf(path, sizeof(path), "mkdir -p '%s/%s'", home, folder);
	ck_assert_int_eq(system(path), 0);
	snprintf(path, sizeof(path), "%s/%s/%s", home, folder, name);
	out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

static void make_home(void)
{
	strcpy(home, "/tmp/assay-list-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	setenv("ASSAY_HOME", home, 1);
}

static void remove_home(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", home);
	ck_assert_int_eq(system(command), 0);
	unsetenv("ASSAY_HOME");
}

static json_t *rows_by(enum result (*list)(json_t **, struct complaint *))
{
	struct complaint why = { "" };
	json_t *rows = NULL;

	ck_assert_msg(list(&rows, &why) == RESULT_OK, "%s", why.text);
	return rows;
}

static const char *text_of(const json_t *rows, size_t at, const char *field)
{
	const char *text = json_string_value(json_object_get(json_array_get(rows, at), field));

	return text == NULL ? "(null)" : text;
}

START_TEST(everything_compiled_in_is_listed)
{
	json_t *checks = rows_by(list_checks), *requirements = rows_by(list_requirements), *profiles = rows_by(list_profiles);
	json_int_t counted = 0;

	ck_assert_uint_eq(json_array_size(checks), every_check_count);
	ck_assert_uint_eq(json_array_size(requirements), every_requirement_count);
	ck_assert_uint_eq(json_array_size(profiles), every_profile_count);
	for (size_t i = 0; i < json_array_size(requirements); i++)
		counted += json_integer_value(json_object_get(json_array_get(requirements, i), "checks"));
	ck_assert_int_eq(counted, (json_int_t)every_check_count);
	json_decref(checks);
	json_decref(requirements);
	json_decref(profiles);
}
END_TEST

START_TEST(surfaces_are_the_files_that_enter_something)
{
	json_t *rows;

	put("harnesses/surfaces", "token.c", "const struct surface surface_token = {\n\t.enters = \"token_read\",\n};\n");
	put("harnesses/surfaces", "token_test.c", "\t.enters = \"no\",\n");
	put("harnesses/surfaces", "seeds.c", "static int x;\n");
	put("harnesses/surfaces", "README.md", ".enters = \"no\"\n");
	rows = rows_by(list_surfaces);
	ck_assert_uint_eq(json_array_size(rows), 1);
	ck_assert_str_eq(text_of(rows, 0, "name"), "token");
	ck_assert_str_eq(text_of(rows, 0, "enters"), "token_read");
	json_decref(rows);
}
END_TEST

START_TEST(defects_are_told_by_their_headers)
{
	json_t *rows;

	put("reference-impl/defects", "b_skips.patch", "Class: B17\nBreaks: h/verified\nSeen-by: refuses\nSays: it ran\n---\nReal: no\n");
	put("harnesses/defects", "a_blind.patch", "Class: J01\n--- a/x\n+++ b/x\n");
	rows = rows_by(list_defects);
	ck_assert_uint_eq(json_array_size(rows), 2);
	ck_assert_str_eq(text_of(rows, 0, "name"), "b_skips");
	ck_assert_str_eq(text_of(rows, 0, "of"), "device");
	ck_assert_str_eq(text_of(rows, 0, "class"), "B17");
	ck_assert_str_eq(text_of(rows, 0, "seen_by"), "refuses");
	ck_assert_str_eq(text_of(rows, 0, "real"), "");
	ck_assert_str_eq(text_of(rows, 1, "of"), "suite");
	json_decref(rows);
}
END_TEST

START_TEST(an_empty_tree_has_no_targets)
{
	json_t *rows = rows_by(list_targets);

	ck_assert_uint_eq(json_array_size(rows), 0);
	json_decref(rows);
}
END_TEST

START_TEST(a_bad_target_is_named)
{
	struct complaint why = { "" };
	json_t *rows = NULL;

	put("conformance/targets/odd", "target.json", "{}");
	ck_assert_int_ne(list_targets(&rows, &why), RESULT_OK);
	ck_assert_ptr_null(rows);
	ck_assert_msg(strstr(why.text, "targets/odd/target.json") != NULL, "%s", why.text);
}
END_TEST

START_TEST(wrong_usage_is_64)
{
	char *none[] = { "assay-list", NULL }, *odd[] = { "assay-list", "colours", NULL };
	char *two[] = { "assay-list", "checks", "profiles", NULL }, *help[] = { "assay-list", "--help", NULL };

	ck_assert_int_eq(list_main(1, none), 64);
	ck_assert_int_eq(list_main(2, odd), 64);
	ck_assert_int_eq(list_main(3, two), 64);
	ck_assert_int_eq(list_main(2, help), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("list");
	TCase *tcase = tcase_create("listing");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, make_home, remove_home);
	tcase_add_test(tcase, everything_compiled_in_is_listed);
	tcase_add_test(tcase, surfaces_are_the_files_that_enter_something);
	tcase_add_test(tcase, defects_are_told_by_their_headers);
	tcase_add_test(tcase, an_empty_tree_has_no_targets);
	tcase_add_test(tcase, a_bad_target_is_named);
	tcase_add_test(tcase, wrong_usage_is_64);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
