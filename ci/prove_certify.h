/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_CERTIFY_H
#define CI_PROVE_CERTIFY_H

/*
 * One run of `assay certify` against a device that was made for it: fixed seed, a lab of its own, and
 * the programs of an overlay before the built ones. What counts is its report.
 */

#include <jansson.h>

#include "ci/prove_place.h"
#include "conformance/core/complaint.h"

enum { PROVE_CHECKS_MAX = 64 };

struct prove_certify_order {
	const char *target;                   /* a name, or the path of a folder with a target.json */
	const char *checks[PROVE_CHECKS_MAX]; /* NULL-terminated; none: all of the profile */
	const char *overlay;                  /* path of a folder of programs, or NULL */
	const char *folder;                   /* a folder of ours for everything that the run leaves; made anew */
	unsigned int limit_s;
};

/* A check's row in a report. */
struct prove_row {
	const char *verdict; /* "" if the report has no such check */
	char shown[1024];    /* its reason, with its notes */
};

/* A new report, and the processor's time that it took. RESULT_IO if there came none; *ret_why says what came instead. */
enum result prove_certify(const struct prove_place *place, const struct prove_certify_order *order, json_t **ret_report,
			  uint32_t *cpu_ms, struct complaint *ret_why) MUST_CHECK;

struct prove_row prove_row_of(const json_t *report, const char *check);

/* Calls fn for each check of the report that was run. */
void prove_each_check(const json_t *report, void (*fn)(void *context, const char *check, const char *verdict), void *context);

#endif
