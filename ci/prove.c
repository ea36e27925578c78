/* SPDX-License-Identifier: Apache-2.0 */
/* Options, the pool of proofs, and what comes of them. */
#include "ci/prove.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ci/prove_detection.h"
#include "ci/prove_pool.h"
#include "ci/prove_text.h"
#include "conformance/core/command_line.h"

enum { EXIT_PROVEN, EXIT_NOT_PROVEN, EXIT_BROKEN, EXIT_USAGE = 64, JOBS_MAX = 64, SLEEPERS = 2 };

static const char HELP[] =
	"usage: assay prove [--defect NAME] [--full] [--jobs N] [--json] [--out DIR]\n\n"
	"Builds every bad device that the repository has as a patch and asks whether the suite catches it\n"
	"for the reason that the patch states; lets cheats try to earn, and good devices that differ pass.\n\n"
	"  --defect NAME  only this defect, variant or cheat; nothing is written but what it leaves behind\n"
	"  --full         every check on every defect, and who else saw it\n"
	"  --jobs N       proofs at the same time (twice the processors: they wait for silence most of the time)\n"
	"  --json         the result as JSON on standard output, progress on standard error\n"
	"  --out DIR      where logs, matrix.txt and index.html go, from the repository's root (build/prove)\n\n"
	"The whole result is build/detection.json, which report and gate read.\n\n"
	"Examples:\n"
	"  assay prove\n"
	"  assay prove --defect boot_ignores_security_counter\n"
	"  assay prove --full --jobs 4 --json > detection.json\n\n"
	"Exit: 0 all caught, no alarm, nothing earned; 1 not so; 2 could not be tried; 64 wrong usage.\n";

struct wishes {
	struct prove_wish wish;
	unsigned int jobs;
	bool as_json, help;
	const char *out;
};

static volatile sig_atomic_t interrupted;

static void take_signal(int number)
{
	interrupted = number;
}

static bool read_jobs(const char *text, unsigned int *ret_jobs)
{
	char *end;
	unsigned long jobs = strtoul(text, &end, 10);

	if (end == text || *end != '\0' || jobs < 1 || jobs > JOBS_MAX) {
		fprintf(stderr, "prove: --jobs \"%s\": must be a number from 1 to %d\n", text, JOBS_MAX);
		return false;
	}
	*ret_jobs = (unsigned int)jobs;
	return true;
}

static bool take_option(int option, struct wishes *w)
{
	switch (option) {
	case 'd':
		w->wish.only = optarg;
		return true;
	case 'f':
		w->wish.full = true;
		return true;
	case 'j':
		return read_jobs(optarg, &w->jobs);
	case 'J':
		w->as_json = true;
		return true;
	case 'o':
		w->out = optarg;
		return true;
	case 'h':
		w->help = true;
		return true;
	default:
		return false;
	}
}

static bool read_wishes(int argc, char **argv, struct wishes *w)
{
	static const struct option known[] = {
		{ "defect", required_argument, NULL, 'd' }, { "full", no_argument, NULL, 'f' },	      { "jobs", required_argument, NULL, 'j' },
		{ "json", no_argument, NULL, 'J' },	    { "out", required_argument, NULL, 'o' }, { "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, ":h", known, NULL)) != -1) {
		if (option == ':' || option == '?')
			(void)command_wrong_option("assay prove", option, argv, known);
		if (!take_option(option, w))
			return false;
	}
	if (optind < argc)
		(void)command_wrong("assay prove", "there is no place for", argv[optind], "");
	return optind == argc;
}

struct progress {
	FILE *out;
	size_t count;
};

static void show(void *context, const json_t *result, size_t done)
{
	const struct progress *progress = context;

	prove_text_result(progress->out, result, done, progress->count);
}

/* Half a result is none: report and gate read only what everything was tried for. */
static int conclude(const struct prove_place *place, const struct wishes *w, const json_t *results, FILE *out)
{
	json_t *detection = prove_detection(results, w->wish.full);
	bool whole = w->wish.only == NULL;
	struct complaint why = { "" };
	int code = prove_detection_is_red(detection, whole) ? EXIT_NOT_PROVEN : EXIT_PROVEN;

	if (interrupted) {
		fprintf(out, "prove: interrupted after %zu proofs; nothing was written\n", json_array_size(results));
		code = EXIT_BROKEN;
	} else if (whole && prove_detection_store(place, detection, &why) != RESULT_OK) {
		fprintf(stderr, "prove: %s\n", why.text);
		code = EXIT_BROKEN;
	} else if (whole) {
		prove_text_sum(out, detection);
		fprintf(out, "  Written      %s/detection.json, %s/matrix.txt, %s/index.html\n", place->build, place->out, place->out);
	}
	if (w->as_json && (json_dumpf(detection, stdout, JSON_SORT_KEYS | JSON_COMPACT) != 0 || puts("") == EOF || fflush(stdout) != 0))
		code = EXIT_BROKEN;
	json_decref(detection);
	return code;
}

static int prove(const struct wishes *w)
{
	FILE *out = w->as_json ? stderr : stdout;
	struct prove_subjects subjects;
	struct prove_place place;
	struct complaint why = { "" };
	struct progress progress = { .out = out };
	struct prove_pool pool = { &place, &subjects, w->jobs, w->wish.full, &interrupted, &progress, show };
	json_t *results;
	int code;

	enum result result = prove_place_find(w->out, &place, &why);

	if (result == RESULT_OK)
		result = prove_subjects_find(&w->wish, &subjects, &why);
	if (result != RESULT_OK) {
		fprintf(stderr, "prove: %s\n", why.text);
		return result == RESULT_NOT_FOUND && w->wish.only != NULL ? EXIT_USAGE : EXIT_BROKEN;
	}
	progress.count = subjects.count;
	results = prove_pool_run(&pool);
	free(subjects.at);
	code = conclude(&place, w, results, out);
	json_decref(results);
	return code;
}

int prove_main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = take_signal };
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct wishes w = { .jobs = processors < 1 ? SLEEPERS : SLEEPERS * (unsigned int)processors };

	if (!read_wishes(argc, argv, &w))
		return EXIT_USAGE;
	if (w.help) {
		fputs(HELP, stdout);
		return 0;
	}
	if (w.jobs > JOBS_MAX)
		w.jobs = JOBS_MAX;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return prove(&w);
}
