/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and starting the programs beside this one. */

#include "conformance/core/certify_family.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/command_line.h"
#include "conformance/core/judge_process.h"
#include "conformance/suite.h"

enum { FAMILY_PATH_LEN = 4096, EXIT_SUITE = 2 };

static const struct {
	const char *name, *does;
} family[] = {
	{ "certify", "run a device's checks; verdicts, score, level, signed certificate, report" },
	{ "verify", "check a certificate: who signed it, and that its verdicts follow from its transcript" },
	{ "report", "write a report again: text, HTML, JUnit or JSON" },
	{ "gate", "hold a report against the baseline: red or green for CI" },
	{ "verifier", "appraise a device's evidence: attestation token, certificates, its maker's releases" },
	{ "ask", "make a device, boot it, ask it over your nonce, have the answer explained; then change it" },
	{ "fuzz", "fuzz the reference code: findings, coverage, corpora" },
	{ "check-adapter", "try a port and say in words what is missing" },
	{ "list", "list checks, requirements, profiles, targets, surfaces, defects" },
	{ "judge", "decide from a transcript alone" },
	{ "lab", "make or show the lab: keys, root, ledger" },
	{ "sign", "sign a run's folder (certify does it)" },
	{ "prove", "prove that every check catches the bad devices it is for" },
};

/* The path of a member; false if it is not there. The name is a word, never a path. */
static bool path_of(const char *name, char path[FAMILY_PATH_LEN])
{
	char folder[FAMILY_PATH_LEN - 128];

	if (name[0] == '\0' || strlen(name) > 64 || strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name))
		return false;
	if (program_folder(folder, sizeof(folder)) != RESULT_OK)
		return false;
	(void)snprintf(path, FAMILY_PATH_LEN, "%s/assay-%s", folder, name);
	return access(path, X_OK) == 0;
}

void family_list(FILE *out)
{
	char path[FAMILY_PATH_LEN];

	fputs("usage: assay WORD [ARGUMENTS]     (assay WORD --help says more)\n\n", out);
	for (size_t i = 0; i < sizeof(family) / sizeof(family[0]); i++)
		if (path_of(family[i].name, path))
			fprintf(out, "  %-14s %s\n", family[i].name, family[i].does);
	fputs("\n  assay certify reference\n  assay check-adapter skeleton\n  assay verify build/runs/reference/latest\n", out);
}

void family_version(FILE *out)
{
	fprintf(out, "assay %s, suite %s\n", suite_version, suite_digest);
}

static int unknown_word(const char *word)
{
	const char *names[sizeof(family) / sizeof(family[0])];
	char near[COMMAND_NEAR_LEN];

	for (size_t i = 0; i < sizeof(family) / sizeof(family[0]); i++)
		names[i] = family[i].name;
	command_near(word, names, sizeof(family) / sizeof(family[0]), near);
	return command_wrong("assay", "there is no", word, near);
}

int family_become(char **arguments)
{
	char path[FAMILY_PATH_LEN];

	if (path_of(arguments[0], path)) {
		(void)execv(path, arguments);
		fprintf(stderr, "assay: %s: %s\n", path, strerror(errno));
		return EXIT_SUITE;
	}
	return unknown_word(arguments[0]);
}

int family_run(char *const *arguments)
{
	char path[FAMILY_PATH_LEN];
	pid_t child;
	int status;

	if (!path_of(arguments[0], path))
		return -1;
	(void)fflush(NULL);
	child = fork();
	if (child == 0) {
		(void)execv(path, arguments);
		_exit(EXIT_SUITE);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_SUITE;
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SUITE;
}
