/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_BENCH_EVIDENCE_H
#define CI_BENCH_EVIDENCE_H

/*
 * From a nonce to a verdict: evidence over a full boot log, written and signed by the root of trust and
 * appraised by the verifier, beside two bare signatures and as many verifications.
 *
 * A device whose key is known needs one signature and one verification. With its certificates it needs five
 * verifications more: the leaf's, three layers', and the device key's own.
 */

#include <stdbool.h>

#include "reference-impl/tools/stopwatch.h"

/* First: evidence and appraisal, second: the bare cryptography. RESULT_REFUSED if the verifier does not affirm. */
enum result bench_evidence(bool has_chain, size_t rounds, struct stopwatch_times *ret_times) MUST_CHECK;

#endif
