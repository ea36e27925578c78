/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_MODEL_H
#define REPORTS_MODEL_H

/*
 * Reading the model without casts, and what every form of the report says alike.
 * For reports that report_holds() has let pass.
 */

#include <jansson.h>
#include <stdbool.h>

enum { MODEL_VERDICTS = 7, MODEL_TITLE_LEN = 64 };

/* A text, or "" where the model has null. */
const char *model_text(const json_t *object, const char *field);
long long model_number(const json_t *object, const char *field);
const json_t *model_list(const json_t *object, const char *field);

/* Is this verdict one that a device or the suite has to answer for? */
bool verdict_is_bad(const char *verdict);

/* "Hardware root of trust" for "hardware_root_of_trust"; what is "_based_" keeps a hyphen. */
void model_title(const char *name, char ret_title[MODEL_TITLE_LEN]);

/* Verdicts of requirements, worst first, debt ("" in the model) last; with a word for people. */
extern const char *const model_verdicts[MODEL_VERDICTS];
extern const char *const model_verdict_words[MODEL_VERDICTS];
size_t model_count(const json_t *report, const char *verdict);

/* Gates in this state: "held", "broken" or "unproven". */
size_t model_gates(const json_t *report, const char *state);

/* Did the run come to its end? */
bool model_is_complete(const json_t *report);

/* Sums of bad devices over all requirements; false if nothing was proven for this suite. */
bool model_detection(const json_t *report, long long *ret_caught, long long *ret_seeded);

/* The property has requirements or not; none of them has a check. */
bool property_is_unchecked(const json_t *property);

/* "Silver", "No level" or "Component statement". */
const char *model_level(const json_t *report);

#endif
