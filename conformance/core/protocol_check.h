/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_CHECK_H
#define CORE_PROTOCOL_CHECK_H

/*
 * Is a JSON object what the schema lists? Asked of every result before anybody looks into it,
 * on the way in and again when a transcript is judged.
 */

#include <jansson.h>

#include "conformance/core/complaint.h"
#include "conformance/core/protocol.h"

/* False fills *ret_why (may be NULL) with the field and what is wrong with it; its value is not quoted. */
bool protocol_object_is_right(const struct protocol_fields *fields, const json_t *object, struct complaint *ret_why);

/* Is it a string that protocol_text_is_plain() allows? */
bool protocol_is_text(const json_t *value);

#endif
