/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_SCHEMA_H
#define REPORTS_SCHEMA_H

/*
 * Holds a value against a JSON Schema: as much of draft 2020-12 as our own schemas use (type,
 * enum, required, properties, additionalProperties, items and the limits of numbers, texts and
 * lists). A keyword that is not understood is a fault of the schema and refuses everything.
 *
 * It recurses over the schema, which is ours, and never deeper over the value, which is not.
 */

#include <jansson.h>

#include "reference-impl/base/result.h"

enum { SCHEMA_FAULT_LEN = 512 };

/* Where and why, for people: "requirements[3].weight: more than 100". */
struct schema_fault {
	char text[SCHEMA_FAULT_LEN];
};

/* RESULT_MALFORMED and *ret_fault if the value does not fit; RESULT_UNSUPPORTED for the schema's own. */
enum result schema_holds(const json_t *schema, const json_t *value, struct schema_fault *ret_fault) MUST_CHECK;

#endif
