/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_BENCH_CERTIFY_H
#define CI_BENCH_CERTIFY_H

/*
 * What a whole certification of the reference device takes: time, memory of the suite's own
 * programs, and time of each power cut, from one run in a lab of its own.
 */

#include <stddef.h>

#include "reference-impl/base/result.h"

struct bench_certify {
	size_t checks, passed;
	double certify_s, judge_s;
	double certify_mb, judge_mb; /* the most that was resident */
	size_t cuts;
	double cut_ms; /* of each, all that belongs to it included */
	char says[640]; /* why it failed */
};

/* Takes as long as `assay certify reference`. RESULT_REFUSED: it ran, and a check did not pass. */
enum result bench_certify_measure(struct bench_certify *ret_bench) MUST_CHECK;

#endif
