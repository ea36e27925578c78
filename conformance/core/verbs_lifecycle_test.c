/* SPDX-License-Identifier: Apache-2.0 */
/* Units in an earlier state as the rig hears of them, and what is known of one that took another's place. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/check_device.h"
#include "conformance/core/bench_fresh.h"
#include "conformance/core/verbs_fixture.h"

static struct bench *b = &verbs.bench;

START_TEST(a_unit_in_an_earlier_state_is_asked_for_by_its_name)
{
	verbs.answer = json_object();
	ck_assert(bench_take_fresh(b, "blank") == RESULT_OK);
	ck_assert_str_eq(verbs.method, "rig.fresh");
	ck_assert_str_eq(verbs_asked_text("lifecycle"), "blank");
	verbs.answer = json_object();
	ck_assert(bench_take_fresh(b, NULL) == RESULT_OK);
	ck_assert(!json_object_get(verbs.asked, "lifecycle"));
}
END_TEST

START_TEST(nothing_of_the_old_unit_counts_for_the_new_one)
{
	b->unit.newest = 7;
	b->unit.newest_known = b->unit.maker_gone = true;
	strcpy(b->unit.runs.name, "canary");
	b->ran = 1;
	verbs.answer = json_object();
	ck_assert(bench_take_fresh(b, "blank") == RESULT_OK);
	ck_assert(b->unit.newest == 0 && !b->unit.newest_known && !b->unit.maker_gone && b->ran == 0);
	ck_assert_str_eq(b->unit.runs.name, "");
	ck_assert_uint_eq(b->unit.fresh_count, 1);
	ck_assert(b->unit.greeted && b->unit.capability_count == 1);
}
END_TEST

START_TEST(a_lab_without_such_a_unit_changes_nothing)
{
	b->unit.newest = 7;
	ck_assert(bench_take_fresh(b, "blank") == RESULT_REFUSED && !decided(b));
	ck_assert_uint_eq(b->unit.newest, 7);
	ck_assert_uint_eq(b->unit.fresh_count, 0);
}
END_TEST

START_TEST(a_rig_without_units_is_not_asked)
{
	b->unit.capability_count = 0;
	verbs.method[0] = '\0';
	ck_assert(bench_take_fresh(b, "blank") == RESULT_REFUSED);
	ck_assert_str_eq(verbs.method, "");
}
END_TEST

START_TEST(state_and_step_are_told_as_the_device_says)
{
	struct state_answer state;

	verbs.answer = json_pack("{s:s}", "state", "blank");
	state = lifecycle_state(b);
	ck_assert_str_eq(verbs_asked_text("act"), "state");
	ck_assert_str_eq(state.state, "blank");
	ck_assert(lifecycle_advance(b, "sold").reply.refused);
	ck_assert_str_eq(verbs_asked_text("act"), "advance");
	ck_assert_str_eq(verbs_asked_text("to"), "sold");
	ck_assert(!decided(b));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words for a unit's life");
	TCase *tests = tcase_create("life");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, verbs_setup, verbs_teardown);
	tcase_add_test(tests, a_unit_in_an_earlier_state_is_asked_for_by_its_name);
	tcase_add_test(tests, nothing_of_the_old_unit_counts_for_the_new_one);
	tcase_add_test(tests, a_lab_without_such_a_unit_changes_nothing);
	tcase_add_test(tests, a_rig_without_units_is_not_asked);
	tcase_add_test(tests, state_and_step_are_told_as_the_device_says);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
