/* SPDX-License-Identifier: Apache-2.0 */
/* All surfaces in all ways, each beside the empty one and its goal. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"
#include "harnesses/bench/rate.h"
#include "harnesses/campaign/said.h"

enum { NAME_LEN = 64, TABLE_MAX = 65536 };

static const char GOALS[] = "harnesses/bench/goals.table";

/* The numbers of the surface's line; what stands in *ret_raw and *ret_repaired stays if there is none. */
static void look_up(const char *surface, uint64_t *ret_raw, uint64_t *ret_repaired)
{
	struct buffer content;
	struct bytes rest, line;

	if (file_load(GOALS, TABLE_MAX, &content) != RESULT_OK)
		return;
	rest = bytes_of_buffer(content);
	while (rest.len > 0) {
		line = said_cut(&rest);
		if (bytes_equal(said_word(&line), bytes_of_text(surface)) &&
		    !(said_number(said_word(&line), ret_raw) && said_number(said_word(&line), ret_repaired)))
			fprintf(stderr, "bench-fuzz: %s: the line of %s needs two numbers\n", GOALS, surface);
	}
	free(content.at);
}

/* What it has to reach by goals.table; under AFL++ half of what the empty surface reaches. */
static double goal_of(const char *surface, enum rate_way way, const struct rate *empty)
{
	uint64_t raw = 5000, repaired = 2000;

	if (way == RATE_AFL)
		return empty->per_second / 2;
	look_up(surface, &raw, &repaired);
	return (double)(way == RATE_RAW ? raw : repaired);
}

static bool print_one(const char *surface, enum rate_way way, unsigned int seconds, const struct rate *empty)
{
	double goal = goal_of(surface, way, empty);
	struct complaint why;
	struct rate rate;

	if (rate_measure(surface, way, seconds, &rate, &why) != RESULT_OK) {
		fprintf(stderr, "bench-fuzz: %s\n", why.text);
		return false;
	}
	printf("fuzzing %s, %s: %.0f inputs in a second of processor time, %.3f of an empty surface's; goal %.0f: %s\n", surface,
	       rate_way_name(way), rate.per_second, rate.per_second / empty->per_second, goal, rate.per_second >= goal ? "reached" : "missed");
	(void)fflush(stdout);
	return true;
}

/* The empty surface first, in the same way and the same minute. */
static bool print_way(enum rate_way way, const glob_t *folders, unsigned int seconds)
{
	char surface[NAME_LEN];
	struct complaint why;
	struct rate empty;
	bool all = true;

	if (rate_measure("empty", way, seconds, &empty, &why) != RESULT_OK) {
		fprintf(stderr, "bench-fuzz: %s\n", why.text);
		return false;
	}
	printf("fuzzing nothing, %s: %.0f inputs in a second of processor time\n", rate_way_name(way), empty.per_second);
	for (size_t i = 0; i < folders->gl_pathc; i++)
		if (sscanf(folders->gl_pathv[i], "corpora/%63[^/]/", surface) == 1)
			all = print_one(surface, way, seconds, &empty) && all;
	return all;
}

bool rate_print_all(unsigned int seconds)
{
	glob_t folders;
	bool all = true;

	if (glob("corpora/*/seeds", 0, NULL, &folders) != 0) {
		fprintf(stderr, "bench-fuzz: corpora/*/seeds: nothing is there; start it in the root of the tree\n");
		return false;
	}
	for (enum rate_way way = RATE_RAW; way < RATE_WAYS; way++)
		all = print_way(way, &folders, seconds) && all;
	globfree(&folders);
	return all;
}
