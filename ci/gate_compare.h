/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_GATE_COMPARE_H
#define CI_GATE_COMPARE_H

/*
 * What got worse between a baseline and a report.
 *
 * Each reason is {kind, subject, says}. What was as bad in the baseline is not a reason, for it
 * was accepted there; what got better never is. The kinds, in the order in which they come:
 *   new-fail, new-error, new-not-run, new-inconclusive, incomplete,
 *   lost-requirement, lost-check, changed-weight, lower-property, lower-level,
 *   no-detection, missed-defect, lost-defect
 */

#include <jansson.h>

/* A new array, empty when nothing got worse. detection is NULL if there is none. */
json_t *gate_compare(const json_t *baseline, const json_t *report, const json_t *detection);

/* NULL if both are about one target and profile, else what differs, for people. */
const char *gate_other_target(const json_t *baseline, const json_t *report);

#endif
