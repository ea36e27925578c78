/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_BENCH_BOOT_H
#define CI_BENCH_BOOT_H

/*
 * How much of a boot's time is what no verified boot can do without: one hash over the bytes of
 * each image and one signature each, and one start of each program that it runs.
 *
 * The boot is that of the reference chip from power on until the suite's payload has answered a
 * nonce: the ROM verifies a loader of 5 MB, which verifies the payload.
 */

#include "reference-impl/tools/stopwatch.h"

struct bench_boot {
	struct stopwatch_times times; /* first: the boot, second: what it can't do without */
	char says[640];               /* why it failed */
};

enum result bench_boot_measure(size_t rounds, struct bench_boot *ret_bench) MUST_CHECK;

#endif
