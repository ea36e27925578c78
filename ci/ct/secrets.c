/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Timing is never measured here: a branch that does not depend on a secret takes as long for each. The
 * program is its own subject, started again under valgrind for each case.
 */
#include "ci/ct/secrets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "ci/ct/cases.h"
#include "ci/prove_process.h"

enum { EXIT_CLEAN, EXIT_FOUND, EXIT_BROKEN, EXIT_USAGE = 64, EXIT_BRANCHED = 99, LIMIT_S = 120 };

static const char HELP[] =
	"usage: ct-secrets [NAME]\n\n"
	"Calls functions with secrets that valgrind takes for unknown: what they do must not depend on them.\n"
	"NAME is one of the cases; without it all are run.\n\n"
	"example: ct-secrets secret_equal\n\n"
	"Exit: 0 nothing depends on a secret, 1 something does, 2 it could not be tried, 64 wrong usage.\n";

static const struct ct_case *case_by_name(const char *name)
{
	for (size_t i = 0; i < ct_case_count; i++)
		if (strcmp(ct_cases[i].name, name) == 0)
			return &ct_cases[i];
	return NULL;
}

/* "==123==    at 0x10B5A4: secret_equal (secret.c:24)" without what stands before the function. */
static void find_place(const char *log, char *ret_place, size_t room)
{
	FILE *file = fopen(log, "r");
	char line[512];

	(void)snprintf(ret_place, room, "somewhere");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		const char *at = strstr(line, " at 0x"), *place = at ? strstr(at, ": ") : NULL;

		if (place == NULL)
			continue;
		(void)snprintf(ret_place, room, "%s", place + 2);
		ret_place[strcspn(ret_place, "\n")] = '\0';
		break;
	}
	if (file != NULL)
		fclose(file);
}

static int run_case(const char *self, const struct ct_case *one)
{
	char log[] = "/tmp/ct-secrets-XXXXXX", place[256];
	const struct prove_order order = { .arguments = { "valgrind", "--error-exitcode=99", "--leak-check=no", self, "--case", one->name },
					   .log = log, .limit_s = LIMIT_S };
	struct complaint why = { "" };
	struct prove_end end;
	int fd = mkstemp(log);

	if (fd < 0 || close(fd) != 0 || prove_process_run(&order, &end, &why) != RESULT_OK) {
		fprintf(stderr, "ct-secrets: %s: %s\n", one->name, why.text);
		return EXIT_BROKEN;
	}
	find_place(log, place, sizeof(place));
	if (end.exit != EXIT_BRANCHED && end.exit != 0)
		prove_log_last_line(log, place, sizeof(place));
	unlink(log);
	if (end.exit == EXIT_BRANCHED)
		printf("FOUND %s depends on a secret (%s) in %s\n", one->name, one->story, place);
	else if (end.exit == 0)
		printf("%s does not depend on %s\n", one->name, one->story);
	else
		fprintf(stderr, "ct-secrets: %s could not be tried: exit %d: %s\n", one->name, end.exit, place);
	fflush(stdout);
	return end.exit == EXIT_BRANCHED ? EXIT_FOUND : end.exit == 0 ? EXIT_CLEAN : EXIT_BROKEN;
}

/* Inside valgrind. Without it the marks would mean nothing, and that must not look like a pass. */
static int be_case(const struct ct_case *one)
{
	if (!RUNNING_ON_VALGRIND || !one->run())
		return EXIT_BROKEN;
	return 0;
}

static int run_all(const char *self)
{
	size_t found = 0, broken = 0;

	for (size_t i = 0; i < ct_case_count; i++) {
		int code = run_case(self, &ct_cases[i]);

		found += code == EXIT_FOUND;
		broken += code == EXIT_BROKEN;
	}
	printf("%zu functions got unknown secrets: %zu depend on them%s\n", ct_case_count, found, broken ? ", and not all could be tried" : "");
	return found ? EXIT_FOUND : broken ? EXIT_BROKEN : EXIT_CLEAN;
}

int secrets_main(int argc, char **argv)
{
	bool inside = argc == 3 && strcmp(argv[1], "--case") == 0;
	const struct ct_case *one = argc > 1 ? case_by_name(argv[argc - 1]) : NULL;
	char self[1024];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(HELP, stdout);
		return 0;
	}
	if (argc > 3 || (argc > 1 && one == NULL) || (argc == 3 && !inside)) {
		fputs(HELP, stderr);
		return EXIT_USAGE;
	}
	if (inside)
		return be_case(one);
	if (len < 0)
		return EXIT_BROKEN;
	self[len] = '\0';
	return one ? run_case(self, one) : run_all(self);
}
