/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_FIXTURE_H
#define REPORTS_REPORT_FIXTURE_H

/*
 * A small report for tests, made by hand: two properties with requirements, one of them with
 * debt; every text that a device could have chosen is an attack on what shows it.
 */

#include <jansson.h>

#include "reports/report_store.h"

#define FIXTURE_HOSTILE "<script>alert('x')</script> & \"quoted\" \x1b[2J\xe2\x80\xae"

/* A new report: everything checked passes. */
json_t *report_fixture(void);

/* Borrowed; NULL if there is none of that slug. */
json_t *report_fixture_requirement(json_t *report, const char *slug);

/* Gives the first check of a requirement, and the requirement, this verdict and reason. */
void report_fixture_judge(json_t *report, const char *slug, const char *verdict, const char *says);

/* What a writer writes, to be freed. */
char *report_fixture_written(const json_t *report, report_writer *write);

#endif
