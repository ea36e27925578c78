/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_ROOTS_H
#define CORE_BENCH_ROOTS_H

/* The roots of target.json as DER, be they PEM or DER in their files. */

#include "conformance/core/bench.h"

size_t bench_roots(struct bench *b, struct bytes ret_roots[BENCH_ROOTS_MAX]);
/* A chain ended in this root: whoever reads the certificate must see whom it trusts with that. */
void bench_root_vouched(struct bench *b, struct bytes der);

#endif
