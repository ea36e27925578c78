/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_H
#define CORE_PROTOCOL_H

/*
 * The protocol of a device under test as tables, generated from conformance/protocol.json.
 *
 * A method lists what it takes and what it gives. Each field is also a member of the typed
 * struct that protocol_calls.h declares for the method, and the table knows its place, so one
 * encoder and one decoder serve every method. How a field looks in C:
 *
 *   integer    uint64_t, at most 2^53-1               boolean  bool
 *   text       const char *                           bytes    struct bytes
 *   text with a list of values                        enum <plane>_<verb>_<field>, from 1
 *   texts, byte_list, regions                         the structs below
 *
 * An optional field is absent when it is NULL (text, bytes.at), 0 (enum), or when the member
 * has_<field> beside it is false (integer, boolean and the lists).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reference-impl/base/bytes.h"

enum plane { PLANE_RIG, PLANE_DEVICE, PLANE_KIT, PLANE_COUNT };

enum { PROTOCOL_VERSION = 1, PROTOCOL_LINE_MAX = 8388608, PROTOCOL_DEPTH_MAX = 16, PROTOCOL_TEXT_MAX = 1024 };
enum { PROTOCOL_TEXTS_MAX = 64, PROTOCOL_BYTE_LIST_MAX = 16, PROTOCOL_REGIONS_MAX = 64 };
enum { PROTOCOL_METHOD_NOT_FOUND = -32601, PROTOCOL_INVALID_PARAMS = -32602 };
#define PROTOCOL_INTEGER_MAX ((UINT64_C(1) << 53) - 1)

enum protocol_type {
	PROTOCOL_INTEGER,
	PROTOCOL_BOOLEAN,
	PROTOCOL_TEXT,
	PROTOCOL_BYTES,
	PROTOCOL_TEXTS,
	PROTOCOL_BYTE_LIST,
	PROTOCOL_REGIONS
};

struct protocol_texts {
	size_t count;
	const char *at[PROTOCOL_TEXTS_MAX];
};

struct protocol_byte_list {
	size_t count;
	struct bytes at[PROTOCOL_BYTE_LIST_MAX];
};

struct protocol_region {
	const char *name, *kind;
	uint64_t offset, length;
};

struct protocol_regions {
	size_t count;
	struct protocol_region at[PROTOCOL_REGIONS_MAX];
};

struct protocol_field {
	const char *name;
	enum protocol_type type;
	bool optional;
	const char *const *values; /* NULL-terminated, of a text that is an enum in C; else NULL */
	size_t offset;             /* of its member in the typed struct */
	size_t has_offset;         /* of has_<field>; meaningful where the story above says so */
};

struct protocol_fields {
	const struct protocol_field *at;
	size_t count;
	size_t size; /* of the typed struct; 0: there is none */
};

struct protocol_method {
	const char *name; /* "rig.power" */
	enum plane plane;
	const char *story;
	struct protocol_fields takes, gives;
};

extern const struct protocol_method every_protocol_method[]; /* in the order of protocol.json */
extern const size_t every_protocol_method_count;

/* NULL if there is none of that name. */
const struct protocol_method *protocol_method_by_name(const char *name);
const char *plane_name(enum plane plane); /* "rig", "device", "kit" */

#endif
