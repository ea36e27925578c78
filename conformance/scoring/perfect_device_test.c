/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a perfect device can reach with the checks that there are. It prints the levels that the
 * suite's own debt puts out of reach, so that nobody takes the suite for more than it is.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/scoring/level.h"
#include "conformance/suite.h"

enum { CHECKS_MAX = 1024, REQUIREMENTS_MAX = 1024 };

static struct requirement_score scores[REQUIREMENTS_MAX];

/* Each check that there is passes. */
static size_t score_perfectly(const struct profile *profile)
{
	static struct check_verdict verdicts[CHECKS_MAX];

	ck_assert_uint_le(every_check_count, CHECKS_MAX);
	ck_assert_uint_le(profile->requirement_count, REQUIREMENTS_MAX);
	for (size_t i = 0; i < every_check_count; i++)
		verdicts[i] = (struct check_verdict){
			every_check[i].check->requirement, VERDICT_PASS,
			every_check[i].check->examined ? EVIDENCE_EXAMINED : EVIDENCE_MEASURED,
		};
	for (size_t i = 0; i < profile->requirement_count; i++)
		scores[i] = score_requirement(requirement_by_slug(profile->requirements[i]), verdicts, every_check_count);
	return profile->requirement_count;
}

static void print_reach(const struct profile *profile, size_t count)
{
	struct standing standing = standing_of(scores, count);
	char reason[LEVEL_REASON_LEN];

	standing.fuzz_evidence = standing.two_units = true;
	printf("# %s: a perfect device has %u.%02u points\n", profile->name, standing.total / 100, standing.total % 100);
	for (unsigned int level = LEVEL_BRONZE; level < LEVEL_COUNT; level++) {
		level_reason(&standing, (enum level)level, reason);
		if (reason[0] != '\0')
			printf("# %s: %s is out of reach: %s\n", profile->name, level_name((enum level)level), reason);
	}
}

START_TEST(debt_is_the_only_thing_missing)
{
	for (size_t p = 0; p < every_profile_count; p++) {
		size_t count = score_perfectly(every_profile[p]);

		for (size_t i = 0; i < count; i++)
			ck_assert(scores[i].checked == (scores[i].points > 0));
		ck_assert_int_eq(score_exit(scores, count), 0);
		for (unsigned int property = 0; property < PROPERTY_COUNT; property++) {
			struct property_score score = score_property((enum property)property, scores, count);

			ck_assert_uint_le(score.points + score.debt, score.of);
		}
		if (every_profile[p]->component)
			printf("# %s: a perfect component has %u points of 10000\n", every_profile[p]->name,
			       score_component(scores, count));
		else
			print_reach(every_profile[p], count);
	}
}
END_TEST

START_TEST(without_debt_every_level_is_in_reach)
{
	const struct profile *profile = profile_by_name("device");
	struct standing standing;

	ck_assert_ptr_nonnull(profile);
	for (size_t i = 0; i < profile->requirement_count; i++) {
		const struct requirement *requirement = requirement_by_slug(profile->requirements[i]);
		const struct check_verdict pass = { requirement->slug, VERDICT_PASS, requirement->evidence };

		scores[i] = score_requirement(requirement, &pass, 1);
	}
	standing = standing_of(scores, profile->requirement_count);
	standing.fuzz_evidence = standing.two_units = true;
	ck_assert_uint_eq(level_of(&standing), LEVEL_PLATINUM);
}
END_TEST

START_TEST(every_check_asks_for_a_requirement)
{
	for (size_t i = 0; i < every_check_count; i++) {
		const struct requirement *requirement = requirement_by_slug(every_check[i].check->requirement);

		ck_assert_msg(requirement != NULL, "%s: no requirement %s", every_check[i].name,
			      every_check[i].check->requirement);
		ck_assert_msg(strcmp(property_name(requirement->property), every_check[i].property) == 0,
			      "%s lies in another property's folder", every_check[i].name);
	}
}
END_TEST

START_TEST(every_absence_has_its_probe)
{
	for (size_t i = 0; i < every_requirement_count; i++)
		if (every_requirement[i]->absent_if != NULL)
			ck_assert_msg(check_by_name(every_requirement[i]->absent_if) != NULL, "%s: no check %s",
				      every_requirement[i]->slug, every_requirement[i]->absent_if);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("perfect_device");
	TCase *tcase = tcase_create("reach");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, debt_is_the_only_thing_missing);
	tcase_add_test(tcase, without_debt_every_level_is_in_reach);
	tcase_add_test(tcase, every_check_asks_for_a_requirement);
	tcase_add_test(tcase, every_absence_has_its_probe);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
