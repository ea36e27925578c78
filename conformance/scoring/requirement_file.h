/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_REQUIREMENT_FILE_H
#define SCORING_REQUIREMENT_FILE_H

/*
 * What may stand in conformance/requirements/<property>/<slug>.json and in
 * conformance/profiles/<name>.json, and nothing else may.
 */

#include "conformance/scoring/field.h"

/*
 * RESULT_MALFORMED and *ret_fault if a field is amiss, a clause is not among the verified ones or
 * stands twice, or a gate would rest on a declaration.
 */
enum result requirement_file_holds(const char *file, json_t *requirement, struct fault *ret_fault) MUST_CHECK;

/* What a profile may name. */
struct profile_choice {
	json_t *requirements;  /* slug to requirement */
	const json_t *methods; /* the list in protocol.json */
};

/*
 * The same for a profile. `contains` names properties ("renewable_security": all of that folder) or
 * slugs. Sets *ret_slugs to a new list of the slugs meant, sorted.
 */
enum result profile_file_holds(const char *file, json_t *profile, const struct profile_choice *choice,
			       json_t **ret_slugs, struct fault *ret_fault) MUST_CHECK;

/* RESULT_MALFORMED if less than 60 % of a property's weight in the profile can be measured. */
enum result profile_is_measurable(const char *file, json_t *slugs, json_t *requirements,
				  struct fault *ret_fault) MUST_CHECK;

#endif
