/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_RATE_H
#define BENCH_RATE_H

/*
 * How many inputs an engine runs through a surface: counted by the engine itself, over the processor
 * time that it and the surface took, so that other work on the machine counts little.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum rate_way { RATE_RAW, RATE_REPAIRED, RATE_AFL, RATE_WAYS };

struct rate {
	uint64_t executions;
	double per_second; /* of processor time */
};

/* "libfuzzer raw", ... */
const char *rate_way_name(enum rate_way way);

/* Runs it for so many seconds in a folder of its own below /tmp. RESULT_IO or RESULT_NOT_FOUND (not built) fill *ret_why. */
enum result rate_measure(const char *surface, enum rate_way way, unsigned int seconds, struct rate *ret_rate,
			 struct complaint *ret_why) MUST_CHECK;

/*
 * Measures the empty surface and all that have seeds, each in all ways, and prints a line for each.
 * False if something could not be measured.
 */
bool rate_print_all(unsigned int seconds);

#endif
