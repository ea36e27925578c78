/* SPDX-License-Identifier: Apache-2.0 */
/* libFuzzer: the surface's program is the engine. */
#include <signal.h>
#include <stdio.h>

#include "harnesses/campaign/pair.h"

enum { WORD_LEN = PLACES_PATH_LEN + 32 };

static enum result start(const struct pair *pair, uint64_t left_ms, struct process *ret_process)
{
	char time[WORD_LEN], seed[WORD_LEN], prefix[WORD_LEN], dictionary[WORD_LEN], max_len[WORD_LEN], corpus[WORD_LEN];
	static const char *const environment[] = { "UBSAN_OPTIONS=print_stacktrace=1", NULL };
	const char *argv[PROCESS_WORDS_MAX] = { pair->program, time, seed, prefix,
		"-rss_limit_mb=2560", "-timeout=25", "-print_final_stats=1" };
	struct process_order order = { .argv = argv, .environment = environment, .log = pair->log };
	size_t count = 7;

	(void)snprintf(time, sizeof(time), "-max_total_time=%llu", (unsigned long long)(left_ms + 999) / 1000);
	(void)snprintf(seed, sizeof(seed), "-seed=%lu", (unsigned long)plan_seed(pair->seed, pair->index, pair->starts));
	(void)snprintf(prefix, sizeof(prefix), "-artifact_prefix=%s/artifacts/", pair->folder);
	(void)snprintf(dictionary, sizeof(dictionary), "-dict=%s", pair->dictionary);
	(void)snprintf(max_len, sizeof(max_len), "-max_len=%llu", (unsigned long long)pair->max_len);
	(void)snprintf(corpus, sizeof(corpus), "%s/corpus", pair->folder);
	if (pair->dictionary[0] != '\0')
		argv[count++] = dictionary;
	if (pair->max_len > 0)
		argv[count++] = max_len;
	argv[count++] = corpus;
	argv[count++] = pair->input;
	argv[count] = NULL;
	return process_start(&order, ret_process);
}

static void look(struct pair *pair)
{
	pair_read_log(pair, engine_output_libfuzzer);
}

const struct pair_engine pair_libfuzzer = {
	.ends_when_it_finds = true,
	.grace_ms = 30000,
	.end_signal = SIGINT,
	.artifacts = { "artifacts", NULL },
	.start = start,
	.look = look,
};
