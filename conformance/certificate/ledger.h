/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_LEDGER_H
#define CERTIFICATE_LEDGER_H

/*
 * The lab's book of runs: one line before each run and one after it, appended, synced and
 * chained by hash, so that a lucky run cannot be picked out of many that nobody heard of.
 *
 * DIR/ledger.jsonl holds canonical JSON lines; `prev` is the SHA-256 of the line before
 * (64 zeros in the first). A line that was begun and never ended is an abandoned run. A
 * ledger whose chain does not hold is refused: it is never mended here.
 *
 * DIR/ledger.head says how many lines there are and the hash of the last, replaced whole after
 * each append: a ledger that is shorter, or another, is refused. Each certificate names its line
 * and the hash before it, and ledger_knows() asks for that. Limit: whoever may write the folder can
 * write both files anew; then only certificates that are out of the house tell.
 */

#include <jansson.h>
#include <stdint.h>

#include "reference-impl/base/result.h"

struct ledger_place {
	uint64_t number;      /* of the line that began the run, from 1 */
	uint64_t runs_before; /* runs of the same target begun earlier, abandoned ones included */
	uint64_t abandoned;   /* of these, those that were never ended */
	char outcome[16];     /* of the line that ended the run first; "" if none did */
	char transcript[65];  /* SHA-256 that it names; "" if none */
	char before[65];      /* SHA-256 of the line before the one that began the run */
};

/* Why the ledger was refused, for people. */
struct ledger_complaint {
	char says[384];
};

/* Appends the line of a run that is about to start. RESULT_IO, RESULT_MALFORMED (chain broken) or RESULT_BUSY. */
enum result ledger_begin(const char *dir, const char *target, const char *run, struct ledger_place *ret_place,
			 struct ledger_complaint *ret_complaint) MUST_CHECK;

/* Appends the line of a run that is over; outcome is a word ("complete", "incomplete"), transcript its SHA-256 or "". */
enum result ledger_end(const char *dir, uint64_t number, const char *outcome, const char *transcript,
		       struct ledger_complaint *ret_complaint) MUST_CHECK;

/* Finds the place of run again, for the signer. RESULT_NOT_FOUND if it was never begun. */
enum result ledger_find(const char *dir, const char *target, const char *run, struct ledger_place *ret_place,
			struct ledger_complaint *ret_complaint) MUST_CHECK;

/*
 * Is there still a line `number` that began `run`, with this hash before it? RESULT_REFUSED if the ledger is
 * shorter or holds something else there; RESULT_NOT_FOUND if there is no ledger.
 */
enum result ledger_knows(const char *dir, const char *run, uint64_t number, const char *before,
			 struct ledger_complaint *ret_complaint) MUST_CHECK;

#endif
