/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_ENGINE_OUTPUT_H
#define CAMPAIGN_ENGINE_OUTPUT_H

/*
 * What engines tell about their work, read from their words alone.
 *
 *   libFuzzer   #4096 pulse cov: 301 ft: 900 corp: 80/12Kb lim: 128 exec/s: 2048 rss: 50Mb
 *               stat::number_of_executed_units: 69986
 *   AFL++       fuzzer_stats (`name : value` a line), written each minute and at the end
 *               plot_data (comma-separated, its columns named in the first line), not more often
 *               Fuzzing test case #5 (87 total, 0 crashes saved, perf_score=300, ...
 *               queue/id:000129,src:000025,time:29876,execs:188012,op:havoc,rep:2
 *
 * What can't be read changes nothing; a figure that was not seen stays as it was.
 */

#include "reference-impl/base/bytes.h"

struct engine_counts {
	uint64_t executions;
	uint64_t edges;  /* covered; the two engines count different things */
	uint64_t corpus; /* inputs kept for what they reached */
	uint64_t failing; /* inputs kept because they failed, as far as the engine counts them */
};

/* One line of libFuzzer's standard error. */
void engine_output_libfuzzer(struct bytes line, struct engine_counts *counts);

/* The whole of AFL++'s fuzzer_stats. False if it tells no number of executions. */
bool engine_output_afl_stats(struct bytes text, struct engine_counts *counts);

/* The whole, or first line and end, of AFL++'s plot_data: its last complete line counts. */
void engine_output_afl_plot(struct bytes text, struct engine_counts *counts);

/* One line of what afl-fuzz prints. */
void engine_output_afl_line(struct bytes line, struct engine_counts *counts);

/* The name of an input in AFL++'s queue, which tells how many executions there were before it. */
void engine_output_afl_queued(struct bytes name, struct engine_counts *counts);

/*
 * Is this a dictionary line that both engines take: "token" or name="token", of printable bytes,
 * with the escapes \\ \" \xNN and at most 128 bytes of token? Comments and empty lines are not.
 */
bool engine_output_is_token(struct bytes line);

#endif
