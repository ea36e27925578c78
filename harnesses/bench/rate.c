/* SPDX-License-Identifier: Apache-2.0 */
/* One engine, one surface, a few seconds. */
#include "harnesses/bench/rate.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/core/file.h"
#include "harnesses/campaign/engine_output.h"
#include "harnesses/campaign/said.h"
#include "harnesses/campaign/process.h"

enum { ROOM = 256, LOG_MAX = 64 << 20, SPARE_MS = 20000 };

struct measuring {
	char folder[64], program[ROOM], seeds[ROOM], log[ROOM], corpus[ROOM], artifacts[ROOM], time[32];
};

static const struct {
	const char *name, *tree;
} ways[RATE_WAYS] = { { "libfuzzer raw", "libfuzzer" }, { "libfuzzer repaired", "libfuzzer" }, { "afl", "afl" } };

const char *rate_way_name(enum rate_way way)
{
	return ways[way].name;
}

static double processor_seconds(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_CHILDREN, &usage) != 0)
		return 0;
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static enum result prepare(const char *surface, enum rate_way way, struct measuring *m, struct complaint *ret_why)
{
	strcpy(m->folder, "/tmp/bench-fuzz-XXXXXX");
	(void)snprintf(m->program, sizeof(m->program), "build/fuzz/%s/bin/fuzz_%s", ways[way].tree, surface);
	if (access(m->program, X_OK) != 0) {
		complain(ret_why, "%s: %s; make fuzz-engines builds it", m->program, strerror(errno));
		return RESULT_NOT_FOUND;
	}
	if (mkdtemp(m->folder) == NULL) {
		complain(ret_why, "%s: %s", m->folder, strerror(errno));
		return RESULT_IO;
	}
	if (strcmp(surface, "empty") == 0)
		(void)snprintf(m->seeds, sizeof(m->seeds), "%s/in", m->folder);
	else
		(void)snprintf(m->seeds, sizeof(m->seeds), "corpora/%s/seeds", surface);
	(void)snprintf(m->log, sizeof(m->log), "%s/log", m->folder);
	(void)snprintf(m->corpus, sizeof(m->corpus), "%s/corpus", m->folder);
	(void)snprintf(m->artifacts, sizeof(m->artifacts), "-artifact_prefix=%s/", m->folder);
	return RESULT_OK;
}

/* The empty surface has no stored seeds. */
static enum result make_folders(const struct measuring *m)
{
	static const uint8_t seed[2];
	char path[2 * ROOM];

	if (mkdir(m->corpus, 0755) != 0)
		return RESULT_IO;
	if (strncmp(m->seeds, "corpora/", 8) == 0)
		return RESULT_OK;
	(void)snprintf(path, sizeof(path), "%s/nothing", m->seeds);
	return mkdir(m->seeds, 0755) == 0 ? file_store(path, BYTES_OF(seed), 0644) : RESULT_IO;
}

static enum result run_libfuzzer(struct measuring *m, bool repaired, unsigned int seconds)
{
	const char *argv[] = { m->program, m->time, m->artifacts, "-print_final_stats=1", "-entropic_scale_per_exec_time=1", m->corpus, m->seeds, NULL };
	const char *environment[] = { repaired ? "ASSAY_FUZZ_MODE=repaired" : "ASSAY_FUZZ_MODE=raw", NULL };
	const struct process_order order = { argv, environment, m->log };
	bool in_time;
	int status;

	(void)snprintf(m->time, sizeof(m->time), "-max_total_time=%u", seconds);
	return process_run(&order, seconds * UINT64_C(1000) + SPARE_MS, &status, &in_time);
}

static enum result run_afl(struct measuring *m, unsigned int seconds)
{
	const char *argv[] = { "afl-fuzz", "-i", m->seeds, "-o", m->corpus, "-V", m->time, "-m", "none", "-t", "5000", m->program, NULL };
	const char *environment[] = { "AFL_NO_UI=1", "AFL_SKIP_CPUFREQ=1", "AFL_NO_AFFINITY=1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1", NULL };
	const struct process_order order = { argv, environment, m->log };
	bool in_time;
	int status;

	(void)snprintf(m->time, sizeof(m->time), "%u", seconds);
	return process_run(&order, seconds * UINT64_C(1000) + SPARE_MS, &status, &in_time);
}

static uint64_t executions_told(const struct measuring *m, enum rate_way way)
{
	struct engine_counts counts = { 0 };
	char path[2 * ROOM];
	struct buffer content;
	struct bytes rest;

	(void)snprintf(path, sizeof(path), "%s/default/fuzzer_stats", m->corpus);
	if (file_load(way == RATE_AFL ? path : m->log, LOG_MAX, &content) != RESULT_OK)
		return 0;
	rest = bytes_of_buffer(content);
	if (way == RATE_AFL)
		(void)engine_output_afl_stats(rest, &counts);
	while (way != RATE_AFL && rest.len > 0)
		engine_output_libfuzzer(said_cut(&rest), &counts);
	free(content.at);
	return counts.executions;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

enum result rate_measure(const char *surface, enum rate_way way, unsigned int seconds, struct rate *ret_rate, struct complaint *ret_why)
{
	struct measuring m;
	enum result result = prepare(surface, way, &m, ret_why);
	double before = processor_seconds();
	struct rate rate = { 0 };

	if (result != RESULT_OK)
		return result;
	result = make_folders(&m);
	if (result == RESULT_OK)
		result = way == RATE_AFL ? run_afl(&m, seconds) : run_libfuzzer(&m, way == RATE_REPAIRED, seconds);
	rate.executions = executions_told(&m, way);
	rate.per_second = (double)rate.executions / (processor_seconds() - before + 1e-9);
	if (result != RESULT_OK || rate.executions == 0) {
		complain(ret_why, "%s %s: nothing was executed; its words are in %s", surface, ways[way].name, m.log);
		return RESULT_IO;
	}
	(void)nftw(m.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	*ret_rate = rate;
	return RESULT_OK;
}
