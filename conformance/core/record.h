/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

/*
 * The witness of a run: asks the planes, writes every answer into the transcript, and only
 * then lets the bench see it. Limits and interrupts become records here, so that the judge
 * stops where the run stopped.
 */

#include <signal.h>

#include "conformance/core/transcript.h"
#include "conformance/core/witness.h"

struct recorder {
	struct witness witness;
	struct link planes;
	struct transcript *transcript; /* borrowed; may be shared with other lanes */
	const struct seed *seed;       /* borrowed */
	unsigned int lane;
	uint64_t check_limit_ms, run_limit_ms;
	const volatile sig_atomic_t *interrupted; /* NULL: nobody interrupts */
	const char *check;
	uint64_t check_began_ms;
};

/* Sets the witness up; the other fields are filled by the caller before. */
void recorder_init(struct recorder *recorder);

/* Writes down that the run was killed in the check that was entered and is continued now. */
void recorder_mark_resumed(struct recorder *recorder);

#endif
