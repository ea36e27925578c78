/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

/*
 * The report in the forms that people and machines read. All are made from the model alone
 * (report.json, see report.schema.json), so any of them can be made again from it.
 *
 * The report must have passed report_holds() or come from report_load(). Its texts may still be
 * hostile: each writer escapes them for its own form. RESULT_IO if the stream failed.
 */

#include <jansson.h>
#include <stdio.h>

#include "reference-impl/base/result.h"

/* For a terminal or a log; in colour if `out` is a terminal and NO_COLOR is not set. */
enum result report_write_text(const json_t *report, FILE *out) MUST_CHECK;

/* Of that only what it is worth and what did not pass. */
enum result report_write_result(const json_t *report, FILE *out) MUST_CHECK;

/* One self-contained page; nothing is loaded from elsewhere. */
enum result report_write_html(const json_t *report, FILE *out) MUST_CHECK;

/* One suite a property, one case a check; a requirement without a check is skipped, with the reason. */
enum result report_write_junit(const json_t *report, FILE *out) MUST_CHECK;

/* The canonical model itself: report_write_json() in report_file.h. */

#endif
