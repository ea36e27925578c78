/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CERTIFY_PROGRESS_H
#define CORE_CERTIFY_PROGRESS_H

/*
 * How far the run is, on stderr: one line that is written over on a terminal, a line for each
 * check elsewhere. What it shows of a verdict is provisional: the judge decides later.
 */

#include "conformance/core/run_lane.h"

struct certify_progress {
	bool quiet, terminal, colour;
	size_t worst; /* checks so far that are neither pass nor absent */
};

void certify_progress_begin(struct certify_progress *progress, bool quiet);
void certify_progress_row(void *progress, const struct verdict_row *row, size_t done, size_t count);
void certify_progress_end(const struct certify_progress *progress);

#endif
