/* SPDX-License-Identifier: Apache-2.0 */
/* Each form says what broke and lets no text of a device through as it came. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reports/character.h"
#include "reports/report.h"
#include "reports/report_file.h"
#include "reports/report_fixture.h"

static report_writer *const writers[] = { report_write_text, report_write_html, report_write_junit };

static json_t *broken_report(void)
{
	json_t *report = report_fixture();

	report_fixture_judge(report, "renewable_security/never_older", "fail", "it ran: " FIXTURE_HOSTILE);
	return report;
}

static char *written(json_t *report, report_writer *write)
{
	char *text = report_fixture_written(report, write);

	ck_assert_ptr_nonnull(text);
	json_decref(report);
	return text;
}

START_TEST(no_control_gets_through)
{
	char *text = written(broken_report(), writers[_i]);

	ck_assert_ptr_null(strchr(text, '\033'));
	ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
	ck_assert_ptr_nonnull(strstr(text, "\xef\xbf\xbd"));
	free(text);
}
END_TEST

START_TEST(no_markup_gets_through)
{
	char *text = written(broken_report(), writers[1 + _i]);

	ck_assert_ptr_null(strstr(text, "<script"));
	ck_assert_ptr_nonnull(strstr(text, "&#60;script&#62;alert(&#39;x&#39;)"));
	ck_assert_ptr_nonnull(strstr(text, "&#38; &#34;quoted&#34;"));
	free(text);
}
END_TEST

START_TEST(a_failure_shows_reason_and_remedy)
{
	char *text = written(broken_report(), writers[_i]);

	ck_assert_ptr_nonnull(strstr(text, "it ran: "));
	ck_assert_ptr_nonnull(strstr(text, "Mend it."));
	ck_assert_ptr_nonnull(strstr(text, "never_older"));
	free(text);
}
END_TEST

START_TEST(failures_come_before_points)
{
	char *text = written(broken_report(), report_write_text), *failure = strstr(text, "It holds.");

	ck_assert_ptr_nonnull(failure);
	ck_assert(failure < strstr(text, "Hardware root of trust"));
	ck_assert_ptr_nonnull(strstr(text, "Points        20.00 of 100"));
	ck_assert_ptr_nonnull(strstr(text, "no level: 5 of 7 properties have no checks in this version of the suite"));
	ck_assert_ptr_nonnull(strstr(text, "no checks yet"));
	ck_assert_ptr_nonnull(strstr(text, "66.66  (33.33 not yet checked)"));
	free(text);
}
END_TEST

/* The end is all that a build server's page shows of a long log. */
START_TEST(the_last_lines_name_what_did_not_pass)
{
	json_t *report = report_fixture();
	char *text, *closing;

	report_fixture_judge(report, "renewable_security/never_older", "not-run", "out of time");
	report_fixture_judge(report, "hardware_root_of_trust/signed_only", "fail", "its canary was seen");
	text = written(report, report_write_text);
	closing = strstr(text, "  Not passed    ");
	ck_assert_ptr_nonnull(closing);
	ck_assert_str_eq(closing, "  Not passed    fail          signed_only: its canary was seen\n"
				  "                not-run       never_older: out of time\n");
	free(text);
}
END_TEST

START_TEST(checks_that_say_the_same_share_the_last_line)
{
	json_t *report = report_fixture();
	char *text;

	report_fixture_judge(report, "renewable_security/never_older", "not-run", "deselected");
	report_fixture_judge(report, "hardware_root_of_trust/signed_only", "not-run", "deselected");
	text = written(report, report_write_text);
	ck_assert_ptr_nonnull(strstr(text, "  Not passed    not-run       signed_only and 1 more: deselected\n"));
	free(text);
}
END_TEST

START_TEST(a_clean_run_names_no_remedy)
{
	char *text = written(report_fixture(), report_write_text);

	ck_assert_ptr_null(strstr(text, "Mend it."));
	ck_assert_ptr_null(strstr(text, "Not passed"));
	ck_assert_ptr_nonnull(strstr(text, "3 pass, 2 not yet checked"));
	ck_assert_ptr_nonnull(strstr(text, "1 held, 0 broken, 1 unproven"));
	ck_assert_ptr_nonnull(strstr(text, "Detection     not proven for this suite"));
	free(text);
}
END_TEST

START_TEST(lines_of_text_are_short)
{
	char *text = written(broken_report(), report_write_text);

	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		ck_assert_msg(character_count(line) <= 120, "%s", line);
	free(text);
}
END_TEST

START_TEST(the_page_loads_nothing)
{
	static const char *const loads[] = { "http:", "https:", "src=", "@import", "url(", "<link", "<iframe", "onload" };
	char *text = written(broken_report(), report_write_html);

	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++)
		ck_assert_msg(strstr(text, loads[i]) == NULL, "%s", loads[i]);
	ck_assert_ptr_nonnull(strstr(text, "default-src 'none'"));
	free(text);
}
END_TEST

START_TEST(the_page_holds_what_it_must)
{
	static const char *const parts[] = {
		"<title id=\"radar-title\">", "<desc id=\"radar-desc\">", "id=\"renewable_security/never_older\"",
		"SESIP", "assay verify", "not a conformity assessment", "detection not proven for this suite",
		"records 1&#8211;9", "<small>9 boots; &#60;script&#62;", "prefers-color-scheme: dark", "@media print", "not yet checked", "aabb", "beef",
	};
	char *text = written(broken_report(), report_write_html);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		ck_assert_msg(strstr(text, parts[i]) != NULL, "%s", parts[i]);
	free(text);
}
END_TEST

START_TEST(a_run_that_was_cut_off_is_told_first)
{
	json_t *report = report_fixture(), *run = json_object_get(report, "run");
	char *text;

	report_fixture_judge(report, "renewable_security/never_older", "not-run", "the run was interrupted");
	json_object_set_new(run, "complete", json_false());
	json_object_set_new(json_object_get(run, "records"), "never_older", json_pack("[i, i]", 0, 0));
	text = written(json_incref(report), report_write_html);
	ck_assert_ptr_nonnull(strstr(text, "The run was cut off: nothing is known of 1 of the requirements."));
	ck_assert_ptr_nonnull(strstr(text, "was not signed"));
	ck_assert_ptr_null(strstr(text, "records 0"));
	free(text);
	text = written(report, report_write_text);
	ck_assert_ptr_nonnull(strstr(text, "Incomplete    the run was cut off"));
	free(text);
}
END_TEST

START_TEST(detection_is_told)
{
	json_t *report = report_fixture();
	char *text;

	json_object_set_new(report_fixture_requirement(report, "renewable_security/never_older"), "detection",
			    json_pack("{s:i, s:i}", "caught", 2, "seeded", 3));
	text = written(json_incref(report), report_write_html);
	ck_assert_ptr_nonnull(strstr(text, "caught 2 of 3 bad devices"));
	free(text);
	text = written(report, report_write_text);
	ck_assert_ptr_nonnull(strstr(text, "caught 2 of 3 bad devices"));
	free(text);
}
END_TEST

START_TEST(junit_counts_add_up)
{
	static const struct {
		const char *verdict, *counts, *element;
	} cases[] = {
		{ "pass", "tests=\"5\" failures=\"0\" errors=\"0\" skipped=\"2\"", "<testcase" },
		{ "absent", "tests=\"5\" failures=\"0\" errors=\"0\" skipped=\"2\"", "<testcase" },
		{ "fail", "tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"2\"", "<failure type=\"fail\" message=\"why\">" },
		{ "error", "tests=\"5\" failures=\"0\" errors=\"1\" skipped=\"2\"", "<error type=\"error\" message=\"why\">" },
		{ "not-run", "tests=\"5\" failures=\"0\" errors=\"1\" skipped=\"2\"", "<error type=\"not-run\"" },
		{ "inconclusive", "tests=\"5\" failures=\"0\" errors=\"1\" skipped=\"2\"", "<error type=\"inconclusive\"" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *report = report_fixture();
		char *text;

		report_fixture_judge(report, "renewable_security/never_older", cases[i].verdict, "why");
		text = written(report, report_write_junit);
		ck_assert_msg(strstr(text, cases[i].counts) != NULL, "%s", text);
		ck_assert_ptr_nonnull(strstr(text, cases[i].element));
		ck_assert_ptr_nonnull(strstr(text, "<skipped message=\"no check in this version of the suite\"/>"));
		free(text);
	}
}
END_TEST

START_TEST(the_same_report_gives_the_same_bytes)
{
	char *first = written(broken_report(), writers[_i]), *second = written(broken_report(), writers[_i]);

	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report_forms");
	TCase *tcase = tcase_create("forms");
	SRunner *runner;
	int failed;

	setenv("NO_COLOR", "1", 1);
	tcase_add_loop_test(tcase, no_control_gets_through, 0, 3);
	tcase_add_loop_test(tcase, no_markup_gets_through, 0, 2);
	tcase_add_loop_test(tcase, a_failure_shows_reason_and_remedy, 0, 3);
	tcase_add_test(tcase, failures_come_before_points);
	tcase_add_test(tcase, the_last_lines_name_what_did_not_pass);
	tcase_add_test(tcase, checks_that_say_the_same_share_the_last_line);
	tcase_add_test(tcase, a_clean_run_names_no_remedy);
	tcase_add_test(tcase, lines_of_text_are_short);
	tcase_add_test(tcase, the_page_loads_nothing);
	tcase_add_test(tcase, the_page_holds_what_it_must);
	tcase_add_test(tcase, a_run_that_was_cut_off_is_told_first);
	tcase_add_test(tcase, detection_is_told);
	tcase_add_test(tcase, junit_counts_add_up);
	tcase_add_loop_test(tcase, the_same_report_gives_the_same_bytes, 0, 3);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
