/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_ASK_H
#define CORE_BENCH_ASK_H

/*
 * What an answer means for the verdict, once for all methods (certification.md section 2).
 *
 * Given and refused are observations. An error or a broken answer is an error of suite, rig,
 * kit or transport. "Unsupported" fails a check whose profile demands the method and leads to
 * the absence probe otherwise; a rig that is asked for what it has not is the lab's lack.
 */

#include "conformance/core/bench.h"
#include "protocol_calls.h"

/*
 * After a typed call: RESULT_OK if it was given, RESULT_REFUSED if the device or kit said no; all
 * else decides the verdict and is RESULT_IO. A refusing rig decides too. Where nothing was to be
 * given, the result need not be looked at.
 */
enum result bench_settle(struct bench *b, const char *method, const struct answer *answer);

/* The reply to hand to a check, from what bench_settle() said; texts are kept. */
struct reply bench_reply(struct bench *b, enum result settled, const struct answer *answer);

#endif
