/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers are read whole or not at all: "--limit 5m" is an error and not five seconds. */
#include "ci/test_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

static const char HELP[] =
	"usage: run-tests [--jobs N] [--limit SECONDS] [--under WORDS] PROGRAM...\n"
	"\n"
	"Runs test programs (Check library or TAP) side by side, each in a process group of\n"
	"its own, and ends with the line \"N passed, N failed\".\n"
	"\n"
	"  --jobs N         programs at the same time (as many as there are processors)\n"
	"  --limit SECONDS  time that each may take (300)\n"
	"  --under WORDS    put before each program\n"
	"\n"
	"examples:\n"
	"  run-tests build/test/reference-impl/base/reader_test\n"
	"  run-tests --limit 600 --under \"valgrind -q --error-exitcode=9\" build/test/*/*/*_test\n"
	"\n"
	"exit status: 0 all passed, 1 something failed, 2 tests could not be run, 64 wrong usage\n";

void test_options_print_help(FILE *out)
{
	fputs(HELP, out);
}

static bool read_number(const char *option, const char *text, unsigned most, unsigned *ret_number)
{
	char *end;
	unsigned long number;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (errno || end == text || *end != '\0' || number < 1 || number > most) {
		fprintf(stderr, "run-tests: --%s \"%s\": must be a number from 1 to %u\n", option, text, most);
		return false;
	}
	*ret_number = (unsigned)number;
	return true;
}

static unsigned processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > TEST_RUN_MAX_JOBS ? TEST_RUN_MAX_JOBS : (unsigned)count;
}

static enum test_options take_option(int option, struct test_plan *plan)
{
	switch (option) {
	case 'j':
		return read_number("jobs", optarg, TEST_RUN_MAX_JOBS, &plan->jobs) ? TEST_OPTIONS_RUN :
										      TEST_OPTIONS_WRONG;
	case 'l':
		return read_number("limit", optarg, 86400, &plan->limit_s) ? TEST_OPTIONS_RUN :
									      TEST_OPTIONS_WRONG;
	case 'u':
		plan->under = optarg;
		return TEST_OPTIONS_RUN;
	case 'h':
		return TEST_OPTIONS_HELP;
	default:
		return TEST_OPTIONS_WRONG;
	}
}

enum test_options test_options_read(int argc, char **argv, struct test_plan *ret_plan)
{
	static const struct option known[] = {
		{ "jobs", required_argument, NULL, 'j' },
		{ "limit", required_argument, NULL, 'l' },
		{ "under", required_argument, NULL, 'u' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct test_plan plan = { .jobs = processors(), .limit_s = 300, .out = stdout };
	enum test_options answer = TEST_OPTIONS_RUN;
	int option;

	optind = 1;
	while (answer == TEST_OPTIONS_RUN && (option = getopt_long(argc, argv, "+", known, NULL)) != -1)
		answer = take_option(option, &plan);
	if (answer != TEST_OPTIONS_RUN)
		return answer;
	if (optind == argc) {
		fprintf(stderr, "run-tests: no test program given; see run-tests --help\n");
		return TEST_OPTIONS_WRONG;
	}
	plan.programs = (const char *const *)(argv + optind);
	plan.count = (size_t)(argc - optind);
	plan.live = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	*ret_plan = plan;
	return TEST_OPTIONS_RUN;
}
