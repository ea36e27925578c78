/* SPDX-License-Identifier: Apache-2.0 */
/* assay-lab: makes a lab, and shows the one that is there. */
#include "conformance/certificate/lab_program.h"

#include <stdio.h>
#include <string.h>

#include "conformance/certificate/lab.h"
#include "conformance/core/command_line.h"

enum { EXIT_NO_LAB = 2 };

static const char PROGRAM[] = "assay lab";
static const char HELP[] =
	"usage: assay lab init [--practice] [--name NAME]\n"
	"       assay lab show\n"
	"\n"
	"The lab signs certificates and keeps the ledger of runs. It is $ASSAY_LAB, else\n"
	"~/.local/share/assay/lab. A lab made with --practice carries that word for ever.\n"
	"\n"
	"  ASSAY_LAB=/srv/lab assay lab init --name \"Silicon Lab 7\"\n"
	"  assay lab init --practice\n"
	"  assay lab show\n"
	"\n"
	"Exit: 0; 2 the lab can't be made or used, with the reason; 64 wrong usage.\n";

static int fail(int code, const char *says)
{
	fprintf(stderr, "assay lab: %s\n", says);
	return code;
}

static int show(const char *dir)
{
	struct lab_complaint why;
	struct lab lab;

	if (lab_open(dir, &lab, &why) != RESULT_OK)
		return fail(EXIT_NO_LAB, why.says);
	printf("lab:   %s%s\nplace: %s\nroot:  %s/root.pem (give it to whoever verifies)\n", lab.name, lab.practice ? " (practice)" : "",
	       lab.dir, lab.dir);
	lab_release(&lab);
	return 0;
}

static int init(const char *dir, const char *name, bool practice)
{
	struct lab_complaint why;

	if (name == NULL)
		name = practice ? "Practice lab" : "Lab";
	if (lab_make(dir, name, practice, &why) != RESULT_OK)
		return fail(EXIT_NO_LAB, why.says);
	return show(dir);
}

static int no_such_word(const char *word)
{
	static const char *const words[] = { "init", "show" };
	char near[COMMAND_NEAR_LEN];

	command_near(word, words, sizeof(words) / sizeof(words[0]), near);
	return command_wrong(PROGRAM, "init or show? There is no", word, near);
}

int lab_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "practice", no_argument, NULL, 'p' }, { "name", required_argument, NULL, 'n' }, { "help", no_argument, NULL, 'h' }, { 0 },
	};
	const char *name = NULL, *word;
	char dir[LAB_PATH_MAX];
	bool practice = false;
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (key == 'h')
			return fputs(HELP, stdout) < 0 ? 2 : 0;
		if (key == 'p')
			practice = true;
		else if (key == 'n')
			name = optarg;
		else
			return command_wrong_option(PROGRAM, key, argv, options);
	}
	word = optind < argc ? argv[optind] : "";
	if (optind + 1 < argc)
		return command_wrong(PROGRAM, "there is no place for", argv[optind + 1], "");
	if (strcmp(word, "init") != 0 && strcmp(word, "show") != 0)
		return no_such_word(word);
	if (strcmp(word, "show") == 0 && (practice || name != NULL))
		return command_wrong(PROGRAM, "only init takes", practice ? "--practice" : "--name", "");
	if (lab_place(BUFFER_OF(dir)) != RESULT_OK)
		return fail(COMMAND_WRONG_USAGE, "set ASSAY_LAB to the lab's folder");
	return word[0] == 's' ? show(dir) : init(dir, name, practice);
}
