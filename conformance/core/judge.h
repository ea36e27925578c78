/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JUDGE_H
#define CORE_JUDGE_H

/*
 * Decides from a transcript alone: no device, no key, no clock, no other file.
 *
 * The checks of this suite are run over the records; what they ask must be what was asked. A
 * record that differs, is missing or is surplus makes the transcript invalid and yields no verdict
 * at all. The result is the same bytes on every machine.
 */

#include "conformance/core/run_plan.h"

struct judge_order {
	struct check_set set;
	const char *suite; /* digest that the transcript must have been made with */
};

/* The suite that this program was built from. */
struct judge_order judge_suite(void);

/*
 * The verdicts as a new object (schema 1: see the suite's contract in reports). RESULT_REFUSED for
 * a transcript of another suite, RESULT_MALFORMED for an invalid one; *ret_why says why.
 */
enum result judge_transcript(const struct judge_order *order, struct bytes transcript, json_t **ret_verdicts,
			     struct complaint *ret_why) MUST_CHECK;

#endif
