/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_CBOR_BENCH_H
#define TOOLS_CBOR_BENCH_H

/*
 * How fast an attestation token's claims are read, beside somebody else's decoder over the same bytes.
 *
 * The other one decodes: it finds each item's place and length, and makes a tree of them. Ours checks
 * the same and more under the tolerant rule, and needs no tree; or checks and then takes every claim.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/tools/stopwatch.h"

enum { CBOR_BENCH_REPEATS = 200 }; /* times a job works within one turn */

/* Decodes the bytes once. */
typedef enum result cbor_bench_peer(struct bytes claims);

/* Compares the peer with the reader at both kinds of work, in `rounds` turns, and prints a line for each. */
enum result cbor_bench(cbor_bench_peer *peer, size_t rounds) MUST_CHECK;

#endif
