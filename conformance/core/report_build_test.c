/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts made by hand, of all checks of this suite and of stand-ins where it has none. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/report_build.h"
#include "conformance/suite.h"
#include "reports/report_file.h"

#define DIGEST "9a4be8b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d"

static const struct report_run first_run = { "20261120T221700Z", "2026-11-20T22:17:00Z", NULL, 0 };

static void add_check(json_t *checks, const char *name, const char *slug)
{
	int at = (int)json_array_size(checks) * 10;

	json_array_append_new(checks, json_pack("{s:s, s:s, s:s, s:s, s:s, s:[i, i]}", "name", name, "requirement", slug,
						"verdict", "pass", "says", "", "evidence", "measured", "records", at,
						at + 9));
}

static void add_checks(json_t *checks, const char *slug, bool stand_ins)
{
	size_t before = json_array_size(checks);

	for (size_t i = 0; i < every_check_count; i++)
		if (strcmp(every_check[i].check->requirement, slug) == 0)
			add_check(checks, every_check[i].name, slug);
	if (stand_ins && json_array_size(checks) == before)
		add_check(checks, slug, slug);
}

/* The judge's answer when everything passes; with stand-ins nothing is debt. */
static json_t *answer_for(const char *profile_name, bool stand_ins)
{
	const struct profile *profile = profile_by_name(profile_name);
	json_t *checks = json_array();

	for (size_t i = 0; i < profile->requirement_count; i++)
		add_checks(checks, profile->requirements[i], stand_ins);
	return json_pack("{s:i, s:s, s:s, s:{s:s, s:s, s:[s]}, s:b, s:b, s:[s], s:[s], s:o, s:s}", "schema", 1, "transcript", "aa",
			 "suite", DIGEST, "target", "name", "reference", "profile", profile_name, "firmware", "bb",
			 "complete", 1, "practice", 0, "spent", "a key", "roots", "dd", "checks", checks, "seed", "cc");
}

static json_t *built(json_t *answer, const json_t *detection)
{
	struct report_complaint complaint = { "" };
	json_t *report = report_build(answer, detection, &first_run);

	ck_assert_ptr_nonnull(report);
	ck_assert_msg(report_holds(report, &complaint) == RESULT_OK, "%s", complaint.says);
	json_decref(answer);
	return report;
}

static json_t *requirement_of(const json_t *report, const char *slug)
{
	json_t *entry;
	size_t index;

	json_array_foreach(json_object_get(report, "requirements"), index, entry)
		if (strcmp(json_string_value(json_object_get(entry, "slug")), slug) == 0)
			return entry;
	return NULL;
}

static const char *text_of(const json_t *object, const char *field)
{
	const char *text = json_string_value(json_object_get(object, field));

	return text == NULL ? "(null)" : text;
}

/* Sets the verdict of each check of a requirement in an answer. */
static void judge(json_t *answer, const char *slug, const char *verdict)
{
	json_t *entry;
	size_t index;

	json_array_foreach(json_object_get(answer, "checks"), index, entry)
		if (strcmp(text_of(entry, "requirement"), slug) == 0)
			json_object_set_new(entry, "verdict", json_string(verdict));
}

START_TEST(a_perfect_device_has_a_perfect_report)
{
	json_t *report = built(answer_for("device", true), NULL);

	ck_assert_int_eq(report_exit(report), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(report, "total")) > 9000, 1);
	ck_assert_str_eq(text_of(report, "level"), "silver");
	ck_assert_str_eq(text_of(report, "level_reason"), "it needs fuzz evidence");
	ck_assert(report_reaches(report, LEVEL_SILVER));
	ck_assert(!report_reaches(report, LEVEL_GOLD));
	ck_assert_str_eq(text_of(json_object_get(report, "run"), "kind"), "official");
	json_decref(report);
}
END_TEST

START_TEST(debt_is_null_and_not_a_verdict)
{
	json_t *report = built(answer_for("device", false), NULL), *entry;
	size_t index, debt = 0;

	json_array_foreach(json_object_get(report, "requirements"), index, entry) {
		if (!json_is_null(json_object_get(entry, "verdict")))
			continue;
		debt++;
		ck_assert_uint_eq(json_array_size(json_object_get(entry, "checks")), 0);
		ck_assert_int_eq(json_integer_value(json_object_get(entry, "points")), 0);
	}
	ck_assert_int_eq(report_exit(report), 0);
	ck_assert_uint_eq(index, profile_by_name("device")->requirement_count);
	ck_assert_uint_gt(debt, 0);
	json_decref(report);
}
END_TEST

START_TEST(a_failure_shows_everywhere)
{
	json_t *answer = answer_for("device", true), *report, *entry;

	judge(answer, "renewable_security/never_older", "fail");
	judge(answer, "renewable_security/good_images_run", "error");
	report = built(answer, NULL);
	entry = requirement_of(report, "renewable_security/never_older");
	ck_assert_str_eq(text_of(entry, "verdict"), "fail");
	ck_assert_str_eq(text_of(json_array_get(json_object_get(entry, "checks"), 0), "verdict"), "fail");
	ck_assert_int_eq(report_exit(report), 1);
	ck_assert_str_eq(text_of(report, "level"), "none");
	ck_assert_ptr_nonnull(strstr(text_of(report, "level_reason"), "is broken"));
	json_decref(report);
}
END_TEST

START_TEST(only_the_run_differs_between_runs)
{
	static const char *const why[] = { "the seed was given" };
	const struct report_run second_run = { "20261121T000000Z", "2026-11-21T00:00:00Z", why, 1 };
	json_t *answer = answer_for("device", true), *turned = json_deep_copy(answer), *checks = json_array();
	json_t *list = json_object_get(turned, "checks"), *a, *b;

	for (size_t i = json_array_size(list); i-- > 0;)
		json_array_append(checks, json_array_get(list, i));
	for (size_t i = 0; i < json_array_size(checks); i++)
		json_object_set_new(json_array_get(checks, i), "records", json_pack("[i, i]", (int)i, (int)i));
	json_object_set_new(turned, "checks", checks);
	json_object_set_new(json_array_get(checks, 0), "repeats", json_integer(2));
	json_object_set_new(json_array_get(checks, 0), "notes", json_pack("[s]", "9 cuts"));
	json_object_set_new(turned, "seed", json_string("dd"));
	json_object_set_new(turned, "transcript", json_string("ee"));
	a = report_build(answer, NULL, &first_run);
	b = report_build(turned, NULL, &second_run);
	ck_assert(!json_equal(a, b));
	ck_assert_str_eq(text_of(json_object_get(b, "run"), "kind"), "practice");
	ck_assert_uint_eq(json_array_size(json_object_get(json_object_get(b, "run"), "repeated")), 1);
	ck_assert_uint_eq(json_object_size(json_object_get(json_object_get(b, "run"), "notes")), 1);
	json_object_del(a, "run");
	json_object_del(b, "run");
	ck_assert(json_equal(a, b));
	json_decref(a);
	json_decref(b);
	json_decref(answer);
	json_decref(turned);
}
END_TEST

START_TEST(silence_about_a_check_is_not_debt)
{
	ck_assert_uint_gt(every_check_count, 0);
	for (size_t i = 0; i < every_check_count; i++) {
		const char *slug = every_check[i].check->requirement;
		json_t *answer = answer_for("device", false), *report, *entry, *list = json_object_get(answer, "checks");
		size_t index;

		json_array_foreach(list, index, entry)
			if (strcmp(text_of(entry, "name"), every_check[i].name) == 0)
				json_array_remove(list, index--);
		report = built(answer, NULL);
		entry = requirement_of(report, slug);
		if (entry != NULL) {
			ck_assert_str_eq(text_of(entry, "verdict"), "not-run");
			ck_assert_int_eq(report_exit(report), 2);
		}
		json_decref(report);
	}
}
END_TEST

START_TEST(detection_counts_for_this_suite_alone)
{
	static const char *const slug = "small_trusted_computing_base/trusted_code_is_bounded"; /* its stand-in has the same name */
	json_t *detection = json_pack("{s:s, s:[{s:s, s:s, s:b}, {s:s, s:s, s:b}, {s:s, s:s, s:b}, {s:s, s:s, s:b}]}", "suite", DIGEST,
				      "defects", "defect", "a", "seen_by", slug, "caught", 1, "defect", "a", "seen_by", slug, "caught", 1,
				      "defect", "b", "seen_by", slug, "caught", 0, "defect", "c", "seen_by", "another", "caught", 1);
	json_t *report = built(answer_for("device", true), detection), *found;

	found = json_object_get(requirement_of(report, slug), "detection");
	ck_assert_int_eq(json_integer_value(json_object_get(found, "caught")), 1);
	ck_assert_int_eq(json_integer_value(json_object_get(found, "seeded")), 2);
	json_decref(report);
	json_object_set_new(detection, "cheats",
			    json_pack("[{s:[{s:s, s:s, s:b}, {s:s, s:s, s:b}, {s:s, s:s, s:b}]}]", "rows", "check", slug, "verdict", "fail", "lie", 1,
				      "check", slug, "verdict", "error", "lie", 1, "check", slug, "verdict", "fail", "lie", 0));
	report = built(answer_for("device", true), detection);
	found = json_object_get(requirement_of(report, slug), "detection");
	ck_assert_int_eq(json_integer_value(json_object_get(found, "caught")), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(found, "seeded")), 3);
	json_decref(report);
	json_object_set_new(detection, "suite", json_string("another"));
	report = built(answer_for("device", true), detection);
	ck_assert(json_is_null(json_object_get(requirement_of(report, slug), "detection")));
	json_decref(report);
	json_decref(detection);
}
END_TEST

START_TEST(a_component_gets_a_statement)
{
	json_t *report = built(answer_for("root-of-trust", true), NULL);

	ck_assert_str_eq(text_of(report, "level"), "component");
	ck_assert_str_eq(text_of(report, "level_reason"), "");
	ck_assert_int_eq(json_integer_value(json_object_get(report, "total")), SCORE_FULL);
	ck_assert(!report_reaches(report, LEVEL_BRONZE));
	ck_assert_uint_lt(json_array_size(json_object_get(report, "gates")), GATE_COUNT);
	json_decref(report);
}
END_TEST

START_TEST(an_incomplete_run_learned_nothing)
{
	json_t *answer = answer_for("device", true), *report;

	json_object_set_new(answer, "complete", json_false());
	report = built(answer, NULL);
	ck_assert_int_eq(report_exit(report), 2);
	json_decref(report);
}
END_TEST

START_TEST(what_no_judge_says_is_refused)
{
	static const struct {
		const char *field, *value;
	} spoiled[] = {
		{ "schema", "2" },
		{ "suite", "7" },
		{ "target", "{}" },
		{ "target", "{\"name\":\"n\",\"profile\":\"no such\",\"firmware\":[]}" },
		{ "target", "{\"name\":\"n\",\"profile\":\"device\",\"firmware\":[1]}" },
		{ "complete", "1" },
		{ "practice", "null" },
		{ "spent", "[0]" },
		{ "roots", "[0]" },
		{ "roots", "null" },
		{ "seed", "null" },
		{ "checks", "{}" },
		{ "checks", "[{}]" },
		{ "checks", "[{\"name\":\"n\",\"requirement\":\"r\",\"verdict\":\"good\",\"says\":\"\","
			    "\"evidence\":\"measured\",\"records\":[0,1]}]" },
		{ "checks", "[{\"name\":\"n\",\"requirement\":\"r\",\"verdict\":\"pass\",\"says\":\"\","
			    "\"evidence\":\"heard\",\"records\":[0,1]}]" },
		{ "checks", "[{\"name\":\"n\",\"requirement\":\"r\",\"verdict\":\"pass\",\"says\":\"\","
			    "\"evidence\":\"measured\",\"records\":[0]}]" },
	};

	for (size_t i = 0; i < sizeof(spoiled) / sizeof(spoiled[0]); i++) {
		json_t *answer = answer_for("device", true);

		json_object_set_new(answer, spoiled[i].field, json_loads(spoiled[i].value, JSON_DECODE_ANY, NULL));
		ck_assert_msg(report_build(answer, NULL, &first_run) == NULL, "%s", spoiled[i].value);
		json_object_del(answer, spoiled[i].field);
		ck_assert_ptr_null(report_build(answer, NULL, &first_run));
		json_decref(answer);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report_build");
	TCase *tcase = tcase_create("building");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, a_perfect_device_has_a_perfect_report);
	tcase_add_test(tcase, debt_is_null_and_not_a_verdict);
	tcase_add_test(tcase, a_failure_shows_everywhere);
	tcase_add_test(tcase, only_the_run_differs_between_runs);
	tcase_add_test(tcase, silence_about_a_check_is_not_debt);
	tcase_add_test(tcase, detection_counts_for_this_suite_alone);
	tcase_add_test(tcase, a_component_gets_a_statement);
	tcase_add_test(tcase, an_incomplete_run_learned_nothing);
	tcase_add_test(tcase, what_no_judge_says_is_refused);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
