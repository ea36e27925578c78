/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_CBOR_BENCH_H
#define TOOLS_CBOR_BENCH_H

/*
 * How fast an attestation token's claims are read, beside somebody else's decoder over the same bytes.
 *
 * Ours checks all of them under the tolerant rule and then takes every claim; the other one decodes.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/tools/stopwatch.h"

enum { CBOR_BENCH_REPEATS = 200 }; /* times a job works within one turn */

/* Decodes the bytes once. */
typedef enum result cbor_bench_peer(struct bytes claims);

/* Compares the peer (first) with the reader (second); *ret_len is that of the claims. */
enum result cbor_bench(cbor_bench_peer *peer, size_t rounds, struct stopwatch_times *ret_times, size_t *ret_len) MUST_CHECK;

#endif
