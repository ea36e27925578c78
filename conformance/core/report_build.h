/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_REPORT_BUILD_H
#define CORE_REPORT_BUILD_H

/*
 * From the judge's verdicts to the report's model (reports/report.schema.json).
 *
 * The report follows from verdicts and detection alone; what belongs to one run and no other
 * (its id, seed, transcript, places of records) stands under `run`, and nothing else differs
 * between two runs of an unchanged tree. Requirements are those of the profile, each with the
 * text of its file, so that a report can be read without the suite that wrote it.
 */

#include <jansson.h>
#include <stdbool.h>

#include "conformance/scoring/level.h"

/* What the judge cannot know. Without reasons and without practice in the verdicts the run is official. */
struct report_run {
	const char *id;                      /* the name of its folder */
	const char *started;                 /* UTC, "2026-11-20T22:17:00Z" */
	const char *const *practice_because; /* one sentence each: a wall that could not be had, a given seed */
	size_t practice_because_count;
};

/*
 * A new report, or NULL if the verdicts are not the judge's (a field missing or of another type, a
 * profile that this suite does not have). detection is that of `assay prove`, or NULL; that of
 * another suite counts as none.
 */
json_t *report_build(const json_t *verdicts, const json_t *detection, const struct report_run *run);

/* 0: nothing of the device broke; 1: the device; 2: suite, rig or adapter. */
int report_exit(const json_t *report);

/* Is the report's level this one or a higher? */
bool report_reaches(const json_t *report, enum level level);

#endif
