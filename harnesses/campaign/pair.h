/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_PAIR_H
#define CAMPAIGN_PAIR_H

/*
 * One surface under one engine, from its first start to its last figures.
 *
 * Call order: pair_start(); pair_look() again and again until the state is PAIR_DONE; pair_stop()
 * to end it early. libFuzzer ends at the first thing it finds, so it is started anew, on the
 * corpus as it then is, until the time is up; what it then finds again is counted, not kept.
 */

#include "conformance/core/complaint.h"
#include "harnesses/campaign/engine_output.h"
#include "harnesses/campaign/failure.h"
#include "harnesses/campaign/places.h"
#include "harnesses/campaign/process.h"

enum { PAIR_FAILURES_MAX = 64, PAIR_KEPT_OF_ONE = 4, PAIR_INPUT_NAME_LEN = 80 };

enum pair_state { PAIR_WAITING, PAIR_RUNNING, PAIR_DONE };

struct pair_failure {
	struct failure failure;
	unsigned int count, kept_count;
	char kept[PAIR_KEPT_OF_ONE][PAIR_INPUT_NAME_LEN]; /* names of different inputs; libFuzzer names them by content */
};

struct pair {
	struct plan_pair plan;
	size_t index;
	uint64_t seed, time_ms;
	uint64_t max_len; /* of an engine's input, mode byte and all; 0: not known */
	char program[PLACES_PATH_LEN], folder[PLACES_PATH_LEN], input[PLACES_PATH_LEN];
	char dictionary[PLACES_PATH_LEN]; /* "": none */
	char log[PLACES_PATH_LEN];

	enum pair_state state;
	struct process process;
	unsigned int starts;
	bool stopping, interrupted;
	uint64_t started_ms, ended_ms, asked_ms;
	uint64_t looked_ms;    /* when files were last read */
	uint64_t log_read;     /* bytes of the log that were read */
	uint64_t process_from; /* where this process began in it */
	uint64_t before;       /* executions of the processes that ended */
	struct engine_counts counts; /* of this process */
	struct pair_failure failures[PAIR_FAILURES_MAX];
	size_t failure_count;  /* different ones, as far as the engine tells */
	struct complaint problem; /* "": none */
};

/* What differs between engines. */
struct pair_engine {
	const char *needs;  /* a program in PATH, or NULL */
	const char *package; /* that has it */
	bool ends_when_it_finds;
	uint64_t grace_ms; /* beyond its time; libFuzzer tells of an input that hangs after 25 s */
	int end_signal; /* at which it writes its last figures */
	const char *artifacts[2]; /* folders below that of the pair, NULL: none */
	enum result (*start)(const struct pair *pair, uint64_t left_ms, struct process *ret_process) MUST_CHECK;
	void (*look)(struct pair *pair);
};

extern const struct pair_engine pair_libfuzzer, pair_afl;
const struct pair_engine *pair_engine_of(const struct pair *pair);

void pair_start(struct pair *pair);
void pair_look(struct pair *pair);
void pair_stop(struct pair *pair);

uint64_t pair_executions(const struct pair *pair);
uint64_t pair_elapsed_ms(const struct pair *pair);
uint64_t pair_per_second(const struct pair *pair);

/* Reads the new lines of the log with `read`. */
void pair_read_log(struct pair *pair, void (*read)(struct bytes line, struct engine_counts *counts));

#endif
