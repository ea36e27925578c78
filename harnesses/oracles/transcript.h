/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_TRANSCRIPT_H
#define ORACLES_TRANSCRIPT_H

/*
 * Promises of the transcript that was accepted, and of the judge over it.
 *
 * Chain, blobs and sums are computed again from the text alone; the rest are changes to the
 * text, after which it must not be what it was.
 */

#include "conformance/core/judge.h"
#include "conformance/core/transcript_read.h"
#include "harnesses/oracles/oracle.h"

/* What judge_transcript() gave for a text: verdicts if the result is RESULT_OK, else a reason. */
struct transcript_judged {
	enum result result;
	json_t *verdicts;
	struct complaint why;
};

/* Every line is its own canonical form, without floats, and there is nothing else. */
ORACLE FZ_TRANSCRIPT_001_accepted_is_canonical(struct bytes text);
/* Every line carries its number and the digest of the line before; blobs and the last line are what they say. */
ORACLE FZ_TRANSCRIPT_002_chain_holds(struct bytes text);
/* Whichever byte is changed, it is refused. `at` and `mask` choose. */
ORACLE FZ_TRANSCRIPT_003_edit_is_noticed(struct bytes text, size_t at, uint8_t mask);
/* Cut off anywhere it is not whole; read as cut off it gives the whole lines before the cut, and no others. */
ORACLE FZ_TRANSCRIPT_004_cut_is_noticed(const struct transcript_reading *reading, size_t at);
/* Judging once more gives the answer that it gave, in the same bytes. */
ORACLE FZ_TRANSCRIPT_005_judged_alike_twice(const struct judge_order *order, struct bytes text, const struct transcript_judged *judged);
/* Whatever passes points at observations, made for that check. */
ORACLE FZ_TRANSCRIPT_006_pass_stands_on_records(struct bytes text, const json_t *verdicts);
/*
 * The last observation of a check that passed is taken out and the chain made good again: of a complete
 * run there is no verdict at all then, and of one that says it was cut off that check does not pass.
 */
ORACLE FZ_TRANSCRIPT_007_dropped_record_is_missed(const struct judge_order *order, struct bytes text, const json_t *verdicts);

#endif
