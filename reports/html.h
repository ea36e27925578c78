/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

/*
 * The parts of the HTML report, in the order in which they stand on the page, and the one way in
 * which they write: html_put() escapes every text it is given, so that no part can forget to.
 */

#include <jansson.h>
#include <stdio.h>

/* As printf with %s (escaped) and %lld alone; everything else stands as it is, %% for one %. */
__attribute__((format(printf, 2, 3))) void html_put(FILE *out, const char *pattern, ...);

/* 7250 as 72.50. */
void html_put_hundredths(FILE *out, long long hundredths);

/* A verdict as a coloured word; "" is debt. */
void html_put_verdict(FILE *out, const char *verdict);

/* Heading, seal, and the three figures. */
void html_summary(const json_t *report, FILE *out);

/* What broke, with reason and remedy; nothing if nothing did. */
void html_failures(const json_t *report, FILE *out);

/* The radar of the seven properties and their bars. */
void html_properties(const json_t *report, FILE *out);
void html_radar(const json_t *properties, FILE *out);

void html_gates(const json_t *report, FILE *out);

/* Every requirement with its checks, evidence and detection power. */
void html_requirements(const json_t *report, FILE *out);

/* What earned points without a measurement. */
void html_unmeasured(const json_t *report, FILE *out);

/* Clauses of other schemes, scheme by scheme. */
void html_crosswalk(const json_t *report, FILE *out);

/* Digests, the commands that check the run again, and what the report is not. */
void html_recheck(const json_t *report, FILE *out);

#endif
