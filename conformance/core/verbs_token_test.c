/* SPDX-License-Identifier: Apache-2.0 */
/* Orders for tokens as the kit hears them, and what a check is told of its answers. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/check_token.h"
#include "conformance/core/verbs_fixture.h"
#include "reference-impl/base/text.h"

static struct token_order order(void)
{
	struct unlock_challenge challenge;

	verbs.answer = json_pack("{s:s, s:s, s:s}", "challenge", "AQI=", "device", "Aw==", "lifecycle", "device-complete");
	challenge = unlock_challenge(&verbs.bench);
	ck_assert_str_eq(verbs.method, "device.challenge");
	ck_assert(challenge.reply.given && challenge.challenge.len == 2 && challenge.device.len == 1);
	return token_order_for(&challenge, TOKEN_DEBUG);
}

START_TEST(an_order_carries_what_the_device_said)
{
	struct token_order wanted = order();
	struct token token;

	verbs.answer = json_pack("{s:s}", "token", "BAUG");
	token = kit_token(&verbs.bench, &wanted);
	ck_assert_str_eq(verbs.method, "kit.token");
	ck_assert_str_eq(verbs_asked_text("kind"), "debug");
	ck_assert_str_eq(verbs_asked_text("challenge"), "AQI=");
	ck_assert_str_eq(verbs_asked_text("device"), "Aw==");
	ck_assert_str_eq(verbs_asked_text("lifecycle"), "device-complete");
	ck_assert_str_eq(verbs_asked_text("key"), "trusted");
	ck_assert_int_eq(json_integer_value(json_object_get(verbs.asked, "expires_s")), 3600);
	ck_assert(!json_object_get(verbs.asked, "rights") && !json_object_get(verbs.asked, "attacker_key"));
	ck_assert(token.reply.given && token.bytes.len == 3);
}
END_TEST

START_TEST(what_the_check_changes_is_ordered)
{
	static const char *const RIGHTS[] = { "debug-os", "read-logs", NULL };
	struct token_order wanted = order();

	wanted.kind = TOKEN_SERVICE;
	wanted.expires_s = 1;
	wanted.rights = RIGHTS;
	wanted.key = KEY_NONE;
	wanted.lifecycle = "blank";
	verbs.answer = json_pack("{s:s}", "token", "BAUG");
	ck_assert(kit_token(&verbs.bench, &wanted).reply.given);
	ck_assert_str_eq(verbs_asked_text("kind"), "service");
	ck_assert_str_eq(verbs_asked_text("key"), "none");
	ck_assert_str_eq(verbs_asked_text("lifecycle"), "blank");
	ck_assert_int_eq(json_integer_value(json_object_get(verbs.asked, "expires_s")), 1);
	ck_assert_uint_eq(json_array_size(json_object_get(verbs.asked, "rights")), 2);
}
END_TEST

/* The key of forged images is not lent to anybody: this one is for tokens alone. */
START_TEST(the_attackers_key_is_lent_for_this)
{
	struct token_order wanted = order();
	struct crypto_p256_key images;
	struct bytes lent;
	uint8_t room[64];

	wanted.key = KEY_ATTACKER;
	verbs.answer = json_pack("{s:s}", "token", "BAUG");
	ck_assert(kit_token(&verbs.bench, &wanted).reply.given);
	ck_assert_str_eq(verbs_asked_text("key"), "attacker");
	ck_assert_int_eq(text_read_base64(bytes_of_text(verbs_asked_text("attacker_key")), BUFFER_OF(room), &lent), RESULT_OK);
	ck_assert_int_eq(seed_suite_key(&verbs.seed, "attacker", &images), RESULT_OK);
	ck_assert_uint_eq(lent.len, CRYPTO_P256_SCALAR_LEN);
	ck_assert(!bytes_equal(lent, BYTES_OF(images.scalar)));
	crypto_p256_release(&images);
}
END_TEST

START_TEST(a_refusal_is_told_and_decides_nothing)
{
	struct token_order wanted = order();
	struct token token;

	wanted.key = KEY_SECOND;
	token = kit_token(&verbs.bench, &wanted);
	ck_assert(token.reply.refused && !token.reply.given && token.bytes.len == 0);
	ck_assert_str_eq(token.reply.reason, "no such key");
	ck_assert(!decided(&verbs.bench));
}
END_TEST

START_TEST(after_the_verdict_nothing_is_asked)
{
	struct token_order wanted = order();

	must_be_so(&verbs.bench, false, "a claim that is not met");
	verbs.method[0] = '\0';
	ck_assert(!kit_token(&verbs.bench, &wanted).reply.given);
	ck_assert(!unlock_challenge(&verbs.bench).reply.given);
	ck_assert_str_eq(verbs.method, "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words for tokens");
	TCase *tests = tcase_create("orders");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, verbs_setup, verbs_teardown);
	tcase_add_test(tests, an_order_carries_what_the_device_said);
	tcase_add_test(tests, what_the_check_changes_is_ordered);
	tcase_add_test(tests, the_attackers_key_is_lent_for_this);
	tcase_add_test(tests, a_refusal_is_told_and_decides_nothing);
	tcase_add_test(tests, after_the_verdict_nothing_is_asked);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
