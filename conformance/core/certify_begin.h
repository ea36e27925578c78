/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_BEGIN_H
#define CORE_CERTIFY_BEGIN_H

/*
 * One certification under way, and its first step: a new run with its folder, seed and line in
 * the ledger, or a killed one taken up again.
 */

#include "conformance/core/certify.h"
#include "conformance/core/certify_folder.h"
#include "conformance/core/run.h"

struct certifying {
	const struct certify_options *options;
	const struct certify_book *book;
	const volatile sig_atomic_t *interrupted;
	struct certify_folder folder;
	struct target target;
	bool has_target;
	struct seed seed;
	json_t *resume; /* {"id", "jobs", "number", "practice_because", "schema", "seed", "selected", "started", "target"} */
	struct run_result result;
	struct complaint why;
};

/* RESULT_NOT_FOUND: there is no such target, check or killed run; c->why says so. */
enum result certify_begin(struct certifying *c) MUST_CHECK;

/* A text of c->resume, or NULL. */
const char *certify_text(const struct certifying *c, const char *member);

#endif
