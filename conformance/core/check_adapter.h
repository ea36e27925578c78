/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CHECK_ADAPTER_H
#define CORE_CHECK_ADAPTER_H

/*
 * Tries the port of a chip before a certification does, and says in words what is missing.
 *
 * It asks each method that the profile demands in a harmless way, asks what nobody could answer
 * (a method that does not exist, a unit too many, parameters of the wrong kind), waits for the
 * console, and holds the rig to what it claims. Nothing is judged here: a device that refuses
 * everything may have a perfect port.
 */

#include <stdio.h>

#include "conformance/core/link.h"
#include "conformance/core/target.h"

enum finding_state {
	FINDING_GOOD,
	FINDING_NOTE, /* not wrong, but good to know: a method that the profile does not demand is unsupported */
	FINDING_WRONG
};

enum { FINDINGS_MAX = 128, FINDING_SAYS_LEN = 400 };

struct finding {
	enum finding_state state;
	char subject[64];            /* a method, or what was tried with it */
	char says[FINDING_SAYS_LEN]; /* what was seen */
	const char *fix;             /* the way out; NULL when there is nothing to mend */
	uint64_t ms;
};

struct findings {
	struct finding at[FINDINGS_MAX];
	size_t count;
};

void findings_add(struct findings *findings, enum finding_state state, const char *subject, const struct answer *answer,
		  const char *fix);

/* Asks everything; never fails. */
void check_adapter_ask(const struct target *target, const struct link *link, struct findings *ret_findings);

/* -- parts of it, one file each -- */
void check_adapter_manners(const struct target *target, const struct link *link, struct findings *findings);
void check_adapter_methods(const struct target *target, const struct link *link, struct findings *findings);
void check_adapter_console(const struct target *target, const struct link *link, struct findings *findings);
void check_adapter_claims(const struct link *link, struct findings *findings);

struct check_adapter_order {
	const char *target;  /* name or path */
	const char *log_dir; /* where rig.log, device.log and kit.log go; NULL: not kept */
	bool as_json;
};

/*
 * Loads the target, starts its programs, asks, and writes what was found to `out`, as text or JSON. Returns the exit
 * code: 0 nothing is wrong, 1 the port has faults, 2 it could not be tried, 64 there is no such target (said on stderr).
 */
int check_adapter_run(const struct check_adapter_order *order, FILE *out);

/* `assay check-adapter`, from its command line to its exit code. */
int check_adapter_main(int argc, char **argv);

#endif
