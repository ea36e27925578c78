/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_BENCH_MAILBOX_H
#define CI_BENCH_MAILBOX_H

/*
 * What it costs that keys are in another process: a signature that is asked for over the mailbox, beside
 * what no such signature can do without, one bare signature and a round trip of the same sizes
 * between two processes. Half a round trip more is allowed for everything else.
 */

#include "reference-impl/tools/stopwatch.h"

enum { BENCH_MAILBOX_REPEATS = 40 }; /* signatures in one turn */

/* Over `rounds` turns; times are of one turn. First: the mailbox, second: signatures and one and a half round trips each. */
enum result bench_mailbox(size_t rounds, struct stopwatch_times *ret_times) MUST_CHECK;

#endif
