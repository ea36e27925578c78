/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_VERIFY_H
#define CERTIFICATE_VERIFY_H

/*
 * Is this certificate what it says it is, years later and by somebody else?
 *
 * Two answers. Authentic: the envelope is signed by a signer whose chain ends in a root that
 * was trusted from outside the bundle, transcript, report and its forms are those it names, it holds
 * today, and one's own lab still has its line in the ledger; any version of the suite can tell. Re-judged: the same suite decides the transcript to the
 * same verdict bytes, and the report follows from them; another version says which it needs.
 */

#include <stdbool.h>
#include <time.h>

#include "conformance/certificate/bundle.h"

enum verify_answer { VERIFY_GOOD, VERIFY_REFUSED, VERIFY_NEEDS_SUITE };

struct verify_result {
	enum verify_answer authentic, rejudged;
	char authentic_says[768], rejudged_says[768];
	char noted[768]; /* of an authentic one: what its reader should know of the run; else "" */
};

struct verify_order {
	const char *dir;
	const char *trust; /* PEM file of roots */
	const char *lab;   /* folder of the lab whose root is trusted, to look into its ledger; NULL: not at hand */
	time_t today;
	bool authentic_only;
};

/* Fills both answers, always. */
void verify_bundle(const struct verify_order *order, struct verify_result *ret_result);

/* The program: assay-verify DIR [--trust FILE] [--authentic-only] [--json]. Returns its exit code. */
int verify_main(int argc, char **argv);

#endif
