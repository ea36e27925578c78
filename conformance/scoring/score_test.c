/* SPDX-License-Identifier: Apache-2.0 */
/* Points, properties and totals, worked out by hand; then the same in any order. */
#include <check.h>
#include <string.h>

#include "conformance/scoring/score.h"

static const struct requirement signed_only = { .slug = "h/signed", .property = HARDWARE_ROOT_OF_TRUST, .weight = 30 };
static const struct requirement covers = {
	.slug = "h/covers", .property = HARDWARE_ROOT_OF_TRUST, .weight = 7, .absent_if = "probe"
};
static const struct requirement examined = {
	.slug = "r/examined", .property = RENEWABLE_SECURITY, .weight = 5, .evidence = EVIDENCE_EXAMINED
};
static const struct requirement declared = {
	.slug = "r/declared", .property = RENEWABLE_SECURITY, .weight = 5, .evidence = EVIDENCE_DECLARED
};

static struct requirement_score score_of(const struct requirement *requirement, enum verdict a, enum verdict b)
{
	const struct check_verdict verdicts[] = {
		{ requirement->slug, a, EVIDENCE_MEASURED },
		{ "x/other", VERDICT_FAIL, EVIDENCE_DECLARED },
		{ requirement->slug, b, EVIDENCE_MEASURED },
	};

	return score_requirement(requirement, verdicts, 3);
}

START_TEST(a_requirement_is_worth_the_worst_of_its_checks)
{
	for (unsigned int a = 0; a < VERDICT_COUNT; a++) {
		for (unsigned int b = 0; b < VERDICT_COUNT; b++) {
			struct requirement_score score = score_of(&covers, (enum verdict)a, (enum verdict)b);
			unsigned int worst = a < b ? a : b;

			ck_assert_uint_eq(score.verdict, worst);
			ck_assert_uint_eq(score.points, worst >= VERDICT_ABSENT ? 700 : 0);
			ck_assert(score.checked);
		}
	}
}
END_TEST

START_TEST(absence_earns_only_where_it_is_allowed)
{
	struct requirement_score score = score_of(&signed_only, VERDICT_ABSENT, VERDICT_PASS);

	ck_assert_uint_eq(score.verdict, VERDICT_INCONCLUSIVE);
	ck_assert_uint_eq(score.points, 0);
}
END_TEST

START_TEST(weaker_evidence_earns_less)
{
	const struct check_verdict read = { "h/signed", VERDICT_PASS, EVIDENCE_EXAMINED };

	ck_assert_uint_eq(score_of(&examined, VERDICT_PASS, VERDICT_PASS).points, 350);
	ck_assert_uint_eq(score_of(&declared, VERDICT_PASS, VERDICT_PASS).points, 100);
	ck_assert_uint_eq(score_requirement(&signed_only, &read, 1).points, 2100);
	ck_assert_uint_eq(score_requirement(&signed_only, &read, 1).evidence, EVIDENCE_EXAMINED);
}
END_TEST

START_TEST(debt_earns_nothing_and_fails_nothing)
{
	const struct requirement_score scores[] = {
		score_of(&signed_only, VERDICT_PASS, VERDICT_PASS),
		score_requirement(&covers, NULL, 0),
	};
	struct property_score property = score_property(HARDWARE_ROOT_OF_TRUST, scores, 2);

	ck_assert(!scores[1].checked);
	ck_assert_uint_eq(scores[1].points, 0);
	ck_assert_uint_eq(property.points, 3000);
	ck_assert_uint_eq(property.of, 3700);
	ck_assert_uint_eq(property.debt, 700);
	ck_assert_uint_eq(property.score, 8108);
	ck_assert_int_eq(score_exit(scores, 2), 0);
}
END_TEST

START_TEST(a_property_without_requirements_has_nothing)
{
	struct property_score property = score_property(FAILURE_REPORTING, NULL, 0);

	ck_assert_uint_eq(property.score, 0);
	ck_assert_uint_eq(property.of, 0);
}
END_TEST

START_TEST(the_total_is_capped_by_the_lowest)
{
	struct property_score properties[PROPERTY_COUNT];

	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		properties[p] = (struct property_score){ .score = SCORE_FULL };
	ck_assert_uint_eq(score_total(properties), 10000);
	properties[FAILURE_REPORTING].score = 5000;
	ck_assert_uint_eq(score_total(properties), 7000);
	properties[FAILURE_REPORTING].score = 0;
	ck_assert_uint_eq(score_total(properties), 2000);
	for (unsigned int p = 0; p < PROPERTY_COUNT; p++)
		properties[p].score = 0;
	properties[HARDWARE_ROOT_OF_TRUST].score = 9999;
	ck_assert_uint_eq(score_total(properties), 1999);
}
END_TEST

START_TEST(a_component_is_the_mean_of_its_own)
{
	const struct requirement_score scores[] = {
		score_of(&signed_only, VERDICT_PASS, VERDICT_PASS),
		score_of(&covers, VERDICT_FAIL, VERDICT_PASS),
		score_of(&declared, VERDICT_PASS, VERDICT_PASS),
	};

	ck_assert_uint_eq(score_component(scores, 3), 3100 * 10000 / 4200);
	ck_assert_uint_eq(score_component(scores, 0), 0);
}
END_TEST

START_TEST(the_exit_tells_who_broke)
{
	static const int codes[VERDICT_COUNT] = {
		[VERDICT_FAIL] = 1, [VERDICT_ERROR] = 2, [VERDICT_NOT_RUN] = 2, [VERDICT_INCONCLUSIVE] = 2,
	};

	for (unsigned int v = 0; v < VERDICT_COUNT; v++) {
		const struct requirement_score scores[] = {
			score_of(&covers, (enum verdict)v, VERDICT_PASS),
			score_of(&signed_only, VERDICT_ERROR, VERDICT_PASS),
		};

		ck_assert_int_eq(score_exit(scores, 1), codes[v]);
		ck_assert_int_eq(score_exit(scores, 2), v == VERDICT_FAIL ? 1 : 2);
	}
	ck_assert_int_eq(score_exit(NULL, 0), 0);
}
END_TEST

enum { MANY = 40 };

static void shuffle(struct check_verdict *verdicts, uint32_t *state)
{
	for (uint32_t i = MANY - 1; i > 0; i--) {
		uint32_t j = (*state = *state * 1664525u + 1013904223u) >> 8;
		struct check_verdict kept = verdicts[i];

		verdicts[i] = verdicts[j % (i + 1)];
		verdicts[j % (i + 1)] = kept;
	}
}

START_TEST(order_changes_nothing)
{
	static const struct requirement *const asked[] = { &signed_only, &covers, &examined, &declared };
	struct check_verdict verdicts[MANY];
	struct requirement_score first[4];
	uint32_t state = 7;

	for (uint32_t i = 0; i < MANY; i++)
		verdicts[i] = (struct check_verdict){ asked[i % 4]->slug, (enum verdict)(VERDICT_NOT_RUN + i * i % 4),
						      (enum evidence)(i % 3) };
	for (unsigned int round = 0; round < 200; round++) {
		for (unsigned int r = 0; r < 4; r++) {
			struct requirement_score score = score_requirement(asked[r], verdicts, MANY);

			if (round == 0)
				first[r] = score;
			ck_assert_uint_eq(score.points, first[r].points);
			ck_assert_uint_eq(score.verdict, first[r].verdict);
			ck_assert_uint_eq(score.evidence, first[r].evidence);
		}
		shuffle(verdicts, &state);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("score");
	TCase *tcase = tcase_create("points");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, a_requirement_is_worth_the_worst_of_its_checks);
	tcase_add_test(tcase, absence_earns_only_where_it_is_allowed);
	tcase_add_test(tcase, weaker_evidence_earns_less);
	tcase_add_test(tcase, debt_earns_nothing_and_fails_nothing);
	tcase_add_test(tcase, a_property_without_requirements_has_nothing);
	tcase_add_test(tcase, the_total_is_capped_by_the_lowest);
	tcase_add_test(tcase, a_component_is_the_mean_of_its_own);
	tcase_add_test(tcase, the_exit_tells_who_broke);
	tcase_add_test(tcase, order_changes_nothing);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
