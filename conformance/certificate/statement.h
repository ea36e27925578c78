/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_STATEMENT_H
#define CERTIFICATE_STATEMENT_H

/*
 * What a certificate says: an in-toto statement about a device, made from a report and
 * nothing else, so that whoever re-judges the transcript can make it again.
 *
 * The subject is the firmware by its digests. Validity runs from the day of issue: 12 months
 * for components, no level and Bronze, 18 for Silver, 24 for Gold and Platinum. A practice
 * statement carries that word in its type of run.
 * Source: in-toto attestation framework, statement v1.
 */

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

#include "conformance/certificate/ledger.h"
#include "conformance/core/report_forms.h"

#define STATEMENT_TYPE "https://in-toto.io/Statement/v1"
#define STATEMENT_PREDICATE "urn:assay:certificate:1"

struct statement_facts {
	const char *lab;               /* its name */
	bool practice;                 /* the lab's, or the run's */
	const char *transcript_sha256; /* hexadecimal */
	const char *report_sha256;
	const char *verdicts_sha256;   /* of the judge's answer, byte for byte */
	char form_sha256[REPORT_FORM_COUNT][65]; /* of the report's page and JUnit */
	uint64_t repeats;              /* checks that were made again after the run was killed, each time counted */
	struct ledger_place place;
	time_t issued;
};

/* A new statement; NULL if the report lacks a field that a statement needs, or names firmware by what is no SHA-256. */
json_t *statement_build(const json_t *report, const struct statement_facts *facts);

/* How many months a statement of this level ("none", "component", "bronze", ...) holds. */
int statement_months(const char *level);

/* Is there no subject, or is each named by a SHA-256 in hexadecimal? */
bool statement_subjects_hold(const json_t *statement);

/* Is day within [issued, expires] of the statement? Malformed dates are not. */
bool statement_is_current(const json_t *statement, time_t day);

#endif
