/* SPDX-License-Identifier: Apache-2.0 */
/* The verifier is total, for chains: twenty thousand changes and every cut; none crashes, and none is affirmed. */

#include <check.h>

#include "reference-impl/service/verifier/mutation_fixture.h"

enum { CHAIN_MUTATIONS = 20000 };

static struct fixture_world world;

static void setup(void)
{
	static struct appraisal appraisal;
	struct token_recipe token;
	struct record_recipe record_recipe;

	token_recipe_good(&token);
	record_recipe_good(&record_recipe);
	fixture_world(&world, &token, &record_recipe);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
}

START_TEST(no_changed_chain_is_affirmed)
{
	mutation_must_be_refused(&world, &world.request.chain, CHAIN_MUTATIONS, 0x9e3779b97f4a7c15);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("chain mutation");
	TCase *tests = tcase_create("changes");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 280);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, no_changed_chain_is_affirmed);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
