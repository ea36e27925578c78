/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the command line of assay-fuzz. */
#include "harnesses/campaign/options.h"

#include <stdio.h>
#include <string.h>

#include "conformance/core/command_line.h"
#include "harnesses/campaign/said.h"

const char campaign_usage[] =
	"usage: assay fuzz [OPTION]... [SURFACE]...\n"
	"\n"
	"Fuzzes the surfaces (all that are built, if none is named), each with each engine, and asks of\n"
	"every input whether a security promise was broken. What is found is reproduced, made small and\n"
	"stored with the command that shows it again.\n"
	"\n"
	"  --time TIME      for each pair of surface and engine: 30s, 2m, 1h (60s)\n"
	"  --engine NAME    libfuzzer, afl or both (both)\n"
	"  --out DIR        a new or empty folder; without it build/fuzz/runs/<UTC time>/, `latest` beside it\n"
	"  --jobs N         so many pairs at a time (as many as there are cores)\n"
	"  --seed HEX       the engines' random seed, up to 16 digits; without it one is drawn and told\n"
	"  --bin DIR        where <engine>/bin/fuzz_<surface> are, and bin/replay_<surface> if there (build/fuzz)\n"
	"  --json           the summary as JSON on stdout instead of text\n"
	"  --quiet          no progress, and of the summary its result alone\n"
	"\n"
	"  assay fuzz --time 30s\n"
	"  assay fuzz --engine libfuzzer --time 1h mcuboot_image boot_decision\n"
	"  assay fuzz --seed 1f --jobs 1 --out /tmp/campaign --json mcuboot_image\n"
	"\n"
	"exit: 0 nothing found, 1 a finding, 2 an engine did not start or ran nothing, no seeds, the disk\n"
	"      is full or it was stopped early; 64 wrong usage\n";

enum option_key { OPTION_TIME = 1000, OPTION_ENGINE, OPTION_OUT, OPTION_JOBS, OPTION_SEED, OPTION_BIN, OPTION_JSON, OPTION_QUIET, OPTION_HELP };

static const struct option long_options[] = {
	{ "time", required_argument, NULL, OPTION_TIME }, { "engine", required_argument, NULL, OPTION_ENGINE },
	{ "out", required_argument, NULL, OPTION_OUT },	  { "jobs", required_argument, NULL, OPTION_JOBS },
	{ "seed", required_argument, NULL, OPTION_SEED }, { "bin", required_argument, NULL, OPTION_BIN },
	{ "json", no_argument, NULL, OPTION_JSON },	  { "quiet", no_argument, NULL, OPTION_QUIET },
	{ "help", no_argument, NULL, OPTION_HELP },	  { 0 },
};

static bool complain_about(const char *option, const char *value, const char *says)
{
	fprintf(stderr, "assay-fuzz: %s %s: %s\n", option, value, says);
	return false;
}

static bool read_jobs(const char *text, struct campaign_options *o)
{
	uint64_t jobs;

	if (strspn(text, "0123456789") != strlen(text) || !said_number(bytes_of_text(text), &jobs) || jobs < 1 || jobs > CAMPAIGN_JOBS_MAX)
		return complain_about("--jobs", text, "give a number from 1 to 256");
	o->jobs = (unsigned int)jobs;
	return true;
}

static bool read_seed(const char *text, struct campaign_options *o)
{
	size_t len = strlen(text);

	if (len == 0 || len > 16 || strspn(text, "0123456789abcdef") != len)
		return complain_about("--seed", text, "give 1 to 16 lower-case hexadecimal digits");
	for (o->seed = 0; *text != '\0'; text++)
		o->seed = o->seed << 4 | (uint64_t)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
	o->has_seed = true;
	return true;
}

static bool take_place(int key, const char *value, struct campaign_options *o)
{
	if (value[0] == '\0')
		return complain_about(key == OPTION_OUT ? "--out" : "--bin", "\"\"", "give a folder");
	*(key == OPTION_OUT ? &o->out : &o->bin) = value;
	return true;
}

static bool take(int key, const char *value, struct campaign_options *o)
{
	switch (key) {
	case OPTION_TIME:
		return plan_time_read(value, &o->time_ms) || complain_about("--time", value, "give seconds, minutes or hours: 30s, 2m, 1h");
	case OPTION_ENGINE:
		return plan_engines_read(value, &o->engines) || complain_about("--engine", value, "give libfuzzer, afl or both");
	case OPTION_OUT:
	case OPTION_BIN:
		return take_place(key, value, o);
	case OPTION_JOBS:
		return read_jobs(value, o);
	case OPTION_SEED:
		return read_seed(value, o);
	case OPTION_JSON:
		return o->json = true;
	case OPTION_QUIET:
		return o->quiet = true;
	case OPTION_HELP:
		return o->help = true;
	default:
		return false;
	}
}

static bool add_surface(const char *name, struct campaign_options *o)
{
	if (!plan_is_surface(name))
		return complain_about("SURFACE", name, "give the name of a file in harnesses/surfaces, without .c");
	for (size_t i = 0; i < o->surface_count; i++)
		if (strcmp(o->surfaces[i], name) == 0)
			return complain_about("SURFACE", name, "is named twice");
	if (o->surface_count == PLAN_SURFACES_MAX)
		return complain_about("SURFACE", name, "more surfaces than can be named; leave them out to take all");
	o->surfaces[o->surface_count++] = name;
	return true;
}

bool campaign_options_read(int argc, char **argv, struct campaign_options *ret_options)
{
	struct campaign_options options = { .time_ms = 60 * 1000, .engines = 1u << PLAN_LIBFUZZER | 1u << PLAN_AFL };
	int key;

	optind = 1;
	while ((key = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		if (key == ':' || key == '?')
			(void)command_wrong_option("assay fuzz", key, argv, long_options);
		if (!take(key, optarg, &options))
			return false;
	}
	for (int i = optind; i < argc; i++)
		if (!add_surface(argv[i], &options))
			return false;
	*ret_options = options;
	return true;
}
