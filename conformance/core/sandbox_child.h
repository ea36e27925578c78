/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_SANDBOX_CHILD_H
#define CORE_SANDBOX_CHILD_H

/*
 * The far side of sandbox_start(): what the forked processes do, and what they report while they do it.
 */

#include "conformance/core/sandbox.h"

enum sandbox_note_kind {
	SANDBOX_NOTE_INIT,    /* number: pid of the init */
	SANDBOX_NOTE_MISSING, /* number: enum sandbox_wall */
	SANDBOX_NOTE_FAILED   /* number: errno; what: the step */
};

/* Fixed size, written whole: less than PIPE_BUF. */
struct sandbox_note {
	enum sandbox_note_kind kind;
	int number;
	char what[56];
};

struct sandbox_child {
	const struct sandbox_order *order;
	int stream, log, notes; /* the child's ends */
};

/* Enters the shared namespaces, starts the init as a child of the runner, and ends. */
_Noreturn void sandbox_child_run(const struct sandbox_child *child);

/* In the calling process's own view of files: opens the way to what the program needs through folders closed to its uid. */
void sandbox_child_reach(const struct sandbox_child *child);

/* Gives the calling process no rights at all beyond a plain user's; notes what fails. */
void sandbox_child_confine(const struct sandbox_child *child);

void sandbox_child_missing(const struct sandbox_child *child, enum sandbox_wall wall);

#endif
