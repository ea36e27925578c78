/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_ORDER_H
#define CORE_BENCH_ORDER_H

/*
 * Is an image of the kit what was ordered?
 *
 * A refusal says something of the device only if the image was refused for the one thing that is
 * wrong with it. So the suite's own reader looks at each image: digest and signature hold under
 * the key that it names, the security version is the one that was ordered, an unsigned one bears
 * no signature. And each that was not seen running is compared with one that was: they differ
 * in what was ordered and in nothing else, payload included.
 */

#include "conformance/core/bench.h"

/* A kit's image as it comes; decides `error` if it is not what was ordered. */
void bench_order_look(struct bench *b, struct bench_image *image);

/*
 * At the end of a check that would pass: `error` for an image that differs from its twin in more
 * than was ordered, `inconclusive` if no twin was seen running.
 */
void bench_orders_prove(struct bench *b);

#endif
