/* SPDX-License-Identifier: Apache-2.0 */
/* What a watch makes of a console that was written for it: boots within a watch, old answers, silence. */

#include "conformance/core/bench_watch.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/bench_fixture.h"
#include "conformance/core/bench_image.h"
#include "reference-impl/base/text.h"
#include "reference-impl/crypto/crypto.h"

enum { QUESTIONS_MAX = 8, NONCE_LEN = 32 };

/*
 * A console in polls, NULL behind the last. `@first` and `@second` in a line stand for the right
 * answers of the images to the nonce that was asked last, `@stale` for that of the second to the one before.
 */
struct played {
	const char *const *polls;
	size_t next;
	uint8_t nonces[QUESTIONS_MAX][NONCE_LEN];
	size_t asked;
	struct canary first, second;
};

static struct played script;
static struct witness witness;
static struct bench_facts facts;
static struct bench_case now;
static struct bench bench;
static struct image first, second;
static json_t *facts_json;

static void take_question(const json_t *params)
{
	const char *base64 = json_string_value(json_object_get(params, "write"));
	uint8_t room[256];
	struct bytes typed, nonce;
	char line[256];

	if (base64 == NULL)
		return;
	ck_assert_uint_lt(script.asked, QUESTIONS_MAX);
	ck_assert_int_eq(text_read_base64(bytes_of_text(base64), BUFFER_OF(room), &typed), RESULT_OK);
	(void)snprintf(line, sizeof(line), "%.*s", (int)typed.len, (const char *)typed.at);
	ck_assert(strncmp(line, "ASSAY ? ", 8) == 0);
	ck_assert_int_eq(text_read_hex(bytes_from((const uint8_t *)line + 8, 2 * NONCE_LEN),
				       (struct buffer){ script.nonces[script.asked], NONCE_LEN }, &nonce), RESULT_OK);
	script.asked++;
}

static void put_answer(struct writer *w, const struct canary *canary, size_t back)
{
	struct crypto_sha256 tag;

	ck_assert_uint_ge(script.asked, back);
	ck_assert_int_eq(crypto_hmac_sha256(BYTES_OF(canary->key), bytes_from(script.nonces[script.asked - back], NONCE_LEN), &tag), RESULT_OK);
	writer_text(w, "ASSAY 1 ");
	writer_text(w, canary->name);
	writer_text(w, " ");
	text_write_hex(w, BYTES_OF(tag));
	writer_text(w, "\n");
}

static struct bytes poll_text(struct buffer room)
{
	struct writer w = writer_over(room);
	const char *poll = script.polls[script.next];

	if (poll == NULL)
		return bytes_from(room.at, 0);
	script.next++;
	if (strcmp(poll, "@first") == 0)
		put_answer(&w, &script.first, 1);
	else if (strcmp(poll, "@second") == 0)
		put_answer(&w, &script.second, 1);
	else if (strcmp(poll, "@stale") == 0)
		put_answer(&w, &script.second, 2);
	else
		writer_text(&w, poll);
	return bytes_from(room.at, w.used);
}

static void ask(void *context, const struct question *question, struct answer *ret_answer)
{
	uint8_t text[256], base64[512];
	struct writer w = writer_over(BUFFER_OF(base64));

	(void)context;
	ck_assert_str_eq(question->method, "rig.console");
	take_question(question->params);
	text_write_base64(&w, poll_text(BUFFER_OF(text)));
	writer_u8(&w, 0);
	*ret_answer = (struct answer){ .kind = ANSWER_GIVEN, .ms = 5,
				       .result = json_pack("{s:s, s:i, s:i}", "bytes", (const char *)base64, "next", 0, "lost", 0) };
}

static struct image add_image(const char *name, uint8_t key, struct canary *ret_canary)
{
	struct bench_image image = { .script = SCRIPT_CONFIRM };

	(void)snprintf(image.canary.name, sizeof(image.canary.name), "%s", name);
	memset(image.canary.key, key, sizeof(image.canary.key));
	*ret_canary = image.canary;
	return bench_image_add(&bench, &image);
}

static void set_up(void)
{
	static const struct seed seed = { .bytes = { 1 } };
	static const struct check check = { .requirement = "renewable_security/never_older" };
	static const struct check_entry entry = { "watched", "renewable_security", &check };
	struct complaint why;

	facts_json = fake_facts();
	ck_assert_int_eq(bench_facts_read(facts_json, &facts, &why), RESULT_OK);
	witness = (struct witness){ .link = { NULL, ask } };
	bench_init(&bench, &facts, &seed, 0);
	now = (struct bench_case){ .entry = &entry };
	bench.now = &now;
	bench.witness = &witness;
	script = (struct played){ .next = 0 };
	first = add_image("first", 1, &script.first);
	second = add_image("second", 2, &script.second);
}

static void tear_down(void)
{
	bench_case_release(&now);
	bench_facts_release(&facts);
	json_decref(facts_json);
}

static struct seen watched(const char *const *polls)
{
	script.polls = polls;
	return bench_watch(&bench, (struct watch_order){ .reset = true });
}

START_TEST(an_image_that_comes_up_is_asked_once)
{
	static const char *const polls[] = { "LOADER: starting\n", "ASSAY 1 first up\n", "ASSAY 1 first confirmed\n", "@first", NULL };
	struct seen seen = watched(polls);

	ck_assert_int_eq(seen.kind, SEEN_IMAGE);
	ck_assert_uint_eq(seen.image.handle, first.handle);
	ck_assert_uint_eq(script.asked, 1);
}
END_TEST

START_TEST(the_next_boot_of_a_watch_gets_a_nonce_of_its_own)
{
	static const char *const polls[] = { "ASSAY 1 first up\n", "LOADER: the last trial was not confirmed\n", "ASSAY 1 second up\n", "@second", NULL };
	struct seen seen = watched(polls);

	ck_assert_int_eq(seen.kind, SEEN_IMAGE);
	ck_assert_uint_eq(seen.image.handle, second.handle);
	ck_assert_uint_eq(seen.before.handle, first.handle);
	ck_assert_uint_eq(script.asked, 2);
	ck_assert_mem_ne(script.nonces[0], script.nonces[1], NONCE_LEN);
	ck_assert_uint_eq(script.next, 4); /* and nobody waited for silence */
}
END_TEST

START_TEST(an_answer_to_the_nonce_of_an_earlier_boot_proves_nothing)
{
	static const char *const polls[] = { "ASSAY 1 second up\n", "", "ASSAY 1 second up\n", "", "@stale", NULL };
	struct seen seen = watched(polls);

	ck_assert_uint_eq(script.asked, 2);
	ck_assert_int_eq(seen.kind, SEEN_SPOKE);
	ck_assert_uint_eq(seen.image.handle, second.handle);
}
END_TEST

START_TEST(silence_is_nothing)
{
	static const char *const polls[] = { NULL };

	ck_assert_int_eq(watched(polls).kind, SEEN_NOTHING);
	ck_assert_uint_eq(script.asked, 1);
}
END_TEST

/* Whoever prints the words of recovery and starts an image all the same is seen doing so. */
START_TEST(the_words_of_recovery_do_not_hide_what_comes_behind_them)
{
	static const char *const polls[] = { "FAKE: recovery: nothing boots\n", "ASSAY 1 second up\n", NULL };

	ck_assert_int_eq(watched(polls).kind, SEEN_RECOVERY);
	ck_assert_uint_gt(bench_spoke(&bench, second), 0);
}
END_TEST

START_TEST(recovery_that_stays_silent_is_seen_soon)
{
	static const char *const polls[] = { "FAKE: recovery: nothing boots\n", NULL };

	ck_assert_int_eq(watched(polls).kind, SEEN_RECOVERY);
	ck_assert_uint_le(bench.asked_ms, 20);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("watch");
	TCase *tcase = tcase_create("console");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, an_image_that_comes_up_is_asked_once);
	tcase_add_test(tcase, the_next_boot_of_a_watch_gets_a_nonce_of_its_own);
	tcase_add_test(tcase, an_answer_to_the_nonce_of_an_earlier_boot_proves_nothing);
	tcase_add_test(tcase, silence_is_nothing);
	tcase_add_test(tcase, the_words_of_recovery_do_not_hide_what_comes_behind_them);
	tcase_add_test(tcase, recovery_that_stays_silent_is_seen_soon);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
