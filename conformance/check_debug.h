/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_DEBUG_H
#define CONFORMANCE_CHECK_DEBUG_H

/*
 * The rig's words for the debug port: a probe at its pins attaches, reads memory of what runs, and halts it.
 *
 * A refusal is what a closed port says. It counts where the same probe was let in by the maker's
 * token in the same check: it is at the right pins then.
 */

#include "conformance/check_boot.h"

struct debug_answer {
	struct reply reply;
	struct bytes seen;
};

struct debug_answer debug_attach(struct bench *b);
/* At "debug_address" of target.json's settings, in hexadecimal, where memory of the suite's payload is; at 0 where it says nothing. */
struct debug_answer debug_read(struct bench *b);
struct debug_answer debug_halt(struct bench *b);

/* The claim: all three are refused, and nothing is seen. */
void must_be_closed_to_probes(struct bench *b, const char *says);

#endif
