/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_REPORT_H
#define CORE_CERTIFY_REPORT_H

/*
 * From a transcript to the report's files: the judge is asked, the model built and written as
 * report.json, report.html and junit.xml.
 */

#include "conformance/core/certify_folder.h"

struct certify_reporting {
	const struct certify_folder *folder;
	const char *id, *started;
	const json_t *practice_because; /* sentences */
};

/* *ret_report is a new reference. RESULT_MALFORMED: the judge found the transcript invalid. */
enum result certify_report_make(const struct certify_reporting *reporting, json_t **ret_report, struct complaint *ret_why) MUST_CHECK;

#endif
