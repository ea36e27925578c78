/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_TYPED_H
#define CORE_PROTOCOL_TYPED_H

/*
 * Between the typed structs of protocol_calls.h and JSON objects, by the tables of protocol.h.
 */

#include <jansson.h>

#include "conformance/core/protocol.h"

/*
 * The object for a typed struct; a new reference. NULL if the struct can't be said in the protocol
 * (a mandatory text left NULL, an enum left 0, a list or number out of bounds): a mistake of ours.
 */
json_t *protocol_encode(const struct protocol_fields *fields, const void *typed);

/*
 * Fills the typed struct (fields->size bytes) from an object that protocol_object_is_right() has
 * passed. Texts point into the object; byte strings into *ret_memory, to be freed. RESULT_IO: no memory.
 */
enum result protocol_decode(const struct protocol_fields *fields, const json_t *object, void *ret_typed,
			    uint8_t **ret_memory) MUST_CHECK;

#endif
