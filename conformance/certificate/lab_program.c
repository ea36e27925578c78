/* SPDX-License-Identifier: Apache-2.0 */
/* assay-lab: makes a lab, and shows the one that is there. */
#include "conformance/certificate/lab_program.h"

#include <stdio.h>
#include <string.h>

#include "conformance/certificate/lab.h"

static const char HELP[] =
	"assay-lab init [--practice] [--name NAME]\n"
	"assay-lab show\n"
	"\n"
	"The lab signs certificates and keeps the ledger of runs. It is $ASSAY_LAB, else\n"
	"~/.local/share/assay/lab. A lab made with --practice carries that word for ever.\n"
	"\n"
	"  ASSAY_LAB=/srv/lab assay lab init --name \"Silicon Lab 7\"\n"
	"  assay lab init --practice\n"
	"  assay lab show\n";

static int fail(const char *says)
{
	fprintf(stderr, "assay-lab: %s\n", says);
	return 64;
}

static int show(const char *dir)
{
	struct lab_complaint why;
	struct lab lab;

	if (lab_open(dir, &lab, &why) != RESULT_OK)
		return fail(why.says);
	printf("lab:   %s%s\nplace: %s\nroot:  %s/root.pem (give it to whoever verifies)\n", lab.name, lab.practice ? " (practice)" : "",
	       lab.dir, lab.dir);
	lab_release(&lab);
	return 0;
}

static int init(const char *dir, int argc, char **argv)
{
	struct lab_complaint why;
	const char *name = NULL;
	bool practice = false;

	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--practice") == 0)
			practice = true;
		else if (strcmp(argv[i], "--name") == 0 && i + 1 < argc)
			name = argv[++i];
		else
			return fail("init takes --practice and --name NAME; see --help");
	}
	if (name == NULL)
		name = practice ? "Practice lab" : "Lab";
	if (lab_make(dir, name, practice, &why) != RESULT_OK)
		return fail(why.says);
	return show(dir);
}

int lab_main(int argc, char **argv)
{
	char dir[LAB_PATH_MAX];

	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
		return fputs(HELP, stdout) < 0 ? 2 : 0;
	if (lab_place(BUFFER_OF(dir)) != RESULT_OK)
		return fail("set ASSAY_LAB to the lab's folder");
	if (argc >= 2 && strcmp(argv[1], "init") == 0)
		return init(dir, argc, argv);
	if (argc == 2 && strcmp(argv[1], "show") == 0)
		return show(dir);
	return fail("init or show? See --help");
}
