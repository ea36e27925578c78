/* SPDX-License-Identifier: Apache-2.0 */
/* Slips of the hand are understood, other names are not guessed at; each message says the way out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/command_line.h"

static const char *const names[] = { "certify", "verify", "list", "lab", "check-adapter" };

static const struct {
	const char *typed, *meant;
} slips[] = {
	{ "certfy", "certify" },   { "certiffy", "certify" }, { "cretify", "certify" }, { "verfy", "verify" },
	{ "lsit", "list" },        { "certifi", "certify" },  { "check_adapter", "check-adapter" },
	{ "toaster", NULL },       { "x", NULL },             { "", NULL },
	{ "checkadaptor", "check-adapter" },
};

START_TEST(a_slip_is_understood)
{
	char near[COMMAND_NEAR_LEN], wanted[COMMAND_NEAR_LEN] = "";

	if (slips[_i].meant != NULL)
		snprintf(wanted, sizeof(wanted), " (did you mean \"%s\"?)", slips[_i].meant);
	command_near(slips[_i].typed, names, sizeof(names) / sizeof(names[0]), near);
	ck_assert_str_eq(near, wanted);
}
END_TEST

START_TEST(long_words_are_left_alone)
{
	char near[COMMAND_NEAR_LEN], typed[4096];
	const char *const others[] = { typed };

	memset(typed, 'a', sizeof(typed) - 1);
	typed[sizeof(typed) - 1] = '\0';
	command_near(typed, names, 5, near);
	ck_assert_str_eq(near, "");
	command_near("aaaa", others, 1, near);
	ck_assert_str_eq(near, "");
}
END_TEST

START_TEST(files_are_names_too)
{
	char folder[] = "/tmp/command_line_test.XXXXXX", pattern[64], path[64], near[COMMAND_NEAR_LEN];

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/reference.d", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	snprintf(pattern, sizeof(pattern), "%s/*.d", folder);
	command_near_file("refrence", pattern, near);
	ck_assert_str_eq(near, " (did you mean \"reference\"?)");
	command_near_file("toaster", pattern, near);
	ck_assert_str_eq(near, "");
	ck_assert_int_eq(rmdir(path), 0);
	command_near_file("refrence", pattern, near);
	ck_assert_str_eq(near, "");
	ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

/* What is said on standard error for one command line. */
static void said_of(char **argv, int argc, char said[512])
{
	static const struct option options[] = { { "out", required_argument, NULL, 'o' }, { "json", no_argument, NULL, 'j' }, { 0 } };
	FILE *kept = stderr;
	int key;

	memset(said, 0, 512);
	stderr = fmemopen(said, 511, "w");
	ck_assert_ptr_nonnull(stderr);
	optind = 1;
	while ((key = getopt_long(argc, argv, ":", options, NULL)) != -1)
		if (key == ':' || key == '?')
			ck_assert_int_eq(command_wrong_option("assay test", key, argv, options), 64);
	fclose(stderr);
	stderr = kept;
}

static const struct {
	const char *typed, *said;
} wrong[] = {
	{ "--bogus", "assay test: there is no option \"--bogus\"; see assay test --help\n" },
	{ "--jsom", "assay test: there is no option \"--jsom\" (did you mean \"--json\"?); see assay test --help\n" },
	{ "--jsom=1", "assay test: there is no option \"--jsom\" (did you mean \"--json\"?); see assay test --help\n" },
	{ "--json=1", "assay test: no value is taken by \"--json\"; see assay test --help\n" },
	{ "--out", "assay test: a value is missing behind \"--out\"; see assay test --help\n" },
	{ "-x", "assay test: there is no option \"-x\"; see assay test --help\n" },
	{ "--json", "" },
};

START_TEST(what_was_wrong_is_named)
{
	char word[32], said[512], program[] = "test", *argv[] = { program, word, NULL };

	snprintf(word, sizeof(word), "%s", wrong[_i].typed);
	said_of(argv, 2, said);
	ck_assert_str_eq(said, wrong[_i].said);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command_line");
	TCase *tcase = tcase_create("command_line");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, a_slip_is_understood, 0, sizeof(slips) / sizeof(slips[0]));
	tcase_add_test(tcase, long_words_are_left_alone);
	tcase_add_test(tcase, files_are_names_too);
	tcase_add_loop_test(tcase, what_was_wrong_is_named, 0, sizeof(wrong) / sizeof(wrong[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
