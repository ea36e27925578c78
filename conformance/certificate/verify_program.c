/* SPDX-License-Identifier: Apache-2.0 */
/* assay-verify: two lines for people, or JSON, and an exit code that says which. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/certificate/lab.h"
#include "conformance/certificate/verify.h"
#include "conformance/core/command_line.h"

static const char HELP[] =
	"usage: assay verify DIR [--trust FILE] [--authentic-only] [--json]\n"
	"\n"
	"Checks the certificate in a run's folder, and judges its transcript again.\n"
	"  --trust FILE       PEM file with the roots to believe (default: root.pem of your own lab)\n"
	"  --authentic-only   do not judge again; works with any version of the suite\n"
	"  --json             the answer as one JSON object\n"
	"\n"
	"  assay verify build/runs/reference/latest\n"
	"  assay verify ./acme-m33 --trust the-lab-root.pem\n"
	"\n"
	"Exit: 0 both good; 1 refused, signer unknown or expired; 2 needs another suite; 64 wrong usage,\n"
	"      or a folder that is not there.\n";

static const char *const WORDS[] = { "yes", "REFUSED", "no" };

static void print_text(const struct verify_result *result, bool authentic_only)
{
	printf("authentic:  %s, %s\n", WORDS[result->authentic], result->authentic_says);
	if (!authentic_only)
		printf("re-judged:  %s, %s\n", WORDS[result->rejudged], result->rejudged_says);
	if (result->noted[0] != '\0')
		printf("noted:      %s\n", result->noted);
}

static void print_json(const struct verify_result *result)
{
	json_t *answer = json_pack("{s:{s:s, s:s}, s:s, s:{s:s, s:s}}", "authentic", "answer", WORDS[result->authentic], "says",
				   result->authentic_says, "noted", result->noted, "rejudged", "answer", WORDS[result->rejudged], "says", result->rejudged_says);

	(void)json_dumpf(answer, stdout, JSON_SORT_KEYS | JSON_COMPACT);
	(void)putchar('\n');
	json_decref(answer);
}

static int exit_code(const struct verify_result *result, bool authentic_only)
{
	if (result->authentic != VERIFY_GOOD)
		return 1;
	if (authentic_only || result->rejudged == VERIFY_GOOD)
		return 0;
	return result->rejudged == VERIFY_NEEDS_SUITE ? 2 : 1;
}

static int usage(const char *says)
{
	fprintf(stderr, "assay verify: %s; see assay verify --help\n", says);
	return COMMAND_WRONG_USAGE;
}

/* What is not there was not refused: the name was wrong. */
static bool is_folder(const char *path)
{
	struct stat is;
	bool there = stat(path, &is) == 0;

	if (there && S_ISDIR(is.st_mode))
		return true;
	fprintf(stderr, "assay verify: \"%s\": %s; give the folder of a run\n", path, there ? "is no folder" : strerror(errno));
	return false;
}

/* The root of the user's own lab is what is trusted when nothing else is said. */
static bool default_trust(char lab[LAB_PATH_MAX], char room[LAB_PATH_MAX + 16])
{
	if (lab_place((struct buffer){ (uint8_t *)lab, LAB_PATH_MAX }) != RESULT_OK)
		return false;
	(void)snprintf(room, LAB_PATH_MAX + 16, "%s/root.pem", lab);
	return true;
}

/* Exit codes from 0 on end the program; -1 goes on. */
static int read_order(int argc, char **argv, struct verify_order *order, bool *ret_as_json)
{
	static const struct option options[] = {
		{ "trust", required_argument, NULL, 't' }, { "authentic-only", no_argument, NULL, 'a' },
		{ "json", no_argument, NULL, 'j' },	   { "help", no_argument, NULL, 'h' }, { 0 },
	};
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (key == 'h')
			return fputs(HELP, stdout) < 0 ? 2 : 0;
		if (key == 't')
			order->trust = optarg;
		else if (key == 'a')
			order->authentic_only = true;
		else if (key == 'j')
			*ret_as_json = true;
		else
			return command_wrong_option("assay verify", key, argv, options);
	}
	if (optind == argc)
		return usage("which folder? It holds certificate.json");
	if (optind + 1 < argc)
		return command_wrong("assay verify", "give one folder; there is no place for", argv[optind + 1], "");
	order->dir = argv[optind];
	return is_folder(order->dir) ? -1 : COMMAND_WRONG_USAGE;
}

int verify_main(int argc, char **argv)
{
	char trust[LAB_PATH_MAX + 16], lab[LAB_PATH_MAX];
	struct verify_order order = { .trust = NULL, .today = time(NULL) };
	struct verify_result result;
	bool as_json = false;
	int code = read_order(argc, argv, &order, &as_json);

	if (code >= 0)
		return code;
	if (order.trust == NULL && !default_trust(lab, trust))
		return usage("whom to trust? Give --trust FILE or set ASSAY_LAB");
	if (order.trust == NULL) {
		order.trust = trust;
		order.lab = lab;
	}
	verify_bundle(&order, &result);
	if (as_json)
		print_json(&result);
	else
		print_text(&result, order.authentic_only);
	return exit_code(&result, order.authentic_only);
}
