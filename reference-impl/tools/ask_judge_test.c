/* SPDX-License-Identifier: Apache-2.0 */
/* A verdict counts only when it blames what was changed, and nothing besides. */

#include "reference-impl/tools/ask_judge.h"

#include <check.h>

#define NONCE_OK "ok    token: nonce\n        seen     6e\n        expected 6e\n"
#define OS_FAIL(seen, expected) \
	"FAIL  token: component OS 1.0.1+0\n        seen     " seen "\n        expected " expected "\n        reason   it differs (unknown_measurement)\n"
#define LAYER_FAIL(seen) "FAIL  chain: layer 2, /serialNumber=1\n        seen     " seen "\n        reason   unknown_fwid\n"
#define LIFE_FAIL "FAIL  token: security lifecycle\n        seen     0x4004, debug of all but the root of trust\n"
#define STATE_FAIL "FAIL  token: state since power-on\n        seen     it was debugged\n"
#define GOOD "\nverdict: affirming, 1 checks, 0 not as expected\n"
#define BAD "\nverdict: contraindicated, 2 checks, 1 not as expected\n"

static const struct judge_case {
	const char *text;
	bool affirmed, os, debug;
} cases[] = {
	{ NONCE_OK GOOD, true, false, false },
	{ NONCE_OK BAD, false, false, false },
	{ NONCE_OK, false, false, false },
	{ GOOD, false, false, false },
	{ "", false, false, false },
	{ "WARN  release: release\n        seen     1\n" GOOD, false, false, false },
	{ NONCE_OK OS_FAIL("aa", "bb") BAD, false, true, false },
	{ OS_FAIL("aa", "bb") LAYER_FAIL("aa") NONCE_OK BAD, false, true, false },
	{ OS_FAIL("aa", "bb") LAYER_FAIL("cc") BAD, false, false, false },
	{ OS_FAIL("bb", "aa") BAD, false, false, false },
	{ OS_FAIL("aa", "bb") OS_FAIL("aa", "bb") BAD, false, false, false },
	{ OS_FAIL("aa", "bb") GOOD, false, false, false },
	{ OS_FAIL("aa", "bb") "FAIL  token: nonce\n" BAD, false, false, false },
	{ LAYER_FAIL("aa") BAD, false, false, false },
	{ NONCE_OK LIFE_FAIL STATE_FAIL BAD, false, false, true },
	{ LIFE_FAIL BAD, false, false, false },
	{ LIFE_FAIL STATE_FAIL GOOD, false, false, false },
	{ LIFE_FAIL STATE_FAIL OS_FAIL("aa", "bb") BAD, false, false, false },
	{ LIFE_FAIL "WARN  token: nonce\n" STATE_FAIL BAD, false, false, false },
};

START_TEST(verdicts_are_held_against_the_change)
{
	const struct judge_case *c = &cases[_i];
	struct bytes text = bytes_of_text(c->text);

	ck_assert_msg(ask_is_affirmed(text) == c->affirmed, "affirmed: %s", c->text);
	ck_assert_msg(ask_blames_os(text, "aa", "bb") == c->os, "OS: %s", c->text);
	ck_assert_msg(ask_blames_debug(text) == c->debug, "debug: %s", c->text);
}
END_TEST

/* Cut anywhere, it is read to its end and blames no more than it did. */
START_TEST(half_a_text_affirms_nothing)
{
	static const char text[] = NONCE_OK OS_FAIL("aa", "bb") BAD;

	for (size_t len = 0; len < sizeof(text) - sizeof(BAD); len++) {
		ck_assert(!ask_is_affirmed(bytes_from(text, len)));
		ck_assert(!ask_blames_os(bytes_from(text, len), "aa", "bb"));
	}
}
END_TEST

START_TEST(checks_come_one_by_one)
{
	struct bytes text = bytes_of_text(NONCE_OK LIFE_FAIL BAD);
	struct ask_check check;

	ck_assert(ask_check_next(&text, &check));
	ck_assert(bytes_equal(check.title, bytes_of_text("ok    token: nonce")));
	ck_assert(bytes_equal(check.under, bytes_of_text("        seen     6e\n        expected 6e")));
	ck_assert(ask_check_next(&text, &check));
	ck_assert(!ask_check_next(&text, &check));
	ck_assert(bytes_equal(ask_verdict(text), bytes_of_text("verdict: contraindicated, 2 checks, 1 not as expected")));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ask_judge");
	TCase *tcase = tcase_create("texts");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, verdicts_are_held_against_the_change, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, half_a_text_affirms_nothing);
	tcase_add_test(tcase, checks_come_one_by_one);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
