/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_BUNDLE_H
#define CERTIFICATE_BUNDLE_H

/*
 * The folder that a run leaves behind, as signer and verifier see it: report.json,
 * transcript.jsonl, certificate.json, and the report's other forms. Both ask the judge anew; neither believes the report.
 */

#include <jansson.h>

#include "conformance/core/judge_process.h"
#include "conformance/core/report_forms.h"
#include "reference-impl/base/result.h"

enum { BUNDLE_PATH_MAX = 4096, BUNDLE_REPORT_MAX = 64 * 1024 * 1024, BUNDLE_CERTIFICATE_MAX = 16 * 1024 * 1024 };

struct bundle_complaint {
	char says[768];
};

/* DIR/file; RESULT_TOO_LARGE if it does not fit. */
enum result bundle_path(const char *dir, const char *file, char ret_path[BUNDLE_PATH_MAX]) MUST_CHECK;

/* Loads one of the bundle's JSON files in its canonical form. */
enum result bundle_load(const char *dir, const char *file, size_t max_len, json_t **ret_object,
			struct bundle_complaint *ret_complaint) MUST_CHECK;

/* The SHA-256 of DIR/file, in hexadecimal. */
enum result bundle_sha256(const char *dir, const char *file, char ret_sha256[65], struct bundle_complaint *ret_complaint) MUST_CHECK;

/* Has the judge decide about DIR/transcript.jsonl again. */
enum result bundle_judge(const char *dir, struct judge_answer *ret_answer, struct bundle_complaint *ret_complaint) MUST_CHECK;

/*
 * Is the report what scoring makes of these verdicts, word for word? Only the run's id and start,
 * the reasons for practice and the detection figures are not in them. RESULT_REFUSED and the
 * first difference otherwise.
 */
enum result bundle_report_follows(const json_t *report, const json_t *verdicts, struct bundle_complaint *ret_complaint) MUST_CHECK;

/*
 * Is DIR/report.html the page of this report, and junit.xml its JUnit? RESULT_REFUSED if not; their
 * SHA-256 otherwise, in the order of enum report_form.
 */
enum result bundle_forms_follow(const char *dir, const json_t *report, char ret_sha256[REPORT_FORM_COUNT][65],
				struct bundle_complaint *ret_complaint) MUST_CHECK;

#endif
