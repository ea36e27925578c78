/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs stored inputs as a plain test: each file twice in one process, and outcome and trace
 * must be the same. A file or folder that is missing or empty is an error, never a pass.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/core/file.h"
#include "harnesses/engines/engine.h"
#include "harnesses/engines/seeds.h"

enum { INPUT_MAX_LEN = 1 << 20, EXIT_MISSING = 1, EXIT_USAGE = 64, EXIT_UNSTEADY = 70 };

struct replay {
	const char *program;
	unsigned int inputs;
	int exit; /* of the worst that happened */
};

static void fail(struct replay *replay, int code, const char *path, const char *says)
{
	fprintf(stderr, "%s: %s: %s\n", replay->program, path, says);
	if (replay->exit < code)
		replay->exit = code;
}

static void replay_file(struct replay *replay, const char *path)
{
	struct surface_trace first, second;
	struct buffer content;
	enum result result = file_load(path, INPUT_MAX_LEN, &content);

	if (result != RESULT_OK) {
		fail(replay, EXIT_MISSING, path, result == RESULT_IO ? strerror(errno) : "longer than any input");
		return;
	}
	engine_run_copy(bytes_of_buffer(content), &first);
	engine_run_copy(bytes_of_buffer(content), &second);
	free(content.at);
	replay->inputs++;
	printf("%s: %s %016llx\n", path, first.outcome, (unsigned long long)first.hash);
	(void)fflush(stdout);
	if (first.hash != second.hash || strcmp(first.outcome, second.outcome) != 0)
		fail(replay, EXIT_UNSTEADY, path, "two runs of the same bytes differ");
}

static int is_not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void replay_dir(struct replay *replay, const char *path)
{
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, is_not_hidden, alphasort);

	if (count <= 0)
		fail(replay, EXIT_MISSING, path, count == 0 ? "holds no inputs" : strerror(errno));
	for (int i = 0; i < count; i++) {
		char name[4096];

		if ((size_t)snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name) < sizeof(name))
			replay_file(replay, name);
		else
			fail(replay, EXIT_MISSING, path, "a name in it is too long");
		free(entries[i]);
	}
	free(entries);
}

static void replay_path(struct replay *replay, const char *path)
{
	struct stat status;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		replay_dir(replay, path);
	else
		replay_file(replay, path);
}

static int usage(FILE *out, const char *program)
{
	fprintf(out,
		"usage: %s FILE|FOLDER...      runs each input twice, prints its outcome and trace, and a count\n"
		"       %s --make-seeds DIR    writes the surface's seeds, seeds.json and dictionary.txt there\n"
		"       %s --max-len           prints how long an engine's input may be, mode byte and all\n"
		"\n"
		"example: %s corpora/%s/seeds\n"
		"exit status: 0 all ran, 1 an input is missing, 64 wrong usage, 70 two runs differ; a broken promise aborts\n",
		program, program, program, program, engine_surface_name);
	return out == stdout ? 0 : EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct replay replay = { .program = argv[0] };

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout, argv[0]);
	if (argc == 2 && strcmp(argv[1], "--max-len") == 0)
		return printf("%zu\n", engine_surface->max_len + 1) > 0 ? 0 : EXIT_MISSING;
	if (argc < 2 || (argv[1][0] == '-' && (argc != 3 || strcmp(argv[1], "--make-seeds") != 0)))
		return usage(stderr, argv[0]);
	engine_init();
	if (argv[1][0] == '-')
		return seeds_write(argv[2]);
	for (int i = 1; i < argc; i++)
		replay_path(&replay, argv[i]);
	printf("%s: %u inputs replayed twice\n", engine_surface_name, replay.inputs);
	return replay.inputs == 0 ? EXIT_MISSING : replay.exit;
}
