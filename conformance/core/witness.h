/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_WITNESS_H
#define CORE_WITNESS_H

/*
 * Where a bench gets its observations from.
 *
 * The recorder asks a device and writes down what came; the replayer reads it back in the
 * judge. Beside the methods of the protocol both know what the suite itself makes and what
 * ends a check from outside:
 *   suite.sign {digest, key} -> {signature}     a signature is made once and replayed
 *   suite.credential {name, secret, spki} -> {blob, secret}   the same for a credential to activate
 *   suite.stop {} -> {why}                      the run was interrupted or out of time
 *   suite.timeout {} -> {why}                   this check was out of time
 *   suite.resume {} -> {why}                    the run was killed here and continued: the check is repeated
 * The last three are never asked for: they stand where the next answer would have stood, and
 * every question from there on is answered ANSWER_BROKEN without being asked.
 */

#include <stdbool.h>

#include "conformance/core/link.h"
#include "conformance/core/seed.h"

enum witness_end {
	WITNESS_GOES_ON,
	WITNESS_TIMEOUT, /* until the next check is entered */
	WITNESS_RESUMED, /* until the check is entered again */
	WITNESS_STOPPED,
	WITNESS_INVALID /* the transcript does not hold what is asked for */
};

enum { WITNESS_WHY_LEN = 512 };

struct witness {
	struct link link;
	enum witness_end ended;
	char why[WITNESS_WHY_LEN];
	uint64_t first, last; /* records of the check that was entered last; 0, 0: none yet */
	void *context;
	/* Records from here on belong to this check. */
	void (*enter)(void *context, const char *check);
};

/* "given", ... "suite.stop" and its kin as the words that stand in records. */
#define WITNESS_SIGN "suite.sign"
#define WITNESS_CREDENTIAL "suite.credential"
#define WITNESS_STOP "suite.stop"
#define WITNESS_TIMED_OUT "suite.timeout"
#define WITNESS_RESUME "suite.resume"

#endif
