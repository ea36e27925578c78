/* SPDX-License-Identifier: Apache-2.0 */
/* What the judge makes of a good device and of each bad one, from the transcript alone. */

#include "conformance/core/judge_fixture.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/core/canonical_json.h"

START_TEST(a_good_device_passes_what_it_can)
{
	json_t *verdicts = judged(FAKE_GOOD, NULL);

	expect(verdicts, "good", "pass", "it still runs");
	expect(verdicts, "older", "pass", "");
	expect(verdicts, "foreign", "pass", "");
	expect(verdicts, "altered", "pass", "alterations");
	expect(verdicts, "cuts", "pass", "operations");
	expect(verdicts, "reverts", "pass", "");
	expect(verdicts, "trial", "pass", "");
	expect(verdicts, "empty", "inconclusive", "no claim");
	expect(verdicts, "storage", "not-run", "rig.storage");
	expect(verdicts, "pair", "not-run", "two units");
	ck_assert(json_is_true(json_object_get(verdicts, "complete")));
	json_decref(verdicts);
}
END_TEST

static const struct {
	enum fake_flaw flaw;
	const char *check, *verdict, *says;
} bad[] = {
	{ FAKE_TAKES_OLDER, "older", "fail", "its canary was seen" },
	{ FAKE_TAKES_OLDER, "foreign", "pass", "" },
	{ FAKE_TAKES_ANY_SIGNATURE, "foreign", "fail", "its canary was seen" },
	{ FAKE_TAKES_ANY_SIGNATURE, "altered", "fail", "changed at byte" },
	{ FAKE_TAKES_ANY_PAYLOAD, "altered", "fail", "changed at byte" },
	{ FAKE_BRICKS_ON_BAD_IMAGE, "foreign", "fail", "bricked" },
	{ FAKE_REFUSES_EVERYTHING, "good", "fail", "a good image runs" },
	{ FAKE_REFUSES_EVERYTHING, "older", "error", "no good image" },
	{ FAKE_SHOWS_NO_CANARY, "good", "fail", "bricked" },
	{ FAKE_ANSWERS_WRONGLY, "good", "fail", "without an answer to the nonce" },
	{ FAKE_KIT_WITHOUT_BLOCK, "good", "error", "kit.image" },
	{ FAKE_RIG_BREAKS, "good", "error", "rig.power" },
	{ FAKE_NO_UPDATES, "good", "fail", "the profile device demands it" },
	{ FAKE_LOSES_IMAGE_ON_CUT, "cuts", "fail", "neither the old nor the new" },
	{ FAKE_RIG_FAKES_CUTS, "cuts", "error", "still answers" },
	{ FAKE_RIG_FAKES_RESETS, "good", "error", "did not reset" },
	{ FAKE_NEVER_CUTS, "cuts", "error", "did not fire" },
	{ FAKE_SLIPS_BAD_IMAGE_IN, "foreign", "fail", "its canary was seen" },
	{ FAKE_SLIPS_BAD_IMAGE_IN, "altered", "fail", "its canary was seen" },
	{ FAKE_TRIES_NOTHING, "reverts", "inconclusive", "never came up" },
	{ FAKE_TRIES_NOTHING, "good", "pass", "" },
	{ FAKE_CUTS_BY_TIME, "cuts", "pass", "" },
	{ FAKE_CUTS_BY_TIME_IN_VAIN, "cuts", "error", "fired" },
	{ FAKE_GOOD, "nameless", "pass", "" },
	{ FAKE_GOOD, "unsigned", "pass", "" },
	{ FAKE_KIT_BREAKS_SIGNATURES, "nameless", "error", "signature does not hold" },
	{ FAKE_KIT_BREAKS_DIGESTS, "nameless", "error", "digest" },
	{ FAKE_KIT_BREAKS_PAYLOADS, "nameless", "error", "otherwise than ordered: the payload" },
	{ FAKE_KIT_KEEPS_VERSIONS, "nameless", "error", "has a security version" },
	{ FAKE_KIT_ADDS_FIELDS, "nameless", "error", "otherwise than ordered: protected.0xa7" },
	{ FAKE_KIT_TURNS_FIELDS, "nameless", "error", "otherwise than ordered: the order of its fields" },
	{ FAKE_KIT_SIGNS_UNSIGNED, "unsigned", "error", "ordered without a signature" },
	{ FAKE_TELLS_GREATEST_VERSION, "older", "error", "leaves none above it" },
	{ FAKE_TELLS_LONG_VERSION, "older", "error", "beyond 32 bits" },
	{ FAKE_TELLS_FALLING_VERSIONS, "good", "error", "lower than it told before" },
	{ FAKE_TELLS_RISING_VERSIONS, "good", "error", "no image of that version was offered" },
	{ FAKE_ANSWERS_WITH_FLOATS, "good", "error", "outside the schema" },
};

START_TEST(a_bad_device_is_seen)
{
	json_t *selected = json_pack("[s]", bad[_i].check), *verdicts = judged(bad[_i].flaw, selected);

	expect(verdicts, bad[_i].check, bad[_i].verdict, bad[_i].says);
	json_decref(verdicts);
	json_decref(selected);
}
END_TEST

static unsigned int is_inconclusive(const json_t *verdicts, const char *name)
{
	const json_t *row;
	size_t index;

	json_array_foreach(json_object_get(verdicts, "checks"), index, row)
		if (strcmp(json_string_value(json_object_get(row, "name")), name) == 0)
			return strcmp(json_string_value(json_object_get(row, "verdict")), "inconclusive") == 0;
	return 0;
}

/* What ran when the check began is known by its canary alone: no twin for an image of the kit. */
START_TEST(a_refusal_without_a_twin_proves_nothing)
{
	json_t *selected = json_pack("[s, s]", "keeps", "alone"), *verdicts;
	struct run_result result = { 0 };
	struct complaint why = { "" };
	struct run_order order;
	struct fake fake;
	unsigned int alone = 0;

	for (uint8_t seed = 0; seed < 8; seed++) {
		fake_init(&fake, FAKE_GOOD);
		order = fake_order(&fake, selected);
		order.seed.bytes[0] = seed;
		ck_assert_msg(run_device(&order, &result, &why) == RESULT_OK, "%s", why.text);
		json_decref(result.practice_because);
		verdicts = judge_file();
		alone += is_inconclusive(verdicts, "alone");
		json_decref(order.facts);
		json_decref(verdicts);
		(void)unlink(transcript_path);
	}
	ck_assert_uint_gt(alone, 0);
	json_decref(selected);
}
END_TEST

/* An image on trial is nothing to begin with, in whatever order the checks come. */
START_TEST(what_a_check_begins_with_stays)
{
	json_t *selected = json_pack("[s, s]", "keeps", "trial"), *verdicts;
	struct run_result result = { 0 };
	struct complaint why = { "" };
	struct run_order order;
	struct fake fake;

	fake_init(&fake, FAKE_GOOD);
	order = fake_order(&fake, selected);
	order.seed.bytes[0] = (uint8_t)_i;
	ck_assert_msg(run_device(&order, &result, &why) == RESULT_OK, "%s", why.text);
	json_decref(result.practice_because);
	verdicts = judge_file();
	expect(verdicts, "keeps", "pass", "");
	expect(verdicts, "trial", "pass", "");
	json_decref(order.facts);
	json_decref(verdicts);
	json_decref(selected);
}
END_TEST

/* Where the suite has no reader, the kit says what is signed; it cannot say that nothing is. */
START_TEST(a_kit_does_not_call_everything_unsigned)
{
	json_t *selected = json_pack("[s]", "altered"), *verdicts;
	struct run_result result = { 0 };
	struct complaint why = { "" };
	struct run_order order;
	struct fake fake;

	fake_init(&fake, _i == 0 ? FAKE_KIT_CALLS_ALL_UNSIGNED : FAKE_GOOD);
	order = fake_order(&fake, selected);
	(void)json_object_set_new(order.facts, "format", json_null());
	ck_assert_msg(run_device(&order, &result, &why) == RESULT_OK, "%s", why.text);
	json_decref(result.practice_because);
	verdicts = judge_file();
	expect(verdicts, "altered", "error", "the kit's regions name no signature");
	json_decref(order.facts);
	json_decref(verdicts);
	json_decref(selected);
}
END_TEST

START_TEST(the_same_transcript_gives_the_same_bytes)
{
	json_t *first = judged(FAKE_GOOD, NULL), *second = judge_file();
	char *text_1 = canonical_json_text(first), *text_2 = canonical_json_text(second);

	ck_assert_str_eq(text_1, text_2);
	free(text_1);
	free(text_2);
	json_decref(first);
	json_decref(second);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge");
	TCase *tests = tcase_create("judge");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, in_a_folder_of_its_own, leave_the_folder);
	tcase_add_test(tests, a_good_device_passes_what_it_can);
	tcase_add_loop_test(tests, a_bad_device_is_seen, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_loop_test(tests, what_a_check_begins_with_stays, 0, 6);
	tcase_add_test(tests, a_refusal_without_a_twin_proves_nothing);
	tcase_add_loop_test(tests, a_kit_does_not_call_everything_unsigned, 0, 2);
	tcase_add_test(tests, the_same_transcript_gives_the_same_bytes);
	tcase_set_timeout(tests, 300);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
