/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_GATE_FILE_H
#define CI_GATE_FILE_H

/*
 * The files that the gate reads besides the report, and the one that it writes.
 *
 * ci/baseline.json is a report without its run, plus the detection rows and why each accepted
 * step was accepted:
 *   {..., "detection": [{"defect", "seen_by", "caught"}...], "accepted": [{"reason", "suite"}...]}
 * build/detection.json is what `assay prove` writes:
 *   {"suite": digest, "defects": [{"defect", "seen_by", "says", "caught", "others", "seconds"}...]}
 */

#include <jansson.h>
#include <stdbool.h>

#include "reports/report_file.h"

/*
 * A baseline, new in *ret_baseline. RESULT_NOT_FOUND if there is none, RESULT_UNSUPPORTED if it is
 * of a newer schema, else as report_load(); each with file and way out in *ret_complaint.
 */
enum result gate_baseline_load(const char *path, json_t **ret_baseline, struct report_complaint *ret_complaint) MUST_CHECK;

/* As above; RESULT_NOT_FOUND if there is no file. */
enum result gate_detection_load(const char *path, json_t **ret_detection, struct report_complaint *ret_complaint) MUST_CHECK;

/*
 * A new baseline from a report. Rows come from `detection` if it is of the report's suite, else
 * from `before`; reasons are those of `before` (NULL: none) and this one. NULL if the reason is no text.
 */
json_t *gate_baseline_made(const json_t *report, const json_t *detection, const json_t *before, const char *reason);

/* Writes it, sorted and one field a line, so that a change can be read; whole or not at all. */
enum result gate_baseline_store(const char *path, const json_t *baseline) MUST_CHECK;

/* Is the detection of the suite that wrote the report? */
bool gate_detection_fits(const json_t *detection, const json_t *report);

#endif
