/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_DETECTION_H
#define CI_PROVE_DETECTION_H

/*
 * What all the proofs together say about this suite, as build/detection.json has it.
 *
 *   schema 1, suite <digest>, full <bool>
 *   defects  [{defect, class, kind, requirement, eye, seen_by, says, shown, caught, others, seconds, cpu_ms, real}]
 *            a row for each eye; a patch that could not be tried has one row, with seen_by "" and shown
 *   cheats   [{cheat, story, target, earned, says, rows [{check, verdict, shown, lie}], seconds}]
 *   variants [{variant, story, alarms [{check, verdict, shown}], passed, seconds}]
 *   guards   [{guard, clean, says, seconds}]
 *   unproven [checks that nothing makes fail]
 */

#include <jansson.h>
#include <stdbool.h>

#include "ci/prove_place.h"

struct prove_tally {
	size_t defects, defects_caught; /* a defect counts when all its eyes caught it */
	size_t classes, eyes, eyes_caught;
	size_t cheats, cheats_earned;
	size_t variants, variants_alarmed;
	size_t guards, guards_alarmed;
	size_t unproven, slow;
};

/* From the results of prove_pool_run(). A new object. */
json_t *prove_detection(const json_t *results, bool full);

struct prove_tally prove_detection_tally(const json_t *detection);

/* Is there a miss, an alarm, a cheat that earned or, when whole, a check that nothing makes fail? */
bool prove_detection_is_red(const json_t *detection, bool whole);

/* detection.json beside the folder of proofs, for report and gate; matrix.txt and index.html in it. */
enum result prove_detection_store(const struct prove_place *place, const json_t *detection, struct complaint *ret_why) MUST_CHECK;

#endif
