/* SPDX-License-Identifier: Apache-2.0 */
/* What may be typed behind field_tool and assay ask, and what is a complaint. */

#include "reference-impl/tools/field_request.h"

#include <check.h>
#include <string.h>

#include "reference-impl/tools/ask_request.h"

enum { WORDS_MAX = 24 };

static int split(char *line, char *argv[WORDS_MAX])
{
	int argc = 0;

	for (char *word = strtok(line, " "); word && argc < WORDS_MAX - 1; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return argc;
}

static const struct field_case {
	const char *line;
	enum field_answer answer;
	enum field_verb verb;
} field_cases[] = {
	{ "field_tool --port p info", FIELD_GO, FIELD_INFO },
	{ "field_tool info --port p --json", FIELD_GO, FIELD_INFO },
	{ "field_tool --port p attest --nonce hello --token t --chain c", FIELD_GO, FIELD_ATTEST },
	{ "field_tool --port p unlock t --service-key k", FIELD_GO, FIELD_UNLOCK },
	{ "field_tool --port p lifecycle", FIELD_GO, FIELD_LIFECYCLE },
	{ "field_tool --port p lifecycle --to device-complete --device 00112233445566778899aabbccddeeff", FIELD_GO, FIELD_LIFECYCLE },
	{ "field_tool --port p install i --path recovery --timeout 5", FIELD_GO, FIELD_INSTALL },
	{ "field_tool --help", FIELD_HELP_WAS_ASKED, 0 },
	{ "field_tool info", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p fly", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p info more", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p install", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p install i --path sideways", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p attest --token t --chain c", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p attest --nonce n --chain c", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p attest --nonce n --token t", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p unlock t", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p lifecycle --to device-complete", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p lifecycle --to old --device 00112233445566778899aabbccddeeff", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p info --timeout 0", FIELD_WRONG_USAGE, 0 },
	{ "field_tool --port p info --fast", FIELD_WRONG_USAGE, 0 },
};

START_TEST(field_tool_takes_what_it_knows)
{
	const struct field_case *c = &field_cases[_i];
	struct field_request request;
	char line[256], *argv[WORDS_MAX];

	strcpy(line, c->line);
	ck_assert_msg(field_request_read(split(line, argv), argv, &request) == c->answer, "%s", c->line);
	if (c->answer == FIELD_GO)
		ck_assert_msg(request.verb == c->verb && strcmp(request.port, "p") == 0, "%s", c->line);
}
END_TEST

static const struct ask_case {
	const char *line;
	enum ask_answer answer;
	bool then_debug, then_new_os;
} ask_cases[] = {
	{ "assay-ask", ASK_GO, false, false },
	{ "assay-ask --nonce n --then debug", ASK_GO, true, false },
	{ "assay-ask --then new-os --json", ASK_GO, false, true },
	{ "assay-ask --then all --keep d", ASK_GO, true, true },
	{ "assay-ask --help", ASK_HELP_WAS_ASKED, false, false },
	{ "assay-ask --then nothing", ASK_WRONG_USAGE, false, false },
	{ "assay-ask --then", ASK_WRONG_USAGE, false, false },
	{ "assay-ask --often", ASK_WRONG_USAGE, false, false },
	{ "assay-ask nonce", ASK_WRONG_USAGE, false, false },
};

START_TEST(ask_takes_what_it_knows)
{
	const struct ask_case *c = &ask_cases[_i];
	struct ask_request request = { .nonce = NULL };
	char line[256], *argv[WORDS_MAX];

	strcpy(line, c->line);
	ck_assert_msg(ask_request_read(split(line, argv), argv, &request) == c->answer, "%s", c->line);
	ck_assert_msg(request.then_debug == c->then_debug && request.then_new_os == c->then_new_os, "%s", c->line);
}
END_TEST

/* 64 digits are a nonce, 62 are a text; of a text the SHA-256 counts (FIPS 180-4, "abc"). */
START_TEST(nonces_are_digits_or_texts)
{
	static const uint8_t abc[] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea };
	char text[2 * NONCE_TEXT_MAX_LEN];
	struct nonce nonce;

	ck_assert_int_eq(nonce_read("abc", &nonce), RESULT_OK);
	ck_assert(nonce.is_hashed && nonce.len == 32);
	ck_assert_mem_eq(nonce.at, abc, sizeof(abc));
	memset(text, 'A', sizeof(text));
	for (size_t len = 1; len <= 130; len++) {
		bool is_digits = len == 64 || len == 96 || len == 128;

		text[len] = '\0';
		ck_assert_int_eq(nonce_read(text, &nonce), RESULT_OK);
		ck_assert(nonce.is_hashed != is_digits && nonce.len == (is_digits ? len / 2 : 32));
		ck_assert(!is_digits || nonce.at[len / 2 - 1] == 0xaa);
		text[len] = 'A';
	}
	text[NONCE_TEXT_MAX_LEN + 1] = '\0';
	ck_assert_int_eq(nonce_read(text, &nonce), RESULT_TOO_LARGE);
	ck_assert_int_eq(nonce_read("", &nonce), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("field_request");
	TCase *tcase = tcase_create("lines");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, field_tool_takes_what_it_knows, 0, sizeof(field_cases) / sizeof(field_cases[0]));
	tcase_add_loop_test(tcase, ask_takes_what_it_knows, 0, sizeof(ask_cases) / sizeof(ask_cases[0]));
	tcase_add_test(tcase, nonces_are_digits_or_texts);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
