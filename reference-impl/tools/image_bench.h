/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_IMAGE_BENCH_H
#define TOOLS_IMAGE_BENCH_H

/*
 * How much of the speed of the bare cryptography is left when an image is verified.
 *
 * No verifier can do without one hash over the same bytes and one signature: that is the
 * first job; parsing and verifying the image is the second.
 */

#include "reference-impl/tools/stopwatch.h"

enum { IMAGE_BENCH_PAYLOAD_LEN = 1 << 20 };

/* Compares the two on a fresh image of IMAGE_BENCH_PAYLOAD_LEN bytes. */
enum result image_bench(size_t rounds, struct stopwatch_times *ret_times) MUST_CHECK;

#endif
