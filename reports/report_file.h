/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_FILE_H
#define REPORTS_REPORT_FILE_H

/*
 * Reads report.json. Whoever wrote it is not trusted: size and depth are bounded, and the whole is
 * held against reports/report.schema.json, so that the writers can rely on its shape. Its
 * texts stay hostile; the writers escape them.
 */

#include <jansson.h>
#include <stdio.h>

#include "reference-impl/base/result.h"

enum { REPORT_MAX_LEN = 64 * 1024 * 1024, REPORT_COMPLAINT_LEN = 1024, REPORT_SCHEMA_VERSION = 1 };

/* Why a file was refused: file, place and way out, on one line. */
struct report_complaint {
	char says[REPORT_COMPLAINT_LEN];
};

/* A JSON object from a file, bounded, without duplicate keys; RESULT_MALFORMED, RESULT_IO, RESULT_TOO_LARGE. */
enum result report_json_load(const char *path, json_t **ret_object, struct report_complaint *ret_complaint) MUST_CHECK;

/* As above and a report; RESULT_UNSUPPORTED if it is of a newer schema. */
enum result report_load(const char *path, json_t **ret_report, struct report_complaint *ret_complaint) MUST_CHECK;

/* Does a value in memory have the shape of a report? */
enum result report_holds(const json_t *report, struct report_complaint *ret_complaint) MUST_CHECK;

/* Sorted keys, no spaces, one newline at the end. */
enum result report_write_json(const json_t *report, FILE *out) MUST_CHECK;

#endif
