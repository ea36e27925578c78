/* SPDX-License-Identifier: Apache-2.0 */
/* Which lane a check goes to, whatever the seed makes of the order. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "conformance/core/run_plan.h"

enum { LANES = 2, SEEDS = 40 };

static const char *const SELECTED[] = { "runs_a_good_image", "refuses_older_image", "refuses_altered_images", "survives_power_cuts" };
enum { SELECTED_COUNT = sizeof(SELECTED) / sizeof(SELECTED[0]) };

static json_t *device_facts(void)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:n, s:n, s:b, s:[], s:[], s:n}", "name", "fake", "format", "mcuboot", "profile", "device", "boot_ms",
			 20, "units", 3, "recovery_console", "download_console", "expendable", 1, "claims", "roots", "settings");
}

/* How many selected checks are in each lane. */
static void count(const json_t *selected, unsigned int number, size_t in_lane[LANES])
{
	struct complaint why = { "" };
	struct bench_facts facts;
	struct run_plan plan;
	struct seed seed;
	char hex[9];
	json_t *json = device_facts();

	(void)snprintf(hex, sizeof(hex), "%08x", number);
	ck_assert_int_eq(seed_from_hex(hex, &seed), RESULT_OK);
	ck_assert_msg(bench_facts_read(json, &facts, &why) == RESULT_OK, "%s", why.text);
	ck_assert_int_eq(run_plan_make(&(struct run_plan_order){ suite_checks(), &facts, &seed, selected, LANES }, &plan, &why), RESULT_OK);
	ck_assert_uint_eq(plan.lanes, LANES);
	in_lane[0] = in_lane[1] = 0;
	for (size_t i = 0; i < plan.count; i++)
		in_lane[plan.checks[i].lane] += plan.checks[i].selected && plan.checks[i].entry->check->units != 2;
	run_plan_release(&plan);
	bench_facts_release(&facts);
	json_decref(json);
}

START_TEST(what_is_selected_is_spread_evenly)
{
	json_t *selected = json_array();
	size_t in_lane[LANES];

	for (size_t i = 0; i < SELECTED_COUNT; i++)
		(void)json_array_append_new(selected, json_string(SELECTED[i]));
	for (unsigned int seed = 0; seed < SEEDS; seed++) {
		count(selected, seed, in_lane);
		ck_assert_uint_eq(in_lane[0], SELECTED_COUNT / LANES);
		ck_assert_uint_eq(in_lane[1], SELECTED_COUNT / LANES);
	}
	json_decref(selected);
}
END_TEST

START_TEST(all_checks_are_spread_evenly)
{
	size_t in_lane[LANES];

	for (unsigned int seed = 0; seed < SEEDS; seed++) {
		count(NULL, seed, in_lane);
		ck_assert_uint_le(in_lane[0] - in_lane[1], 1);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plan of a run");
	TCase *tests = tcase_create("lanes");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, what_is_selected_is_spread_evenly);
	tcase_add_test(tests, all_checks_are_spread_evenly);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
