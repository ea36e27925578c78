/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_EVIDENCE_CBOR_H
#define SERVICE_VERIFIER_EVIDENCE_CBOR_H

/*
 * Walks CBOR that a stranger wrote; the verifier's own, so that it is not blind where the
 * prover's reader is.
 *
 * evidence_check() looks at everything once: one item and nothing behind it, definite lengths,
 * at most EVIDENCE_MAX_DEPTH deep and EVIDENCE_MAX_PAIRS entries in a map, keys that are numbers or
 * texts and stand once, text in UTF-8, and no length beyond the bytes that are there. After
 * that evidence_first() and evidence_next() walk, and can only come to an end. Nothing is
 * allocated and nothing recurses; items are views into the input.
 *
 * Offsets count from a base that the caller gives: where these bytes lie in their file.
 * Sources: RFC 8949 sections 3 and 4.2; RFC 9783 section 5 for what a token may do.
 */

#include "reference-impl/base/bytes.h"

enum { EVIDENCE_MAX_DEPTH = 16, EVIDENCE_MAX_PAIRS = 64 };

/* RFC 9783 lets a device write long heads and any order; a maker's record has one form only. */
enum evidence_rules { EVIDENCE_TOLERANT, EVIDENCE_SHORTEST };

/* The major types of CBOR, by their numbers. */
enum evidence_kind {
	EVIDENCE_UNSIGNED, EVIDENCE_NEGATIVE, EVIDENCE_BYTES, EVIDENCE_TEXT,
	EVIDENCE_ARRAY, EVIDENCE_MAP, EVIDENCE_TAG, EVIDENCE_SIMPLE
};

struct evidence_item {
	enum evidence_kind kind;
	uint64_t argument;    /* number, length, count, tag, simple value; -1 - argument if negative */
	struct bytes content; /* of a string: its bytes; of an array, map or tag: its members */
	struct bytes raw;     /* head and content */
	size_t offset;
};

/* What is wrong, in words, and where. */
struct evidence_fault {
	const char *what;
	size_t offset;
};

/* RESULT_OK, or RESULT_MALFORMED with *ret_fault set. */
enum result evidence_check(struct bytes input, size_t base, enum evidence_rules rules, struct evidence_fault *ret_fault) MUST_CHECK;

struct evidence_walk {
	struct bytes rest;
	size_t offset;
};

/* The whole of bytes that evidence_check() found good, as one item. */
bool evidence_whole(struct bytes input, size_t base, struct evidence_item *ret_item);

/* Over the members of an array, map or tag; a map gives key, value, key, value. */
struct evidence_walk evidence_walk_into(const struct evidence_item *container);
bool evidence_next(struct evidence_walk *walk, struct evidence_item *ret_item);

/* The value under a number in a map; false if there is none. */
bool evidence_find(const struct evidence_item *map, int64_t key, struct evidence_item *ret_value);

/* A number that an int64_t holds. */
bool evidence_number(const struct evidence_item *item, int64_t *ret_number);

bool evidence_is_null(const struct evidence_item *item);

#endif
