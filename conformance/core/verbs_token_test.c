/* SPDX-License-Identifier: Apache-2.0 */
/* Orders for tokens as the kit hears them, and what a check is told of its answers. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/check_token.h"
#include "conformance/core/bench.h"
#include "reference-impl/base/text.h"

/* One bench over one unit whose answers are given beforehand; what it was asked is kept. */
static struct {
	struct bench bench;
	struct bench_case now;
	struct bench_facts facts;
	struct witness witness;
	struct seed seed;
	json_t *facts_json, *answer; /* the answer to the next question; NULL: a refusal */
	json_t *asked;
	char method[32];
	bool begun;
} t;

static void enter(void *context, const char *check)
{
	(void)context;
	(void)check;
}

/* What a bench asks by itself when a check begins. */
static json_t *answer_beforehand(const char *method)
{
	if (strcmp(method, "rig.hello") == 0)
		return json_pack("{s:s, s:s, s:[]}", "name", "fake", "serial", "0", "capabilities");
	return strcmp(method, "device.info") == 0 ? json_pack("{s:s, s:s, s:[]}", "unit", "0", "hardware", "fake", "firmware") : json_object();
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	(void)context;
	if (t.answer == NULL && !t.begun)
		t.answer = answer_beforehand(question->method);
	json_decref(t.asked);
	t.asked = json_deep_copy(question->params);
	(void)snprintf(t.method, sizeof(t.method), "%s", question->method);
	*ret_answer = (struct answer){ .kind = t.answer ? ANSWER_GIVEN : ANSWER_REFUSED, .result = t.answer, .ms = 1 };
	(void)snprintf(ret_answer->reason, sizeof(ret_answer->reason), "%s", t.answer ? "" : "no such key");
	t.answer = NULL;
}

static void setup(void)
{
	struct complaint why = { "" };

	memset(&t, 0, sizeof(t));
	t.facts_json = json_pack("{s:s, s:n, s:s, s:i, s:i, s:n, s:n, s:b, s:[], s:[], s:n}", "name", "fake", "format", "profile", "root-of-trust",
				 "boot_ms", 20, "units", 1, "recovery_console", "download_console", "expendable", 0, "claims", "roots", "settings");
	ck_assert_msg(bench_facts_read(t.facts_json, &t.facts, &why) == RESULT_OK, "%s", why.text);
	ck_assert_int_eq(seed_from_hex("5eed", &t.seed), RESULT_OK);
	t.witness = (struct witness){ .link = { .ask = ask }, .enter = enter };
	bench_init(&t.bench, &t.facts, &t.seed, 0);
	t.bench.witness = &t.witness;
	bench_begin_check(&t.bench, &t.now, check_by_name("quotes_answer_each_challenge"), 0);
	t.begun = true;
}

static void teardown(void)
{
	bench_case_release(&t.now);
	bench_facts_release(&t.facts);
	json_decref(t.facts_json);
	json_decref(t.asked);
}

static const char *asked_text(const char *name)
{
	const char *text = json_string_value(json_object_get(t.asked, name));

	return text ? text : "";
}

static struct token_order order(void)
{
	struct unlock_challenge challenge;

	t.answer = json_pack("{s:s, s:s, s:s}", "challenge", "AQI=", "device", "Aw==", "lifecycle", "device-complete");
	challenge = unlock_challenge(&t.bench);
	ck_assert_str_eq(t.method, "device.challenge");
	ck_assert(challenge.reply.given && challenge.challenge.len == 2 && challenge.device.len == 1);
	return token_order_for(&challenge, TOKEN_DEBUG);
}

START_TEST(an_order_carries_what_the_device_said)
{
	struct token_order wanted = order();
	struct token token;

	t.answer = json_pack("{s:s}", "token", "BAUG");
	token = kit_token(&t.bench, &wanted);
	ck_assert_str_eq(t.method, "kit.token");
	ck_assert_str_eq(asked_text("kind"), "debug");
	ck_assert_str_eq(asked_text("challenge"), "AQI=");
	ck_assert_str_eq(asked_text("device"), "Aw==");
	ck_assert_str_eq(asked_text("lifecycle"), "device-complete");
	ck_assert_str_eq(asked_text("key"), "trusted");
	ck_assert_int_eq(json_integer_value(json_object_get(t.asked, "expires_s")), 3600);
	ck_assert(!json_object_get(t.asked, "rights") && !json_object_get(t.asked, "attacker_key"));
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
	t.answer = json_pack("{s:s}", "token", "BAUG");
	ck_assert(kit_token(&t.bench, &wanted).reply.given);
	ck_assert_str_eq(asked_text("kind"), "service");
	ck_assert_str_eq(asked_text("key"), "none");
	ck_assert_str_eq(asked_text("lifecycle"), "blank");
	ck_assert_int_eq(json_integer_value(json_object_get(t.asked, "expires_s")), 1);
	ck_assert_uint_eq(json_array_size(json_object_get(t.asked, "rights")), 2);
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
	t.answer = json_pack("{s:s}", "token", "BAUG");
	ck_assert(kit_token(&t.bench, &wanted).reply.given);
	ck_assert_str_eq(asked_text("key"), "attacker");
	ck_assert_int_eq(text_read_base64(bytes_of_text(asked_text("attacker_key")), BUFFER_OF(room), &lent), RESULT_OK);
	ck_assert_int_eq(seed_suite_key(&t.seed, "attacker", &images), RESULT_OK);
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
	token = kit_token(&t.bench, &wanted);
	ck_assert(token.reply.refused && !token.reply.given && token.bytes.len == 0);
	ck_assert_str_eq(token.reply.reason, "no such key");
	ck_assert(!decided(&t.bench));
}
END_TEST

START_TEST(after_the_verdict_nothing_is_asked)
{
	struct token_order wanted = order();

	must_be_so(&t.bench, false, "a claim that is not met");
	t.method[0] = '\0';
	ck_assert(!kit_token(&t.bench, &wanted).reply.given);
	ck_assert(!unlock_challenge(&t.bench).reply.given);
	ck_assert_str_eq(t.method, "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words for tokens");
	TCase *tests = tcase_create("orders");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, setup, teardown);
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
