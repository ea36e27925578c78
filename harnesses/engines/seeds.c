/* SPDX-License-Identifier: Apache-2.0 */
/* Writes what make_seeds gives, and holds each seed to its word. */
#include "harnesses/engines/seeds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/core/file.h"
#include "harnesses/engines/engine.h"

enum { PATH_LEN = 4096, EXIT_BROKEN = 1, EXIT_FAILED = 2 };

struct seed_writer {
	const char *dir;
	FILE *intentions;
	unsigned int count;
	int exit;
};

static void fail(struct seed_writer *writer, const char *path, const char *says)
{
	fprintf(stderr, "%s: %s: %s\n", engine_surface_name, path, says);
	writer->exit = EXIT_FAILED;
}

/* The path in the folder; false after a complaint. */
static bool path_of(struct seed_writer *writer, const char *folder, const char *name, char ret_path[PATH_LEN])
{
	if ((size_t)snprintf(ret_path, PATH_LEN, "%s/%s%s", writer->dir, folder, name) < PATH_LEN)
		return true;
	fail(writer, writer->dir, "the path is too long");
	return false;
}

static void add_seed(void *context, const char *name, const char *reaches, struct bytes mode_and_input)
{
	struct seed_writer *writer = context;
	struct surface_trace trace;
	char path[PATH_LEN];

	engine_run_copy(mode_and_input, &trace);
	if (strcmp(trace.outcome, reaches) != 0) {
		fprintf(stderr, "%s: seed %s reaches \"%s\", not \"%s\"\n", engine_surface_name, name, trace.outcome, reaches);
		writer->exit = EXIT_BROKEN;
	}
	if (path_of(writer, "seeds/", name, path) && file_store(path, mode_and_input, 0644) != RESULT_OK)
		fail(writer, path, strerror(errno));
	fprintf(writer->intentions, "%s\n  \"%s\": \"%s\"", writer->count++ == 0 ? "{" : ",", name, reaches);
}

static void write_dictionary(struct seed_writer *writer)
{
	char path[PATH_LEN];
	FILE *file;

	if (!path_of(writer, "", "dictionary.txt", path))
		return;
	file = fopen(path, "w");
	if (file == NULL) {
		fail(writer, path, strerror(errno));
		return;
	}
	for (const char *const *token = engine_surface->dictionary; token != NULL && *token != NULL; token++)
		fprintf(file, "\"%s\"\n", *token);
	if (fclose(file) != 0)
		fail(writer, path, strerror(errno));
}

static void make_folders(struct seed_writer *writer)
{
	char path[PATH_LEN];

	if (!path_of(writer, "seeds", "", path))
		return;
	if ((mkdir(writer->dir, 0755) != 0 && errno != EEXIST) || (mkdir(path, 0755) != 0 && errno != EEXIST))
		fail(writer, path, strerror(errno));
}

static void write_seeds(struct seed_writer *writer)
{
	struct seed_sink sink = { .context = writer, .add = add_seed };
	char path[PATH_LEN];

	if (!path_of(writer, "", "seeds.json", path))
		return;
	writer->intentions = fopen(path, "w");
	if (writer->intentions == NULL) {
		fail(writer, path, strerror(errno));
		return;
	}
	engine_surface->make_seeds(&sink);
	fprintf(writer->intentions, "%s\n", writer->count == 0 ? "{}" : "\n}");
	if (fclose(writer->intentions) != 0)
		fail(writer, path, strerror(errno));
}

int seeds_write(const char *dir)
{
	struct seed_writer writer = { .dir = dir };

	make_folders(&writer);
	if (writer.exit == 0)
		write_seeds(&writer);
	if (writer.exit != EXIT_FAILED)
		write_dictionary(&writer);
	if (writer.exit == 0 && writer.count == 0)
		fail(&writer, dir, "the surface makes no seeds");
	printf("%s: %u seeds\n", engine_surface_name, writer.count);
	return writer.exit;
}
