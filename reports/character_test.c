/* SPDX-License-Identifier: Apache-2.0 */
/* Hostile characters, and bytes that are none. */
#include <check.h>
#include <stdlib.h>

#include "reports/character.h"

#define BAD "\xef\xbf\xbd"

static const struct {
	const char *text, *plain, *escaped;
} cases[] = {
	{ "", "", "" },
	{ "plain", "plain", "plain" },
	{ "a<b>&\"'", "a<b>&\"'", "a&#60;b&#62;&#38;&#34;&#39;" },
	{ "\x1b[31m\a\b\r\n\t\x7f", BAD "[31m" BAD BAD BAD BAD BAD BAD, BAD "[31m" BAD BAD BAD BAD BAD BAD },
	{ "\xc2\x9b" "1m", BAD "1m", BAD "1m" },                   /* the C1 form of an escape */
	{ "\xe2\x80\xae\xe2\x81\xa6", BAD BAD, BAD BAD },          /* right-to-left override, isolate */
	{ "\xe2\x80\x8b\xef\xbb\xbf\xc2\xad", BAD BAD BAD, BAD BAD BAD }, /* invisible */
	{ "\xef\xbf\xbf", BAD, BAD },
	{ "na\xc3\xafve \xe2\x82\xac \xf0\x9f\x94\x91", "na\xc3\xafve \xe2\x82\xac \xf0\x9f\x94\x91",
	  "na\xc3\xafve \xe2\x82\xac \xf0\x9f\x94\x91" },
	{ "\xc0\xbc", BAD BAD, BAD BAD },                          /* overlong '<' */
	{ "\xe0\x80\xbc", BAD, BAD },
	{ "\xed\xa0\x80", BAD, BAD },                              /* surrogate */
	{ "\xf4\x90\x80\x80", BAD, BAD },                          /* beyond the last character */
	{ "\xff\xfe<", BAD BAD "<", BAD BAD "&#60;" },
	{ "\xe2\x82", BAD BAD, BAD BAD },                          /* cut off */
};

typedef void put(FILE *out, const char *text);

static void assert_put(put *how, const char *text, const char *expected)
{
	char *written = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&written, &len);

	how(out, text);
	fclose(out);
	ck_assert_str_eq(written, expected);
	free(written);
}

START_TEST(text_is_seen_and_not_obeyed)
{
	assert_put(put_plain, cases[_i].text, cases[_i].plain);
	assert_put(put_escaped, cases[_i].text, cases[_i].escaped);
}
END_TEST

START_TEST(characters_are_counted)
{
	ck_assert_uint_eq(character_count(""), 0);
	ck_assert_uint_eq(character_count("na\xc3\xafve"), 5);
	ck_assert_uint_eq(character_count("\xff\xff"), 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("character");
	TCase *tcase = tcase_create("characters");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, text_is_seen_and_not_obeyed, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, characters_are_counted);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
