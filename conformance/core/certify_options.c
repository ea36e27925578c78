/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the command line of assay-certify. */

#include "conformance/core/certify_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/command_line.h"
#include "conformance/core/seed.h"
#include "conformance/scoring/level.h"

const char certify_usage[] =
	"usage: assay certify [OPTION]... TARGET\n"
	"\n"
	"Runs the checks of the target's profile against the device, has them judged, and signs what\n"
	"came out. TARGET is a name under conformance/targets, or a path to a folder with a target.json.\n"
	"\n"
	"  --out DIR        where report, transcript and certificate go (a new or empty folder);\n"
	"                   without it build/runs/TARGET/<UTC time>/, with `latest` beside it\n"
	"  --check NAME     only this check; may be given again. The others count as not run\n"
	"  --require LEVEL  exit 1 below bronze, silver, gold or platinum\n"
	"  --seed HEX       challenges and order from this seed, up to 64 digits: a practice run\n"
	"  --jobs N         as many units at a time (the target's \"units\" is the most)\n"
	"  --minutes N      the most that one check may take (60); what takes longer is not run\n"
	"  --hours N        the most that the run may take (24)\n"
	"  --resume DIR     go on with a run that was killed\n"
	"  --json           the report as JSON on stdout instead of text\n"
	"  --quiet          no progress, and of the report its worth and what did not pass\n"
	"\n"
	"  assay certify reference\n"
	"  assay certify --require silver --out /tmp/acme acme-m33\n"
	"  assay certify --seed 00 --check refuses_older_image reference\n"
	"  assay certify --resume build/runs/reference/20261120T221700Z\n"
	"\n"
	"exit: 0 nothing broke, 1 the device failed or missed the level, 2 the suite, rig or adapter\n"
	"      failed, 64 wrong usage\n";

enum option_key { OPTION_OUT = 1000, OPTION_CHECK, OPTION_REQUIRE, OPTION_SEED, OPTION_JOBS, OPTION_MINUTES, OPTION_HOURS, OPTION_RESUME, OPTION_JSON, OPTION_QUIET, OPTION_HELP };

static const struct option long_options[] = {
	{ "out", required_argument, NULL, OPTION_OUT },	    { "check", required_argument, NULL, OPTION_CHECK },
	{ "require", required_argument, NULL, OPTION_REQUIRE }, { "seed", required_argument, NULL, OPTION_SEED },
	{ "minutes", required_argument, NULL, OPTION_MINUTES }, { "hours", required_argument, NULL, OPTION_HOURS },
	{ "jobs", required_argument, NULL, OPTION_JOBS },	    { "resume", required_argument, NULL, OPTION_RESUME },
	{ "json", no_argument, NULL, OPTION_JSON },		    { "quiet", no_argument, NULL, OPTION_QUIET },
	{ "help", no_argument, NULL, OPTION_HELP },		    { 0 },
};

static bool complain_about(const char *option, const char *value, const char *says)
{
	fprintf(stderr, "assay-certify: %s %s: %s\n", option, value, says);
	return false;
}

static bool read_number(const char *option, const char *text, unsigned int most, unsigned int *ret_number)
{
	char says[64], *end;
	unsigned long number;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || number < 1 || number > most) {
		(void)snprintf(says, sizeof(says), "give a number from 1 to %u", most);
		return complain_about(option, text, says);
	}
	*ret_number = (unsigned int)number;
	return true;
}

static bool read_check(const char *name, struct certify_options *o)
{
	if (o->check_count == CERTIFY_CHECKS_MAX)
		return complain_about("--check", name, "more checks than can be selected; leave --check out to run all");
	o->checks[o->check_count++] = name;
	return true;
}

static bool take(int key, const char *value, struct certify_options *o)
{
	struct seed seed;
	enum level level;

	switch (key) {
	case OPTION_OUT:
		o->out = value;
		return value[0] != '\0' || complain_about("--out", "\"\"", "give a folder, new or empty");
	case OPTION_CHECK:
		return read_check(value, o);
	case OPTION_REQUIRE:
		o->require = value;
		return level_from_name(value, &level) || complain_about("--require", value, "give bronze, silver, gold or platinum");
	case OPTION_SEED:
		o->seed = value;
		return seed_from_hex(value, &seed) == RESULT_OK ||
		       complain_about("--seed", value, "give an even number of lower-case hexadecimal digits, at most 64");
	case OPTION_JOBS:
		return read_number("--jobs", value, 64, &o->jobs);
	case OPTION_MINUTES:
		return read_number("--minutes", value, 100000, &o->check_minutes);
	case OPTION_HOURS:
		return read_number("--hours", value, 10000, &o->hours);
	case OPTION_RESUME:
		o->resume = value;
		return true;
	case OPTION_JSON:
		o->json = true;
		return true;
	case OPTION_QUIET:
		o->quiet = true;
		return true;
	case OPTION_HELP:
		o->help = true;
		return true;
	default:
		return false;
	}
}

static bool fits_together(const struct certify_options *o, int left)
{
	if (o->help)
		return true;
	if (left > 1 || (o->target == NULL && o->resume == NULL) || (o->target != NULL && o->target[0] == '\0')) {
		fputs("assay-certify: give one TARGET; --help shows how\n", stderr);
		return false;
	}
	if (o->resume != NULL && (o->out != NULL || o->seed != NULL || o->check_count > 0 || o->target != NULL)) {
		fputs("assay-certify: --resume goes on as the run was begun: no TARGET, --out, --seed or --check with it\n", stderr);
		return false;
	}
	return true;
}

bool certify_options_read(int argc, char **argv, struct certify_options *ret_options)
{
	struct certify_options options = { .jobs = 1 };
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		if (key == ':' || key == '?') {
			(void)command_wrong_option("assay certify", key, argv, long_options);
			return false;
		}
		if (!take(key, optarg, &options))
			return false;
	}
	options.target = optind < argc ? argv[optind] : NULL;
	if (!fits_together(&options, argc - optind))
		return false;
	*ret_options = options;
	return true;
}
