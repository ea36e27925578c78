/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_STORE_H
#define REPORTS_REPORT_STORE_H

/*
 * A form of the report as a file: whole or not there. It is written beside its place under a
 * temporary name and renamed, so that a reader never meets half of it.
 */

#include <jansson.h>
#include <stdio.h>

#include "reference-impl/base/result.h"

/* One of report.h, or report_write_json(). */
typedef enum result report_writer(const json_t *report, FILE *out);

/* RESULT_IO with errno set; what was at path before is then still there. */
enum result report_store(const json_t *report, const char *path, report_writer *write) MUST_CHECK;

#endif
