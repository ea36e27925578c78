/* SPDX-License-Identifier: Apache-2.0 */
/* What is written: whole JSON with the claims of EAR, text that names what changed, and nothing a terminal would obey. */

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/service/verifier/appraisal_report.h"
#include "reference-impl/service/verifier/evidence_fixture.h"

static struct fixture_world world;
static struct appraisal appraisal;
static uint8_t room[256 * 1024];

static void appraise_os(uint8_t change, const char *version)
{
	struct token_recipe token;
	struct record_recipe record;

	token_recipe_good(&token);
	record_recipe_good(&record);
	token.components[1].measurement[0] ^= change;
	token.components[1].version = version;
	fixture_world(&world, &token, &record);
	evidence_appraise(&world.request, &appraisal);
}

static const char *text(void)
{
	static const struct appraisal_files files = { "token.cbor", "device.pem" };
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes written;

	appraisal_write_text(&w, &appraisal, &files);
	writer_u8(&w, 0);
	ck_assert_int_eq(writer_finish(&w, &written), RESULT_OK);
	return (const char *)room;
}

static json_t *json(void)
{
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes written;
	json_error_t error;
	json_t *root;

	appraisal_write_json(&w, &appraisal, world.request.nonce, FIXTURE_NOW);
	ck_assert_int_eq(writer_finish(&w, &written), RESULT_OK);
	root = json_loadb((const char *)written.at, written.len, JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(root != NULL, "%s", error.text);
	return root;
}

static void must_contain(const char *whole, const char *part)
{
	ck_assert_msg(strstr(whole, part) != NULL, "no \"%s\" in:\n%s", part, whole);
}

START_TEST(text_of_a_good_device_ends_affirming)
{
	appraise_os(0, "1.2.3");
	must_contain(text(), "ok    token: nonce\n        seen     6e6e");
	must_contain(text(), "ok    token: component OS 1.2.3\n");
	must_contain(text(), "\nverdict: affirming, ");
	ck_assert_ptr_null(strstr(text(), "FAIL"));
}
END_TEST

START_TEST(text_of_a_changed_component_says_which_and_how)
{
	appraise_os(1, "1.2.3");
	must_contain(text(), "FAIL  token: component OS 1.2.3\n        seen     0405050505");
	must_contain(text(), "        expected 0505050505");
	must_contain(text(), "        reason   what runs there is not what the release has (unknown_measurement)\n        where    token.cbor, offset ");
	must_contain(text(), "ok    token: component BL 1.2.3\n");
	must_contain(text(), "verdict: contraindicated, ");
	must_contain(text(), "1 not as expected; first: component OS");
}
END_TEST

START_TEST(no_terminal_obeys_a_device)
{
	appraise_os(1, "1\x1b[2J\x07\n\"\\\xc3\xa9");
	for (const char *c = text(); *c; c++)
		ck_assert(*c == '\n' || (*c >= 0x20 && *c < 0x7f));
	must_contain(text(), "component OS 1?[2J??\"\\??\n");
	json_decref(json());
}
END_TEST

static long long claim(const json_t *submod, const char *name)
{
	return json_integer_value(json_object_get(json_object_get(submod, "ear_trustworthiness_vector"), name));
}

START_TEST(json_has_the_claims_of_ear)
{
	json_t *root;
	const json_t *submod;

	appraise_os(0, "1.2.3");
	root = json();
	submod = json_object_get(json_object_get(root, "submods"), "PSA_IOT");
	ck_assert_str_eq(json_string_value(json_object_get(root, "eat_profile")), "tag:ietf.org,2026:rats/ear#04");
	ck_assert_str_eq(json_string_value(json_object_get(root, "eat_nonce")), "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4");
	ck_assert(json_integer_value(json_object_get(root, "iat")) == FIXTURE_NOW);
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(root, "ear_verifier_id"), "developer")), "Assay");
	ck_assert_str_eq(json_string_value(json_object_get(submod, "ear_status")), "affirming");
	ck_assert(claim(submod, "instance-identity") == 2 && claim(submod, "configuration") == 2);
	ck_assert(claim(submod, "executables") == 3 && claim(submod, "hardware") == 2);
	json_decref(root);
}
END_TEST

START_TEST(json_of_a_changed_component_contraindicates_executables)
{
	json_t *root;
	const json_t *submod, *finding;
	size_t i, bad = 0;

	appraise_os(1, "1.2.3");
	root = json();
	submod = json_object_get(json_object_get(root, "submods"), "PSA_IOT");
	ck_assert_str_eq(json_string_value(json_object_get(submod, "ear_status")), "contraindicated");
	ck_assert(claim(submod, "executables") == 96 && claim(submod, "instance-identity") == 2);
	json_array_foreach(json_object_get(submod, "assay_findings"), i, finding) {
		if (strcmp(json_string_value(json_object_get(finding, "reason")), "ok") == 0)
			continue;
		ck_assert_str_eq(json_string_value(json_object_get(finding, "reason")), "unknown_measurement");
		bad++;
	}
	ck_assert_uint_eq(bad, 1);
	json_decref(root);
}
END_TEST

/* More findings than there is room for must not lose the one that was refused. */
START_TEST(too_many_findings_are_refused)
{
	memset(&appraisal, 0, sizeof(appraisal));
	appraisal.is_complete = true;
	for (size_t i = 0; i < APPRAISAL_MAX_FINDINGS; i++)
		appraisal_add(&appraisal, PART_TOKEN, REASON_NONE, "check %zu", i);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	appraisal_add(&appraisal, PART_TOKEN, REASON_NONE, "one more");
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
	ck_assert_uint_eq(appraisal.count, APPRAISAL_MAX_FINDINGS);
}
END_TEST

START_TEST(what_is_not_complete_is_not_affirmed)
{
	memset(&appraisal, 0, sizeof(appraisal));
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_NONE);
	appraisal_add(&appraisal, PART_TOKEN, REASON_NONE, "a check");
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_NONE);
	appraisal_add(&appraisal, PART_TOKEN, REASON_DEBUG_WAS_OPEN, "a check");
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_NONE);
}
END_TEST

START_TEST(every_reason_has_words_of_its_own)
{
	for (size_t i = 0; i < REASON_COUNT; i++) {
		ck_assert(appraisal_reason_name((enum appraisal_reason)i)[0] && appraisal_reason_sentence((enum appraisal_reason)i)[0]);
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(appraisal_reason_name((enum appraisal_reason)i), appraisal_reason_name((enum appraisal_reason)j));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("appraisal reports");
	TCase *tests = tcase_create("reports");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, text_of_a_good_device_ends_affirming);
	tcase_add_test(tests, text_of_a_changed_component_says_which_and_how);
	tcase_add_test(tests, no_terminal_obeys_a_device);
	tcase_add_test(tests, json_has_the_claims_of_ear);
	tcase_add_test(tests, json_of_a_changed_component_contraindicates_executables);
	tcase_add_test(tests, too_many_findings_are_refused);
	tcase_add_test(tests, what_is_not_complete_is_not_affirmed);
	tcase_add_test(tests, every_reason_has_words_of_its_own);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
