/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_FRESH_H
#define CORE_BENCH_FRESH_H

/*
 * Another unit in the place of the one that a check had: nothing that was seen of the old one counts
 * for it, but what the rig can do, and what stays in the report (firmware, roots, units used).
 */

#include "conformance/core/bench.h"

/*
 * Takes a unit out of the rig's stock, powered off; lifecycle: a state before the one in which units are sold, or NULL.
 * RESULT_REFUSED if the rig has none to give; RESULT_IO when nothing was learned, then the verdict may be decided.
 */
enum result bench_take_fresh(struct bench *b, const char *lifecycle) MUST_CHECK;

#endif
