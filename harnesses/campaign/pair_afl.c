/* SPDX-License-Identifier: Apache-2.0 */
/* AFL++: afl-fuzz runs the surface's program, and leaves its figures in files. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "conformance/core/file.h"
#include "harnesses/campaign/pair.h"

enum { WORD_LEN = PLACES_PATH_LEN + 32, STATS_MAX_LEN = 64 * 1024, PLOT_MAX_LEN = 64 * 1024 * 1024, LOOK_MS = 1000 };

static const char *const environment[] = {
	"AFL_NO_UI=1",		     "AFL_SKIP_CPUFREQ=1",		    "AFL_NO_AFFINITY=1", "AFL_NO_COLOR=1",
	"AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1", "AFL_FORKSRV_INIT_TMOUT=30000", "AFL_FAST_CAL=1",	 NULL,
};

static enum result start(const struct pair *pair, uint64_t left_ms, struct process *ret_process)
{
	char seconds[32], seed[32], max_len[32], out[WORD_LEN];
	const char *argv[PROCESS_WORDS_MAX] = { "afl-fuzz", "-V", seconds, "-m", "none", "-t", "5000+", "-s", seed, "-i", pair->input, "-o", out };
	struct process_order order = { .argv = argv, .environment = environment, .log = pair->log };
	size_t count = 13;

	(void)snprintf(seconds, sizeof(seconds), "%llu", (unsigned long long)(left_ms + 999) / 1000);
	(void)snprintf(seed, sizeof(seed), "%lu", (unsigned long)plan_seed(pair->seed, pair->index, pair->starts));
	(void)snprintf(max_len, sizeof(max_len), "%llu", (unsigned long long)pair->max_len);
	(void)snprintf(out, sizeof(out), "%s/out", pair->folder);
	if (pair->dictionary[0] != '\0') {
		argv[count++] = "-x";
		argv[count++] = pair->dictionary;
	}
	if (pair->max_len > 0) {
		argv[count++] = "-G";
		argv[count++] = max_len;
	}
	argv[count++] = "--";
	argv[count++] = pair->program;
	argv[count] = NULL;
	return process_start(&order, ret_process);
}

static bool load(const struct pair *pair, const char *name, size_t max_len, struct buffer *ret_text)
{
	char path[PLACES_PATH_LEN];

	return places_join(path, pair->folder, "out/default", name) && file_load(path, max_len, ret_text) == RESULT_OK;
}

/* Names in the queue are numbered, so the last tells of the most executions. */
static void read_queue(struct pair *pair)
{
	char path[PLACES_PATH_LEN];
	DIR *queue = places_join(path, pair->folder, "out/default/queue", NULL) ? opendir(path) : NULL;
	struct dirent *entry;

	while (queue != NULL && (entry = readdir(queue)) != NULL)
		engine_output_afl_queued(bytes_of_text(entry->d_name), &pair->counts);
	if (queue != NULL)
		(void)closedir(queue);
}

static void read_files(struct pair *pair)
{
	struct engine_counts plot = pair->counts, stats = pair->counts;
	struct buffer text;

	if (load(pair, "plot_data", PLOT_MAX_LEN, &text)) {
		engine_output_afl_plot(bytes_of_buffer(text), &plot);
		free(text.at);
	}
	if (load(pair, "fuzzer_stats", STATS_MAX_LEN, &text)) {
		(void)engine_output_afl_stats(bytes_of_buffer(text), &stats);
		free(text.at);
	}
	if (plot.executions > pair->counts.executions)
		pair->counts = plot;
	if (stats.executions >= pair->counts.executions)
		pair->counts = stats;
}

/* While it runs this version writes its figures each minute; what it keeps in between tells more. */
static void look(struct pair *pair)
{
	uint64_t now = process_clock_ms();

	if (pair->process.pid != 0 && now - pair->looked_ms < LOOK_MS)
		return;
	pair->looked_ms = now;
	pair_read_log(pair, engine_output_afl_line);
	read_queue(pair);
	read_files(pair);
}

const struct pair_engine pair_afl = {
	.needs = "afl-fuzz",
	.package = "afl++",
	.grace_ms = 3000,
	.end_signal = SIGINT,
	.artifacts = { "out/default/crashes", "out/default/hangs" },
	.start = start,
	.look = look,
};
