/* SPDX-License-Identifier: Apache-2.0 */
/* Running one input in a process of its own. */
#include "harnesses/campaign/witness_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "harnesses/campaign/process.h"

enum { RUN_LIMIT_MS = 30000, MINIMISE_LIMIT_MS = 15000, SAID_MAX_LEN = 64 * 1024 * 1024, WORD_LEN = PLACES_PATH_LEN + 32 };

static const char *const environment[] = { "UBSAN_OPTIONS=print_stacktrace=1", NULL };

static bool libfuzzer_of(const struct witness_place *place, char ret_path[PLACES_PATH_LEN])
{
	const struct plan_pair pair = { place->surface, PLAN_LIBFUZZER };

	return places_fuzzer(place->places, &pair, ret_path);
}

/* What the program said and how it ended, as a failure; FAILURE_NONE for exit code 0. */
static void run(const struct witness_place *place, const char *const *argv, struct failure *ret_failure)
{
	const struct process_order order = { .argv = argv, .environment = environment, .log = place->log };
	struct failure failure = { .kind = FAILURE_NONE };
	struct buffer said;
	bool in_time = true;
	int status = 0;

	(void)unlink(place->log);
	if (process_run(&order, RUN_LIMIT_MS, &status, &in_time) != RESULT_OK)
		status = 0;
	if (status != 0 && file_load(place->log, SAID_MAX_LEN, &said) == RESULT_OK) {
		failure_read(bytes_of_buffer(said), &failure);
		free(said.at);
	}
	if (!in_time) {
		failure = (struct failure){ .kind = FAILURE_TIMEOUT, .name = "timeout" };
	} else if (status != 0 && failure.kind == FAILURE_NONE) {
		failure_of_signal(WIFSIGNALED(status) ? WTERMSIG(status) : 0, &failure);
		if (!WIFSIGNALED(status))
			(void)snprintf(failure.name, sizeof(failure.name), "exit-%d", WEXITSTATUS(status));
	}
	*ret_failure = failure;
}

static void run_libfuzzer(const struct witness_place *place, const char *program, const char *file, struct failure *ret_failure)
{
	const char *const argv[] = { program, "-rss_limit_mb=2560", "-timeout=25", file, NULL };

	run(place, argv, ret_failure);
}

static void run_replay(const struct witness_place *place, const char *program, const char *file, struct failure *ret_failure)
{
	const char *const argv[] = { program, file, NULL };

	run(place, argv, ret_failure);
}

void witness_classify(const struct witness_place *place, const char *file, struct failure *ret_failure)
{
	struct failure failure = { .kind = FAILURE_NONE };
	char program[PLACES_PATH_LEN];

	if (libfuzzer_of(place, program))
		run_libfuzzer(place, program, file, &failure);
	if (failure.kind == FAILURE_NONE && places_replay(place->places, place->surface, program))
		run_replay(place, program, file, &failure);
	*ret_failure = failure;
}

unsigned int witness_count(const struct witness_place *place, const char *file, unsigned int times, char ret_program[PLACES_PATH_LEN])
{
	struct failure failure;
	char program[PLACES_PATH_LEN];
	unsigned int count = 0;

	(void)places_replay(place->places, place->surface, ret_program);
	for (unsigned int i = 0; i < times; i++) {
		run_replay(place, ret_program, file, &failure);
		count += failure.kind != FAILURE_NONE;
	}
	if (count > 0 || !libfuzzer_of(place, program))
		return count;
	for (unsigned int i = 0; i < times; i++) {
		run_libfuzzer(place, program, file, &failure);
		count += failure.kind != FAILURE_NONE;
	}
	if (count > 0)
		(void)places_join(ret_program, program, NULL, NULL);
	return count;
}

static uint64_t size_of(const char *file)
{
	struct stat status;

	return stat(file, &status) == 0 ? (uint64_t)status.st_size : UINT64_MAX;
}

bool witness_minimise(const struct witness_place *place, const char *file, const struct failure *failure, const char *to)
{
	char program[PLACES_PATH_LEN], artifact[WORD_LEN];
	const char *const argv[] = { program, "-minimize_crash=1", "-max_total_time=5", "-rss_limit_mb=2560", "-timeout=25", artifact, file, NULL };
	const struct process_order order = { .argv = argv, .environment = environment, .log = place->log };
	struct failure small;
	bool in_time;
	int status;

	if (!libfuzzer_of(place, program) || (size_t)snprintf(artifact, sizeof(artifact), "-exact_artifact_path=%s", to) >= sizeof(artifact))
		return false;
	(void)unlink(place->log);
	if (process_run(&order, MINIMISE_LIMIT_MS, &status, &in_time) != RESULT_OK || size_of(to) >= size_of(file))
		return false;
	witness_classify(place, to, &small);
	return failure_equal(&small, failure);
}
