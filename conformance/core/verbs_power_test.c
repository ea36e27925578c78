/* SPDX-License-Identifier: Apache-2.0 */
/* Power as the rig hears of it, and what is known of a unit behind it. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/check_boot.h"
#include "conformance/core/verbs_fixture.h"

static struct bench *b = &verbs.bench;

static void ask_for(enum power state)
{
	strcpy(b->unit.runs.name, "canary");
	b->unit.maker_runs = true;
	verbs.answer = json_object();
	power(b, state);
	ck_assert(!decided(b));
	ck_assert_str_eq(verbs.method, "rig.power");
}

START_TEST(each_state_has_its_word)
{
	static const char *const words[] = { [POWER_ON] = "on",	      [POWER_OFF] = "off",     [POWER_CYCLE] = "cycle",
					     [POWER_DOWNLOAD] = "download", [POWER_SLEEP] = "sleep", [POWER_WAKE] = "wake" };

	ask_for((enum power)_i);
	ck_assert_str_eq(verbs_asked_text("state"), words[_i]);
}
END_TEST

START_TEST(what_runs_goes_on_behind_a_sleep)
{
	ask_for(POWER_SLEEP);
	ck_assert_str_eq(b->unit.runs.name, "canary");
	ck_assert(b->unit.maker_runs);
}
END_TEST

START_TEST(after_a_wake_up_nothing_is_known_to_run)
{
	ask_for(POWER_WAKE);
	ck_assert_str_eq(b->unit.runs.name, "");
	ck_assert(!b->unit.maker_runs);
}
END_TEST

START_TEST(a_unit_sleeps_where_its_rig_says_so)
{
	ck_assert(!can_sleep(b));
	strcpy(b->unit.capabilities[b->unit.capability_count++], "sleep");
	ck_assert(can_sleep(b));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words for power");
	TCase *tests = tcase_create("power");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, verbs_setup, verbs_teardown);
	tcase_add_loop_test(tests, each_state_has_its_word, POWER_ON, POWER_WAKE + 1);
	tcase_add_test(tests, what_runs_goes_on_behind_a_sleep);
	tcase_add_test(tests, after_a_wake_up_nothing_is_known_to_run);
	tcase_add_test(tests, a_unit_sleeps_where_its_rig_says_so);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
