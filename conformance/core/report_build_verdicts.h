/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_REPORT_BUILD_VERDICTS_H
#define CORE_REPORT_BUILD_VERDICTS_H

/*
 * The judge's answer and the detection rows, as scoring and the report need them.
 * Texts are borrowed from the JSON they were read from.
 */

#include <jansson.h>

#include "conformance/scoring/score.h"
#include "reference-impl/base/result.h"

struct judged_check {
	const char *name, *says;
	const json_t *records; /* [first, last]; NULL if there are none */
	const json_t *notes;   /* what it counted on the way, a list of texts; NULL if nothing */
	bool repeated;         /* it was cut off, and made again when the run was resumed */
};

/* One entry a check, in the judge's order; `verdicts` are the same checks for scoring. */
struct judged {
	struct judged_check *checks;
	struct check_verdict *verdicts;
	size_t count;
};

/* RESULT_MALFORMED if a field is missing, of another type or not a known word. Release it. */
enum result judged_read(const json_t *answer, struct judged *ret_judged) MUST_CHECK;
void judged_release(struct judged *judged);

/*
 * Adds as not-run each check of this suite that asks for a requirement of the profile and that the
 * answer leaves out: silence about a check must not look like a requirement without one.
 */
void judged_add_missing(struct judged *judged, const struct profile *profile);

/*
 * {caught, seeded}: the defects that a check of this requirement must catch, and those it caught;
 * json null if `detection` is NULL or was made with another suite than `digest`.
 */
json_t *detection_of(const json_t *detection, const char *digest, const char *slug, const struct judged *judged);

#endif
