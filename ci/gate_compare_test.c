/* SPDX-License-Identifier: Apache-2.0 */
/* For each reason one change that must give it, alone; and changes that must give none. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "ci/gate_compare.h"
#include "ci/gate_file.h"
#include "reports/report_fixture.h"

#define SLUG "renewable_security/never_older"

static json_t *baseline, *report, *detection;

static json_t *detection_of(const char *suite)
{
	return json_pack("{s:s, s:[{s:s, s:s, s:b, s:i}, {s:s, s:s, s:b, s:i}]}", "suite", suite, "defects", "defect",
			 "skips_check", "seen_by", "never_older", "caught", 1, "seconds", 9, "defect", "known_miss", "seen_by",
			 "covers", "caught", 0, "seconds", 9);
}

static void set_up(void)
{
	report = report_fixture();
	detection = detection_of("cafe");
	baseline = gate_baseline_made(report, detection, NULL, "first");
	ck_assert_ptr_nonnull(baseline);
}

static void tear_down(void)
{
	json_decref(report);
	json_decref(baseline);
	json_decref(detection);
}

static void assert_green(void)
{
	json_t *reasons = gate_compare(baseline, report, detection);
	char *text = json_dumps(reasons, 0);

	ck_assert_msg(json_array_size(reasons) == 0, "%s", text);
	free(text);
	json_decref(reasons);
}

/* Exactly one reason, of this kind and about this. */
static void assert_red(const char *kind, const char *subject)
{
	json_t *reasons = gate_compare(baseline, report, detection), *first = json_array_get(reasons, 0);
	char *text = json_dumps(reasons, 0);

	ck_assert_msg(json_array_size(reasons) == 1, "%s", text);
	ck_assert_str_eq(json_string_value(json_object_get(first, "kind")), kind);
	ck_assert_str_eq(json_string_value(json_object_get(first, "subject")), subject);
	free(text);
	json_decref(reasons);
}

static json_t *entry_of(json_t *list, size_t at)
{
	return json_array_get(list, at);
}

START_TEST(the_same_is_green)
{
	assert_green();
}
END_TEST

START_TEST(another_suite_run_and_reason_are_green)
{
	json_object_set_new(json_object_get(report, "suite"), "digest", json_string("f00d"));
	json_object_set_new(json_object_get(report, "run"), "id", json_string("another"));
	json_decref(detection);
	detection = detection_of("f00d");
	assert_green();
}
END_TEST

START_TEST(a_worse_verdict_is_red)
{
	static const char *const verdicts[] = { "fail", "error", "not-run", "inconclusive" };
	char kind[32];

	report_fixture_judge(report, SLUG, verdicts[_i], "why");
	snprintf(kind, sizeof(kind), "new-%s", verdicts[_i]);
	assert_red(kind, "never_older");
}
END_TEST

START_TEST(an_error_that_becomes_a_fail_is_red)
{
	report_fixture_judge(baseline, SLUG, "error", "why");
	report_fixture_judge(report, SLUG, "fail", "why");
	assert_red("new-fail", "never_older");
}
END_TEST

START_TEST(an_accepted_failure_and_a_better_verdict_are_green)
{
	report_fixture_judge(baseline, SLUG, "fail", "why");
	report_fixture_judge(report, SLUG, "fail", "another reason");
	assert_green();
	report_fixture_judge(report, SLUG, "inconclusive", "why");
	assert_green();
	report_fixture_judge(report, SLUG, "pass", "");
	assert_green();
	report_fixture_judge(baseline, SLUG, "pass", "");
	report_fixture_judge(report, SLUG, "absent", "");
	assert_green();
}
END_TEST

START_TEST(a_new_check_that_fails_is_red)
{
	json_t *checks = json_object_get(report_fixture_requirement(report, SLUG), "checks");
	json_t *more = json_deep_copy(json_array_get(checks, 0));

	json_object_set_new(more, "name", json_string("newcomer"));
	json_array_append(checks, more);
	assert_green();
	json_object_set_new(more, "verdict", json_string("error"));
	assert_red("new-error", "newcomer");
	json_decref(more);
}
END_TEST

START_TEST(an_incomplete_run_is_red)
{
	json_object_set_new(json_object_get(report, "run"), "complete", json_false());
	assert_red("incomplete", "run");
}
END_TEST

START_TEST(a_lost_requirement_is_red)
{
	json_array_remove(json_object_get(report, "requirements"), 0); /* one without checks */
	assert_red("lost-requirement", "failure_reporting/told");
}
END_TEST

START_TEST(a_lost_check_is_red)
{
	json_array_clear(json_object_get(report_fixture_requirement(report, SLUG), "checks"));
	assert_red("lost-check", "never_older");
}
END_TEST

START_TEST(a_check_moved_to_another_requirement_is_lost)
{
	json_t *from = json_object_get(report_fixture_requirement(report, SLUG), "checks");
	json_t *to = json_object_get(report_fixture_requirement(report, "failure_reporting/told"), "checks");

	json_array_append(to, json_array_get(from, 0));
	json_array_clear(from);
	assert_red("lost-check", "never_older");
}
END_TEST

START_TEST(a_changed_weight_is_red_either_way)
{
	json_object_set_new(report_fixture_requirement(report, SLUG), "weight", json_integer(_i == 0 ? 19 : 21));
	assert_red("changed-weight", SLUG);
}
END_TEST

START_TEST(a_changed_gate_is_red)
{
	json_object_set_new(report_fixture_requirement(report, "hardware_root_of_trust/covers"), "gate", json_null());
	assert_red("changed-weight", "hardware_root_of_trust/covers");
}
END_TEST

START_TEST(a_lower_property_is_red_and_a_higher_is_not)
{
	json_t *property = entry_of(json_object_get(report, "properties"), 6);

	json_object_set_new(property, "score", json_integer(9999));
	assert_red("lower-property", "renewable_security");
	json_object_set_new(property, "score", json_integer(10000));
	json_object_set_new(entry_of(json_object_get(report, "properties"), 1), "score", json_integer(1));
	assert_green();
}
END_TEST

START_TEST(a_lower_level_is_red_and_a_higher_is_not)
{
	json_object_set_new(baseline, "level", json_string("silver"));
	json_object_set_new(report, "level", json_string("bronze"));
	assert_red("lower-level", "level");
	json_object_set_new(report, "level", json_string("platinum"));
	assert_green();
}
END_TEST

START_TEST(missing_or_foreign_detection_is_red)
{
	json_decref(detection);
	detection = NULL;
	assert_red("no-detection", "build/detection.json");
	detection = detection_of("another");
	assert_red("no-detection", "build/detection.json");
}
END_TEST

START_TEST(a_missed_defect_is_red)
{
	json_object_set_new(entry_of(json_object_get(detection, "defects"), 0), "caught", json_false());
	assert_red("missed-defect", "skips_check");
}
END_TEST

START_TEST(a_lost_defect_is_red)
{
	json_array_remove(json_object_get(detection, "defects"), 0);
	assert_red("lost-defect", "skips_check");
}
END_TEST

START_TEST(reasons_come_worst_first)
{
	json_t *reasons;

	json_array_remove(json_object_get(report, "requirements"), 0);
	report_fixture_judge(report, SLUG, "not-run", "why");
	report_fixture_judge(report, "hardware_root_of_trust/covers", "fail", FIXTURE_HOSTILE);
	json_decref(detection);
	detection = NULL;
	reasons = gate_compare(baseline, report, detection);
	ck_assert_uint_eq(json_array_size(reasons), 4);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(reasons, 0), "kind")), "new-fail");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(reasons, 3), "kind")), "no-detection");
	json_decref(reasons);
}
END_TEST

START_TEST(a_long_reason_is_cut_between_characters)
{
	char says[2048] = "";

	for (size_t i = 0; i < 600; i++)
		strcat(says, "\xe2\x82\xac");
	for (size_t shift = 0; shift < 3; shift++) {
		report_fixture_judge(report, SLUG, "fail", says + 3 * shift);
		assert_red("new-fail", "never_older");
		memmove(says + 1, says, strlen(says) + 1);
		says[0] = 'x';
	}
}
END_TEST

START_TEST(another_target_is_no_comparison)
{
	json_t *target = json_object_get(report, "target");

	ck_assert_ptr_null(gate_other_target(baseline, report));
	target = json_deep_copy(target);
	json_object_set_new(report, "target", target);
	json_object_set_new(target, "profile", json_string("updater"));
	ck_assert_ptr_nonnull(gate_other_target(baseline, report));
	json_object_set_new(target, "name", json_string("another"));
	ck_assert_ptr_nonnull(gate_other_target(baseline, report));
}
END_TEST

static TCase *verdict_cases(void)
{
	TCase *tcase = tcase_create("verdicts");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, the_same_is_green);
	tcase_add_test(tcase, another_suite_run_and_reason_are_green);
	tcase_add_loop_test(tcase, a_worse_verdict_is_red, 0, 4);
	tcase_add_test(tcase, an_error_that_becomes_a_fail_is_red);
	tcase_add_test(tcase, an_accepted_failure_and_a_better_verdict_are_green);
	tcase_add_test(tcase, a_new_check_that_fails_is_red);
	tcase_add_test(tcase, an_incomplete_run_is_red);
	return tcase;
}

static TCase *other_cases(void)
{
	TCase *tcase = tcase_create("other");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_lost_requirement_is_red);
	tcase_add_test(tcase, a_lost_check_is_red);
	tcase_add_test(tcase, a_check_moved_to_another_requirement_is_lost);
	tcase_add_loop_test(tcase, a_changed_weight_is_red_either_way, 0, 2);
	tcase_add_test(tcase, a_changed_gate_is_red);
	tcase_add_test(tcase, a_lower_property_is_red_and_a_higher_is_not);
	tcase_add_test(tcase, a_lower_level_is_red_and_a_higher_is_not);
	tcase_add_test(tcase, missing_or_foreign_detection_is_red);
	tcase_add_test(tcase, a_missed_defect_is_red);
	tcase_add_test(tcase, a_lost_defect_is_red);
	tcase_add_test(tcase, reasons_come_worst_first);
	tcase_add_test(tcase, a_long_reason_is_cut_between_characters);
	tcase_add_test(tcase, another_target_is_no_comparison);
	return tcase;
}

int main(void)
{
	Suite *suite = suite_create("gate_compare");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, verdict_cases());
	suite_add_tcase(suite, other_cases());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
