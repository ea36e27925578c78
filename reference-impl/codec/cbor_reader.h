/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_CBOR_READER_H
#define CODEC_CBOR_READER_H

/*
 * Reads CBOR out of hostile bytes, without allocation and without recursion.
 *
 * cbor_parse() checks a whole item under one of three rules and gives its outermost item; a
 * reader then takes the members of an array, map or tag one by one. Everything is a view into
 * the input, `raw` with the head, so that a digest can be taken over any item as it came.
 * A reader remembers its first failure, gives empty items from then on, and is asked once, at
 * the end. It stays within bounds even over bytes that were not checked or have changed since.
 *
 * Call order: cbor_parse(), cbor_reader_over() of its item, cbor_take_...(), cbor_reader_finish().
 * Source: RFC 8949; CBOR_DETERMINISTIC is its section 4.2.1.
 */

#include "reference-impl/base/bytes.h"

/* Tags count as levels. Items compared for duplicates are counted over the whole input. */
enum { CBOR_MAX_DEPTH = 16, CBOR_MAX_COMPARED = 1 << 16 };

enum cbor_rules {
	CBOR_WELL_FORMED,  /* nothing more: for looking at what somebody else sent */
	CBOR_TOLERANT,     /* definite lengths, UTF-8, no duplicate keys; any order, any width of heads and floats */
	CBOR_DETERMINISTIC /* definite lengths, UTF-8, shortest heads and floats, keys in rising order of their bytes */
};

enum cbor_kind {
	CBOR_NOTHING, /* what a failed read gives */
	CBOR_UNSIGNED,
	CBOR_NEGATIVE,
	CBOR_BYTES,
	CBOR_TEXT,
	CBOR_ARRAY,
	CBOR_MAP,
	CBOR_TAG,
	CBOR_SIMPLE,
	CBOR_FLOAT
};

enum cbor_simple { CBOR_FALSE = 20, CBOR_TRUE, CBOR_NULL, CBOR_UNDEFINED };

struct cbor_item {
	enum cbor_kind kind;
	bool is_indefinite;
	/*
	 * UNSIGNED: the value n. NEGATIVE: the n of the value -1 - n. BYTES, TEXT: length in bytes.
	 * ARRAY: members. MAP: pairs. TAG, SIMPLE: its number. FLOAT: its bits, of 2, 4 or 8 bytes
	 * by the length of raw. Lengths and counts are 0 when indefinite.
	 */
	uint64_t argument;
	struct bytes raw;     /* the whole item with its head, and its break if it has one */
	struct bytes content; /* BYTES, TEXT: the string; ARRAY, MAP, TAG: the members as they came; chunks if indefinite */
};

/*
 * Is input exactly one item under these rules? RESULT_TRUNCATED, or RESULT_MALFORMED (bytes behind
 * the item too): not well-formed. RESULT_REFUSED: against the rules. RESULT_TOO_LARGE: deeper than
 * CBOR_MAX_DEPTH, or an unordered map whose duplicates take too long to look for.
 * RESULT_UNSUPPORTED (CBOR_TOLERANT only): a map key that is neither integer, string nor simple.
 * What a tag means, and so whether its content fits, is not looked at.
 */
enum result cbor_parse(struct bytes input, enum cbor_rules rules, struct cbor_item *ret_item) MUST_CHECK;

/* The length of the item that input begins with; otherwise as cbor_parse(). */
enum result cbor_extent(struct bytes input, enum cbor_rules rules, size_t *ret_len) MUST_CHECK;

/* Does an integer fit, and which is it? Sets *ret_value only if so. */
bool cbor_item_int(const struct cbor_item *item, int64_t *ret_value);
bool cbor_item_is_null(const struct cbor_item *item);

struct cbor_reader {
	struct bytes rest;
	enum result failed;
};

/* Over the members of an array, the one of a tag, or of a map keys and values in turn. Any other item fails the reader. */
struct cbor_reader cbor_reader_over(const struct cbor_item *item);

/* Is there a member left, and has nothing failed? */
bool cbor_reader_has_more(const struct cbor_reader *r);

/*
 * The next member. RESULT_TRUNCATED without one; RESULT_MALFORMED when it is of another kind
 * than was asked for (an indefinite string too), or out of range.
 */
struct cbor_item cbor_take(struct cbor_reader *r);
struct cbor_item cbor_take_kind(struct cbor_reader *r, enum cbor_kind kind);
uint64_t cbor_take_unsigned(struct cbor_reader *r);
int64_t cbor_take_int(struct cbor_reader *r);
bool cbor_take_bool(struct cbor_reader *r);
struct bytes cbor_take_bytes(struct cbor_reader *r);
struct bytes cbor_take_text(struct cbor_reader *r);

/* RESULT_OK, or the first failure; finish also has RESULT_MALFORMED when members are left over. */
enum result cbor_reader_result(const struct cbor_reader *r) MUST_CHECK;
enum result cbor_reader_finish(const struct cbor_reader *r) MUST_CHECK;

/* The value of an integer key. RESULT_NOT_FOUND, or RESULT_MALFORMED if map is none. Takes the first of equal keys. */
enum result cbor_map_find(const struct cbor_item *map, int64_t key, struct cbor_item *ret_value) MUST_CHECK;

#endif
