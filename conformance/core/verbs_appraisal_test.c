/* SPDX-License-Identifier: Apache-2.0 */
/* The checks that say nothing of the form of evidence, over units that attest by PSA tokens. */

#include "conformance/check_appraisal.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/token_device_fixture.h"

static void enter(void *context, const char *check)
{
	(void)context;
	(void)check;
}

/* How the check ends over units of that flaw; its words in says. */
static enum verdict run_check(const char *name, enum token_flaw flaw, char says[512])
{
	static struct token_device device;
	static struct bench benches[TOKEN_UNITS];
	static struct bench_case now;
	const struct check_entry *entry = check_by_name(name);
	struct bench_outcome outcome;
	struct complaint why = { "" };
	struct bench_facts facts;
	struct witness witness = { .link = { .context = NULL }, .enter = enter };
	struct seed seed;
	json_t *json;

	ck_assert_ptr_nonnull(entry);
	if (!token_device_init(&device, flaw))
		return VERDICT_NOT_RUN;
	json = token_device_facts(&device);
	witness.link = token_device_link(&device);
	ck_assert_int_eq(seed_from_hex("5eed", &seed), RESULT_OK);
	ck_assert_msg(bench_facts_read(json, &facts, &why) == RESULT_OK, "%s", why.text);
	for (unsigned int i = 0; i < TOKEN_UNITS; i++)
		bench_init(&benches[i], &facts, &seed, i);
	benches[0].witness = &witness;
	benches[0].other = &benches[1];
	benches[1].other = &benches[0];
	bench_begin_check(&benches[0], &now, entry, 0);
	if (!bench_is_silent(&benches[0]))
		entry->check->run(&benches[0]);
	outcome = bench_end_check(&benches[0]);
	(void)snprintf(says, 512, "%s", outcome.says);
	bench_case_release(&now);
	bench_facts_release(&facts);
	json_decref(json);
	return outcome.verdict;
}

static const struct row {
	const char *check;
	enum token_flaw flaw;
	enum verdict verdict;
	const char *says;
} ROWS[] = {
	{ "quotes_answer_each_challenge", TOKEN_GOOD, VERDICT_PASS, "" },
	{ "quotes_answer_each_challenge", TOKEN_CANNED, VERDICT_FAIL, "carries the whole challenge" },
	{ "quotes_answer_each_challenge", TOKEN_GOOD_FOR_EIGHT, VERDICT_FAIL, "carries the whole challenge" },
	{ "quotes_answer_each_challenge", TOKEN_LAST_BYTE_LOST, VERDICT_FAIL, "carries the whole challenge" },
	{ "quotes_answer_each_challenge", TOKEN_SIGNED_BY_OTHERS, VERDICT_FAIL, "the token is not signed by the leaf's key" },
	{ "quotes_answer_each_challenge", TOKEN_LOST_ROOT, VERDICT_FAIL, "do not lead to a root" },
	{ "quotes_answer_each_challenge", TOKEN_LEAF_ISSUES, VERDICT_FAIL, "not one for attesting alone" },
	{ "challenges_come_whole_or_not_at_all", TOKEN_GOOD, VERDICT_PASS, "" },
	{ "challenges_come_whole_or_not_at_all", TOKEN_CUT_TO_FIT, VERDICT_FAIL, "carried whole, or refused" },
	{ "challenges_come_whole_or_not_at_all", TOKEN_LAST_BYTE_LOST, VERDICT_FAIL, "carries the whole challenge" },
	{ "units_attest_with_different_keys", TOKEN_GOOD, VERDICT_PASS, "" },
	{ "units_attest_with_different_keys", TOKEN_ONE_KEY, VERDICT_FAIL, "different keys" },
	{ "evidence_tells_boots_apart", TOKEN_GOOD, VERDICT_PASS, "" },
	{ "evidence_tells_boots_apart", TOKEN_ONE_SEED, VERDICT_FAIL, "from those before" },
};

START_TEST(tokens_are_appraised_by_the_same_words)
{
	const struct row *row = &ROWS[_i];
	char says[512] = "";
	enum verdict verdict = run_check(row->check, row->flaw, says);

	if (verdict == VERDICT_NOT_RUN && says[0] == '\0')
		return; /* no vectors, as the fixture has said */
	ck_assert_msg(verdict == row->verdict, "%s, row %d: verdict %d, \"%s\"", row->check, _i, (int)verdict, says);
	ck_assert_msg(strstr(says, row->says) != NULL, "%s, row %d: \"%s\"", row->check, _i, says);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words over evidence");
	TCase *tests = tcase_create("tokens");
	SRunner *runner;
	int failures;

	tcase_add_loop_test(tests, tokens_are_appraised_by_the_same_words, 0, sizeof(ROWS) / sizeof(ROWS[0]));
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
