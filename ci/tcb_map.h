/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_TCB_MAP_H
#define CI_TCB_MAP_H

/*
 * Whose bytes a static program is made of, from the map that the linker writes beside it: each section that
 * went in has its size and the object that it came from.
 *
 * Tables that the linker itself makes, and padding, are nobody's and stand aside.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum tcb_owner { TCB_OURS, TCB_LIBCRYPTO, TCB_LIBC, TCB_LINKER, TCB_OWNER_COUNT };
enum tcb_kind { TCB_CODE, TCB_CONSTANTS, TCB_DATA, TCB_ZEROS, TCB_KIND_COUNT };

enum { TCB_OBJECTS_MAX = 256, TCB_OBJECT_LEN = 64 };

struct tcb_map {
	uint64_t bytes[TCB_OWNER_COUNT][TCB_KIND_COUNT];
	char objects[TCB_OBJECTS_MAX][TCB_OBJECT_LEN]; /* ours, of which something went in: "dice.o" */
	size_t object_count;
};

/* RESULT_IO, or RESULT_MALFORMED for what is no map, fill *ret_why. */
enum result tcb_map_read(const char *path, struct tcb_map *ret_map, struct complaint *ret_why) MUST_CHECK;

/* The same of a map's text, for tests too. */
enum result tcb_map_parse(struct bytes text, struct tcb_map *ret_map) MUST_CHECK;

const char *tcb_owner_name(enum tcb_owner owner);
const char *tcb_kind_name(enum tcb_kind kind);

#endif
