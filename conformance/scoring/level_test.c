/* SPDX-License-Identifier: Apache-2.0 */
/* Gates and levels: what is needed, what takes them away, and whether the reason fits. */
#include <check.h>
#include <string.h>

#include "conformance/scoring/level.h"

static struct standing perfect(void)
{
	struct standing standing = { .total = SCORE_FULL, .fuzz_evidence = true, .two_units = true };

	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		standing.properties[p] = (struct property_score){ .points = 100, .of = 100, .score = SCORE_FULL };
	for (size_t g = 0; g < GATE_COUNT; g++)
		standing.gates[g] = GATE_HELD;
	return standing;
}

static enum level level_with(uint32_t total, uint32_t lowest)
{
	struct standing standing = perfect();

	standing.total = total;
	standing.properties[DEFENSE_IN_DEPTH].score = lowest;
	return level_of(&standing);
}

START_TEST(levels_have_their_thresholds)
{
	static const struct {
		uint32_t total, lowest;
		enum level level;
	} cases[] = {
		{ 10000, 10000, LEVEL_PLATINUM }, { 9200, 8500, LEVEL_PLATINUM }, { 9199, 8500, LEVEL_GOLD },
		{ 9200, 8499, LEVEL_GOLD },       { 8500, 7000, LEVEL_GOLD },     { 8499, 7000, LEVEL_SILVER },
		{ 8500, 6999, LEVEL_SILVER },     { 7000, 5000, LEVEL_SILVER },   { 6999, 5000, LEVEL_BRONZE },
		{ 7000, 4999, LEVEL_BRONZE },     { 5000, 3000, LEVEL_BRONZE },   { 4999, 3000, LEVEL_NONE },
		{ 5000, 2999, LEVEL_NONE },       { 0, 0, LEVEL_NONE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_uint_eq(level_with(cases[i].total, cases[i].lowest), cases[i].level);
}
END_TEST

START_TEST(each_gate_denies_its_levels)
{
	for (size_t g = 0; g < GATE_COUNT; g++) {
		struct standing standing = perfect();
		char reason[LEVEL_REASON_LEN];

		standing.gates[g] = GATE_UNPROVEN;
		ck_assert_uint_eq(level_of(&standing), every_gate[g].from - 1);
		level_reason(&standing, every_gate[g].from, reason);
		ck_assert_ptr_nonnull(strstr(reason, every_gate[g].promise));
		standing.gates[g] = GATE_BROKEN;
		ck_assert_uint_eq(level_of(&standing), every_gate[g].from - 1);
	}
}
END_TEST

START_TEST(gold_needs_more)
{
	struct standing standing = perfect();
	char reason[LEVEL_REASON_LEN];

	standing.two_units = false;
	ck_assert_uint_eq(level_of(&standing), LEVEL_SILVER);
	level_reason(&standing, LEVEL_GOLD, reason);
	ck_assert_str_eq(reason, "it needs two units");
	standing = perfect();
	standing.fuzz_evidence = false;
	ck_assert_uint_eq(level_of(&standing), LEVEL_SILVER);
}
END_TEST

START_TEST(debt_is_named_before_points)
{
	struct standing standing = perfect();
	char reason[LEVEL_REASON_LEN];

	standing.properties[FAILURE_REPORTING] = (struct property_score){ .of = 100, .debt = 100 };
	standing.properties[DEFENSE_IN_DEPTH] = (struct property_score){ .of = 0 };
	standing.total = 0;
	ck_assert_uint_eq(level_of(&standing), LEVEL_NONE);
	level_reason(&standing, LEVEL_BRONZE, reason);
	ck_assert_str_eq(reason, "2 of 7 properties have no checks in this version of the suite");
	standing.gates[0] = GATE_BROKEN;
	level_reason(&standing, LEVEL_BRONZE, reason);
	ck_assert_ptr_nonnull(strstr(reason, "broken"));
	level_reason(&standing, LEVEL_NONE, reason);
	ck_assert_str_eq(reason, "");
}
END_TEST

START_TEST(points_are_named_last)
{
	struct standing standing = perfect();
	char reason[LEVEL_REASON_LEN];

	standing.properties[DEFENSE_IN_DEPTH].score = 2950;
	level_reason(&standing, LEVEL_BRONZE, reason);
	ck_assert_str_eq(reason, "defense_in_depth has 29.50 points of the 30 that each property needs");
	standing = perfect();
	standing.total = 4905;
	level_reason(&standing, LEVEL_BRONZE, reason);
	ck_assert_str_eq(reason, "the total is 49.05 of the 50 points needed");
}
END_TEST

static enum gate_state state_of(const struct requirement_score *scores, size_t count)
{
	return gate_state_of(&every_gate[0], scores, count);
}

START_TEST(a_gate_is_held_broken_or_unproven)
{
	const struct requirement gated = { .gate = every_gate[0].name }, other = { .gate = every_gate[1].name };
	const struct requirement_score pass = { &gated, true, VERDICT_PASS, EVIDENCE_MEASURED, 1 };
	const struct requirement_score absent = { &gated, true, VERDICT_ABSENT, EVIDENCE_MEASURED, 1 };
	const struct requirement_score debt = { .requirement = &gated };
	const struct requirement_score elsewhere = { .requirement = &other, .checked = true, .verdict = VERDICT_FAIL };
	const struct requirement_score held[] = { pass, absent, elsewhere }, partly[] = { pass, debt };

	ck_assert_uint_eq(state_of(held, 3), GATE_HELD);
	ck_assert_uint_eq(state_of(NULL, 0), GATE_UNPROVEN);
	ck_assert_uint_eq(state_of(&elsewhere, 1), GATE_UNPROVEN);
	ck_assert_uint_eq(state_of(partly, 2), GATE_UNPROVEN);
	for (unsigned int v = VERDICT_FAIL; v < VERDICT_ABSENT; v++) {
		const struct requirement_score broken[] = { debt, pass, { &gated, true, (enum verdict)v, 0, 0 } };

		ck_assert_uint_eq(state_of(broken, 3), GATE_BROKEN);
	}
}
END_TEST

START_TEST(names_lead_back)
{
	for (unsigned int i = 0; i < LEVEL_COUNT; i++) {
		enum level level = LEVEL_COUNT;

		ck_assert(level_from_name(level_name((enum level)i), &level));
		ck_assert_uint_eq(level, i);
	}
	for (size_t g = 0; g < GATE_COUNT; g++) {
		ck_assert_uint_eq(gate_by_name(every_gate[g].name), g);
		ck_assert_str_eq(gate_names[g], every_gate[g].name);
	}
	ck_assert_uint_eq(gate_by_name("front_door"), GATE_COUNT);
	ck_assert_ptr_null(gate_names[GATE_COUNT]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("level");
	TCase *tcase = tcase_create("levels");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, levels_have_their_thresholds);
	tcase_add_test(tcase, each_gate_denies_its_levels);
	tcase_add_test(tcase, gold_needs_more);
	tcase_add_test(tcase, debt_is_named_before_points);
	tcase_add_test(tcase, points_are_named_last);
	tcase_add_test(tcase, a_gate_is_held_broken_or_unproven);
	tcase_add_test(tcase, names_lead_back);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
