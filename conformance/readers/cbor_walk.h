/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_CBOR_WALK_H
#define READERS_CBOR_WALK_H

/*
 * Walks CBOR item by item, for the readers of formats that are made of it.
 *
 * An item is a view of its bytes, everything inside it walked already: heads are whole, lengths
 * are definite and lie within, text is UTF-8, nesting is bounded. Heads that are longer than they
 * need be are taken, since RFC 9783 lets a token have them. Nothing recurses or allocates.
 * Source: RFC 8949.
 */

#include "reference-impl/base/bytes.h"

enum { CBOR_WALK_DEPTH_MAX = 16 };

/* The major types, in the order of their numbers. */
enum cbor_walk_kind { WALK_UINT, WALK_NEGATIVE, WALK_BYTES, WALK_TEXT, WALK_ARRAY, WALK_MAP, WALK_TAG, WALK_SIMPLE };

struct walked_item {
	enum cbor_walk_kind kind;
	uint64_t argument;  /* value, length, count, tag number */
	struct bytes whole; /* head and all that is inside */
	size_t head_len;
};

struct walked_pair {
	struct walked_item key, value;
};

/*
 * Takes one item off the front of *rest. RESULT_TRUNCATED, RESULT_MALFORMED, or RESULT_TOO_LARGE
 * for one that is nested deeper than CBOR_WALK_DEPTH_MAX; *rest stays then.
 */
enum result cbor_walk_take(struct bytes *rest, struct walked_item *ret_item) MUST_CHECK;
/* As cbor_walk_take(), and RESULT_MALFORMED if anything is behind the item. */
enum result cbor_walk_only(struct bytes all, struct walked_item *ret_item) MUST_CHECK;

/* What stands behind the head: the bytes of a string, the members of array, map or tag. */
struct bytes walked_content(const struct walked_item *item);
/* The number, if it is one of 64 bits with a sign. */
bool walked_number(const struct walked_item *item, int64_t *ret_number);
bool walked_is_number(const struct walked_item *item, int64_t number);

/* The pairs of a map in their order. RESULT_MALFORMED for two keys alike, RESULT_TOO_LARGE for more than max. */
enum result cbor_walk_pairs(const struct walked_item *map, struct walked_pair *pairs, size_t max, size_t *ret_count) MUST_CHECK;
/* The value under that number, or NULL. */
const struct walked_item *walked_value(const struct walked_pair *pairs, size_t count, int64_t key);

#endif
