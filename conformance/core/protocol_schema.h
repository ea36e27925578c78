/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_SCHEMA_H
#define CORE_PROTOCOL_SCHEMA_H

/*
 * Reads conformance/protocol.json for the generator, and refuses what it does not know.
 *
 * What is returned was checked from end to end: the writers walk it without asking again. A
 * mistake names the file, the field and the value, and breaks the build.
 */

#include <jansson.h>

#include "conformance/core/complaint.h"
#include "conformance/core/protocol.h"

/* A new reference to the checked schema; NULL fills *ret_why. */
json_t *protocol_schema_load(const char *path, struct complaint *ret_why);

/* The type of a field as schema and C know it; false: there is no such type. */
bool protocol_type_from_name(const char *name, enum protocol_type *ret_type);
/* "PROTOCOL_INTEGER", ... */
const char *protocol_type_constant(enum protocol_type type);

#endif
