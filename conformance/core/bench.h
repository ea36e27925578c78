/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_H
#define CORE_BENCH_H

/*
 * The bench: what stands between a check and its observations.
 *
 * One bench is one unit in one lane. It lives through all checks of the lane; what belongs to
 * the check that runs (verdict, images, memory) is its `now`, shared with other(b). Everything
 * here follows from the seed and the answers of the witness alone, so the judge, with a
 * replayer as witness, arrives where the run arrived.
 *
 * Call order: bench_init() for each unit, then for each check bench_begin_check(), the check's
 * run(), bench_end_check(); bench_release() at the end.
 */

#include "conformance/check_boot.h"
#include "conformance/core/bench_facts.h"
#include "conformance/core/bench_state.h"
#include "conformance/core/witness.h"
#include "conformance/suite.h"

struct bench {
	struct witness *witness;         /* changes when a resumed run goes on live */
	const struct bench_facts *facts; /* borrowed */
	const struct seed *seed;         /* borrowed */
	unsigned int number;             /* of the unit */
	struct bench_case *now;
	struct bench *other;
	struct bench_unit unit;
	bool cut_armed, fault_armed;
	uint64_t asked_ms; /* that answers took so far, as recorded: the bench's only clock */
	uint32_t ran; /* handle of the image of `now` that was seen running last; 0: none */
};

void bench_init(struct bench *b, const struct bench_facts *facts, const struct seed *seed, unsigned int number);

/* A killed run goes on: what was known of the unit's present state is known no more. */
void bench_forget_state(struct bench *b);

/* How a check ended. Texts are the bench's, until the next check begins. */
struct bench_outcome {
	enum verdict verdict;
	const char *says;
	enum evidence evidence;
};

/*
 * Begins a check on b (and its other): decides at once if it cannot be run, else brings the unit
 * to a known state. now must outlive the check and is released by bench_case_release().
 */
void bench_begin_check(struct bench *b, struct bench_case *now, const struct check_entry *entry, unsigned int attempt);
struct bench_outcome bench_end_check(struct bench *b);
/* Brings the unit to what the check wants to begin with; decides the verdict if that cannot be had. */
void bench_prepare(struct bench *b, enum firmware firmware);
/* After a check that would pass: does the unit still live? Else the check fails. */
void bench_prove_alive(struct bench *b);
void bench_case_release(struct bench_case *now);

/* -- for the verbs -- */
/* Is there nothing more to ask in this check? */
bool bench_is_silent(const struct bench *b);
/* Decides the verdict, once. The format tells what was seen; says may be NULL. */
void bench_decide(struct bench *b, enum verdict verdict, const char *says, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* given_* and must_*: met, or what was seen instead. */
enum bench_word { WORD_GIVEN, WORD_MUST };
void bench_expect(struct bench *b, enum bench_word word, const char *says, const char *seen_instead);

/* Memory of the check; never NULL: out of memory ends the program. Zeroed. */
void *bench_memory(struct bench *b, size_t len);
struct bytes bench_keep(struct bench *b, struct bytes bytes);
const char *bench_keep_text(struct bench *b, const char *text); /* NULL stays NULL */

bool bench_can(const struct bench *b, const char *capability);

#endif
