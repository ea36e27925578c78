/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verifier is total, for tokens and records: eighty thousand changes, always the same ones, and every cut. None
 * crashes, and none is affirmed or believed. (A chain's twenty thousand are in chain_mutation_test.c.)
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/service/verifier/mutation_fixture.h"

enum { TOKEN_MUTATIONS = 60000, RECORD_MUTATIONS = 20000 };

static struct fixture_world world;
static struct record_recipe record_recipe;

static void setup(void)
{
	static struct appraisal appraisal;
	struct token_recipe token;

	token_recipe_good(&token);
	record_recipe_good(&record_recipe);
	fixture_world(&world, &token, &record_recipe);
	evidence_appraise(&world.request, &appraisal);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
}

START_TEST(no_changed_token_is_affirmed)
{
	/* The chain has a test of its own, and its signatures take most of the time. */
	world.request.has_chain = false;
	world.request.device_key = BYTES_OF(fixture_key(KEY_APP)->spki);
	mutation_must_be_refused(&world, &world.request.token, TOKEN_MUTATIONS, 0x2545f4914f6cdd1d);
}
END_TEST

static void must_judge_record(struct bytes good, struct buffer bytes)
{
	struct release_key maker;
	struct release_record record = { .file = "untouched", .number = 99 };
	struct evidence_fault fault = { NULL, 0 };
	enum appraisal_reason reason;

	memcpy(maker.spki, fixture_key(KEY_MAKER)->spki, sizeof(maker.spki));
	reason = release_record_read(bytes_of_buffer(bytes), &maker, 1, &record, &fault);
	if (bytes_equal(bytes_of_buffer(bytes), good)) {
		ck_assert_int_eq(reason, REASON_NONE);
	} else {
		ck_assert_int_ne(reason, REASON_NONE);
		ck_assert_ptr_nonnull(fault.what);
		ck_assert(record.number == 99);
	}
	free(bytes.at);
}

START_TEST(no_changed_record_is_believed)
{
	uint8_t room[4096];
	struct bytes good = fixture_record(&record_recipe, BUFFER_OF(room));
	uint64_t seed = 0xd1b54a32d192ed03;

	for (unsigned int i = 0; i < RECORD_MUTATIONS; i++)
		must_judge_record(good, mutation_of(good, &seed));
	for (size_t len = 0; len < good.len; len++)
		must_judge_record(good, mutation_cut(good, len));
	printf("mutations: %d records, none believed\n", RECORD_MUTATIONS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("appraisal mutation");
	TCase *tests = tcase_create("changes");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 280);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, no_changed_token_is_affirmed);
	tcase_add_test(tests, no_changed_record_is_believed);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
