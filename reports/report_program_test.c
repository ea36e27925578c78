/* SPDX-License-Identifier: Apache-2.0 */
/* The program over files: every form can be made again, and nothing half made is left. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reports/report_file.h"
#include "reports/report_fixture.h"
#include "reports/report_program.h"

static char folder[64], report_path[96], out_path[96];

static void set_up(void)
{
	json_t *report = report_fixture();

	strcpy(folder, "/tmp/assay-report-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(report_path, sizeof(report_path), "%s/report.json", folder);
	snprintf(out_path, sizeof(out_path), "%s/out", folder);
	ck_assert_int_eq(report_store(report, report_path, report_write_json), RESULT_OK);
	json_decref(report);
}

static void tear_down(void)
{
	unlink(report_path);
	unlink(out_path);
	ck_assert_msg(rmdir(folder) == 0, "something was left behind in %s", folder);
}

static int report(char *form, char *out)
{
	char *argv[] = { "assay-report", report_path, form, "--out", out, NULL };

	return report_main(5, argv);
}

START_TEST(every_form_is_made_again)
{
	static const struct {
		char *form;
		const char *begins;
	} forms[] = {
		{ "--html", "<!DOCTYPE html>" }, { "--junit", "<?xml" }, { "--json", "{\"exit\":0," }, { "--text", "<script>" },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		char begin[32] = "";
		FILE *in;

		ck_assert_int_eq(report(forms[i].form, out_path), 0);
		in = fopen(out_path, "r");
		ck_assert_ptr_nonnull(in);
		ck_assert_uint_eq(fread(begin, 1, strlen(forms[i].begins), in), strlen(forms[i].begins));
		ck_assert_str_eq(begin, forms[i].begins);
		fclose(in);
	}
}
END_TEST

START_TEST(the_model_survives_its_own_form)
{
	struct report_complaint complaint = { "" };
	json_t *first = NULL, *second = NULL;

	ck_assert_int_eq(report("--json", out_path), 0);
	ck_assert_int_eq(report_load(report_path, &first, &complaint), RESULT_OK);
	ck_assert_int_eq(report_load(out_path, &second, &complaint), RESULT_OK);
	ck_assert(json_equal(first, second));
	json_decref(first);
	json_decref(second);
}
END_TEST

START_TEST(what_cannot_be_done_is_2)
{
	char *missing[] = { "assay-report", "/nowhere/report.json", NULL };

	ck_assert_int_eq(report_main(2, missing), 2);
	ck_assert_int_eq(report("--html", "/nowhere/out"), 2);
}
END_TEST

START_TEST(wrong_usage_is_64)
{
	char *none[] = { "assay-report", NULL }, *odd[] = { "assay-report", "a", "--pdf", NULL };
	char *two[] = { "assay-report", "a", "--html", "--text", NULL }, *cut[] = { "assay-report", "a", "--out", NULL };
	char *help[] = { "assay-report", "--help", NULL };

	ck_assert_int_eq(report_main(1, none), 64);
	ck_assert_int_eq(report_main(3, odd), 64);
	ck_assert_int_eq(report_main(4, two), 64);
	ck_assert_int_eq(report_main(3, cut), 64);
	ck_assert_int_eq(report_main(2, help), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report_program");
	TCase *tcase = tcase_create("program");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, every_form_is_made_again);
	tcase_add_test(tcase, the_model_survives_its_own_form);
	tcase_add_test(tcase, what_cannot_be_done_is_2);
	tcase_add_test(tcase, wrong_usage_is_64);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
