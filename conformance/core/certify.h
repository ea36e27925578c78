/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_H
#define CORE_CERTIFY_H

/*
 * assay-certify: one device, from its target.json to a certificate.
 *
 * A line in the lab's ledger; the run, which writes the transcript; the judge, a process of its
 * own, which decides; the report; the signer, a process of its own. Everything goes into one
 * folder, under a temporary name first.
 */

#include <signal.h>
#include <stdint.h>

#include "conformance/core/complaint.h"
#include "conformance/core/certify_options.h"
#include "reference-impl/base/result.h"

/* The lab's ledger, as the program that joins the two hands it in. */
/* What the ledger says to a run that begins. */
struct certify_booking {
	uint64_t number; /* of its line */
	bool practice;   /* the lab is one for practice, and so is each of its runs */
};

struct certify_book {
	/* A line before the run; makes a practice lab where there is none. Its number, and whether the lab is for practice. */
	enum result (*begin)(const char *target, const char *run, struct certify_booking *ret_booking, struct complaint *ret_why);
	/* A line after it; transcript is its SHA-256, or "". */
	enum result (*end)(uint64_t number, bool complete, const char *transcript, struct complaint *ret_why);
};

enum { CERTIFY_CLEAN = 0, CERTIFY_DEVICE_FAILED = 1, CERTIFY_SUITE_FAILED = 2, CERTIFY_USAGE = 64 };

/* Returns the exit code. *interrupted is looked at before each request. */
int certify(const struct certify_options *options, const struct certify_book *book, const volatile sig_atomic_t *interrupted);

#endif
