/* SPDX-License-Identifier: Apache-2.0 */
/* The program over files: what it answers, what it writes, and when it can answer nothing. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ci/gate.h"
#include "ci/gate_file.h"
#include "reports/report_fixture.h"

static char folder[64], report_path[96], baseline_path[96], detection_path[96];

static void put(const char *path, json_t *value)
{
	ck_assert_int_eq(json_dump_file(value, path, 0), 0);
	json_decref(value);
}

static json_t *detection_of(const char *suite)
{
	return json_pack("{s:s, s:[{s:s, s:s, s:b}]}", "suite", suite, "defects", "defect", "skips_check", "seen_by",
			 "never_older", "caught", 1);
}

static void set_up(void)
{
	strcpy(folder, "/tmp/assay-gate-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(report_path, sizeof(report_path), "%s/report.json", folder);
	snprintf(baseline_path, sizeof(baseline_path), "%s/baseline.json", folder);
	snprintf(detection_path, sizeof(detection_path), "%s/detection.json", folder);
	put(report_path, report_fixture());
	put(detection_path, detection_of("cafe"));
}

static void tear_down(void)
{
	unlink(report_path);
	unlink(baseline_path);
	unlink(detection_path);
	rmdir(folder);
}

static int gate(const char *option, const char *value)
{
	char *argv[] = { "assay-gate",           report_path, "--baseline",    baseline_path, "--detection", detection_path,
			 (char *)(uintptr_t)option, (char *)(uintptr_t)value, NULL };

	return gate_main(option == NULL ? 6 : value == NULL ? 7 : 8, argv);
}

static json_t *loaded(const char *path)
{
	json_t *value = json_load_file(path, 0, NULL);

	ck_assert_ptr_nonnull(value);
	return value;
}

START_TEST(without_a_baseline_nothing_is_compared)
{
	ck_assert_int_eq(gate(NULL, NULL), 2);
	ck_assert_int_eq(gate("--json", NULL), 2);
	ck_assert_int_eq(access(baseline_path, F_OK), -1);
}
END_TEST

START_TEST(what_was_accepted_is_green)
{
	json_t *baseline;

	ck_assert_int_eq(gate("--accept", "the first one"), 0);
	ck_assert_int_eq(gate(NULL, NULL), 0);
	ck_assert_int_eq(gate("--accept", "the same again"), 0);
	baseline = loaded(baseline_path);
	ck_assert_ptr_null(json_object_get(baseline, "run"));
	ck_assert_uint_eq(json_array_size(json_object_get(baseline, "accepted")), 2);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(json_object_get(baseline, "accepted"), 0), "reason")),
			 "the first one");
	ck_assert_uint_eq(json_array_size(json_object_get(baseline, "detection")), 1);
	json_decref(baseline);
}
END_TEST

START_TEST(a_failure_is_red)
{
	json_t *report = report_fixture();

	ck_assert_int_eq(gate("--accept", "the first one"), 0);
	report_fixture_judge(report, "renewable_security/never_older", "fail", "it ran");
	put(report_path, report);
	ck_assert_int_eq(gate(NULL, NULL), 1);
	ck_assert_int_eq(gate("--json", NULL), 1);
}
END_TEST

START_TEST(missing_detection_is_red_and_keeps_the_rows)
{
	json_t *baseline;

	ck_assert_int_eq(gate("--accept", "the first one"), 0);
	unlink(detection_path);
	ck_assert_int_eq(gate(NULL, NULL), 1);
	ck_assert_int_eq(gate("--accept", "without a proof"), 0);
	baseline = loaded(baseline_path);
	ck_assert_uint_eq(json_array_size(json_object_get(baseline, "detection")), 1);
	json_decref(baseline);
	ck_assert_int_eq(gate(NULL, NULL), 1);
}
END_TEST

START_TEST(another_target_or_schema_is_no_comparison)
{
	json_t *baseline;

	ck_assert_int_eq(gate("--accept", "the first one"), 0);
	baseline = loaded(baseline_path);
	json_object_set_new(json_object_get(baseline, "target"), "name", json_string("another"));
	put(baseline_path, baseline);
	ck_assert_int_eq(gate(NULL, NULL), 2);
	ck_assert_int_eq(gate("--accept", "over another"), 2);
	baseline = loaded(baseline_path);
	json_object_set_new(baseline, "schema", json_integer(2));
	put(baseline_path, baseline);
	ck_assert_int_eq(gate(NULL, NULL), 2);
}
END_TEST

START_TEST(files_that_are_none_are_no_comparison)
{
	json_t *whole = report_fixture();

	ck_assert_int_eq(gate("--accept", "the first one"), 0);
	put(detection_path, json_pack("{s:s}", "suite", "cafe"));
	ck_assert_int_eq(gate(NULL, NULL), 2);
	put(detection_path, detection_of("cafe"));
	put(baseline_path, whole);
	ck_assert_int_eq(gate(NULL, NULL), 2);
	put(baseline_path, json_object());
	ck_assert_int_eq(gate(NULL, NULL), 2);
	put(report_path, json_object());
	ck_assert_int_eq(gate(NULL, NULL), 2);
	unlink(report_path);
	ck_assert_int_eq(gate(NULL, NULL), 2);
}
END_TEST

START_TEST(a_reason_must_be_text)
{
	ck_assert_int_eq(gate("--accept", ""), 64);
	ck_assert_int_eq(gate("--accept", NULL), 64);
	ck_assert_int_eq(gate("--accept", "\xff"), 2);
	ck_assert_int_eq(gate("--colour", NULL), 64);
	ck_assert_int_eq(gate("--help", NULL), 0);
	ck_assert_int_eq(access(baseline_path, F_OK), -1);
}
END_TEST

/* What the program prints, to be freed. */
static char *printed(void)
{
	char *text = calloc(1, 8192);
	int kept = dup(1);
	FILE *out = tmpfile();

	fflush(stdout);
	dup2(fileno(out), 1);
	gate(NULL, NULL);
	fflush(stdout);
	dup2(kept, 1);
	close(kept);
	rewind(out);
	ck_assert_uint_gt(fread(text, 1, 8191, out), 0);
	fclose(out);
	return text;
}

START_TEST(the_reasons_fit_in_twelve_lines)
{
	json_t *report = report_fixture(), *requirements = json_object_get(report, "requirements");
	json_t *like = report_fixture_requirement(report, "renewable_security/never_older");
	char *text;
	size_t lines = 0;

	ck_assert_int_eq(gate("--accept", "the first one"), 0);
	report_fixture_judge(report, "renewable_security/never_older", "fail", FIXTURE_HOSTILE "\n\n");
	for (int i = 0; i < 30; i++) {
		json_t *more = json_deep_copy(like), *check = json_array_get(json_object_get(more, "checks"), 0);

		json_object_set_new(check, "name", json_sprintf("check_%d", i));
		json_array_append_new(requirements, more);
	}
	put(report_path, report);
	text = printed();
	for (char *c = text; *c != '\0'; c++)
		lines += *c == '\n';
	ck_assert_uint_le(lines, 12);
	ck_assert(strncmp(text, "gate: red: 31 reasons\n  new-fail: ", 33) == 0);
	ck_assert_ptr_nonnull(strstr(text, "and 21 more"));
	ck_assert_ptr_null(strchr(text, '\033'));
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("gate");
	TCase *tcase = tcase_create("program");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, without_a_baseline_nothing_is_compared);
	tcase_add_test(tcase, what_was_accepted_is_green);
	tcase_add_test(tcase, a_failure_is_red);
	tcase_add_test(tcase, missing_detection_is_red_and_keeps_the_rows);
	tcase_add_test(tcase, another_target_or_schema_is_no_comparison);
	tcase_add_test(tcase, files_that_are_none_are_no_comparison);
	tcase_add_test(tcase, a_reason_must_be_text);
	tcase_add_test(tcase, the_reasons_fit_in_twelve_lines);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
