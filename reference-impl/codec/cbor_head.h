/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_CBOR_HEAD_H
#define CODEC_CBOR_HEAD_H

/*
 * Inside codec/ only: the head that every CBOR item begins with, one byte of major type
 * and additional information and up to eight bytes of argument.
 * Source: RFC 8949 section 3.
 */

#include "reference-impl/base/bytes.h"

enum cbor_major {
	CBOR_MAJOR_UNSIGNED,
	CBOR_MAJOR_NEGATIVE,
	CBOR_MAJOR_BYTES,
	CBOR_MAJOR_TEXT,
	CBOR_MAJOR_ARRAY,
	CBOR_MAJOR_MAP,
	CBOR_MAJOR_TAG,
	CBOR_MAJOR_SIMPLE
};

enum cbor_info { CBOR_INFO_1_BYTE = 24, CBOR_INFO_2_BYTES, CBOR_INFO_4_BYTES, CBOR_INFO_8_BYTES, CBOR_INFO_INDEFINITE = 31 };

enum { CBOR_INFO_MASK = 0x1f, CBOR_MAJOR_SHIFT = 5 };

/* In this order because a compiler that finds major and info side by side reads both at once, which waits for both writes. */
struct cbor_head {
	uint8_t major;     /* enum cbor_major */
	uint64_t argument; /* 0 when the length is indefinite */
	uint8_t info;      /* additional information: the argument itself below 24, else enum cbor_info */
	uint8_t len;       /* of the head: 1, 2, 3, 5 or 9 */
};

/*
 * Reads the head at the start of input. RESULT_TRUNCATED when it is cut off, RESULT_MALFORMED for
 * reserved information and for a simple value that has a shorter form by definition. A break is
 * CBOR_MAJOR_SIMPLE with CBOR_INFO_INDEFINITE.
 */
static inline enum result cbor_head_read(struct bytes input, struct cbor_head *ret_head) MUST_CHECK;

/* The same for a head whose information says more than an argument below 24; input is not empty. */
enum result cbor_head_read_long(struct bytes input, struct cbor_head *ret_head) MUST_CHECK;

/* Would no shorter head say the same? A float is shortest when no narrower one has its value; a NaN is 7e00. */
static inline bool cbor_head_is_shortest(const struct cbor_head *head);

/* The same for the head of a float. */
bool cbor_float_is_shortest(const struct cbor_head *head);

/* Every item begins with a head, most of one to three bytes: this is the one place where a call would be felt. */
static inline enum result cbor_head_read(struct bytes input, struct cbor_head *ret_head)
{
	uint8_t first, info;

	if (input.len == 0)
		return RESULT_TRUNCATED;
	first = input.at[0];
	info = first & CBOR_INFO_MASK;
	if (info < CBOR_INFO_1_BYTE) {
		ret_head->argument = info;
		ret_head->len = 1;
	} else if (info == CBOR_INFO_1_BYTE && input.len >= 2 && first < CBOR_MAJOR_SIMPLE << CBOR_MAJOR_SHIFT) {
		ret_head->argument = input.at[1];
		ret_head->len = 2;
	} else if (info == CBOR_INFO_2_BYTES && input.len >= 3) {
		ret_head->argument = (uint64_t)(input.at[1] << 8 | input.at[2]);
		ret_head->len = 3;
	} else {
		/* Read aside: what no function is pointed to stays in registers. */
		struct cbor_head head;
		enum result result = cbor_head_read_long(input, &head);

		if (result == RESULT_OK)
			*ret_head = head;
		return result;
	}
	ret_head->major = first >> CBOR_MAJOR_SHIFT;
	ret_head->info = info;
	return RESULT_OK;
}

/* A string's, array's or map's length that only its break will tell. */
static inline bool cbor_head_is_indefinite(const struct cbor_head *head)
{
	return head->info == CBOR_INFO_INDEFINITE && head->major != CBOR_MAJOR_SIMPLE;
}

static inline bool cbor_head_is_break(const struct cbor_head *head)
{
	return head->info == CBOR_INFO_INDEFINITE && head->major == CBOR_MAJOR_SIMPLE;
}

static inline bool cbor_head_is_float(const struct cbor_head *head)
{
	return head->major == CBOR_MAJOR_SIMPLE && head->info >= CBOR_INFO_2_BYTES && head->info <= CBOR_INFO_8_BYTES;
}

static inline bool cbor_head_is_shortest(const struct cbor_head *head)
{
	if (head->major == CBOR_MAJOR_SIMPLE)
		return !cbor_head_is_float(head) || cbor_float_is_shortest(head);
	switch (head->info) {
	case CBOR_INFO_1_BYTE:
		return head->argument >= CBOR_INFO_1_BYTE;
	case CBOR_INFO_2_BYTES:
		return head->argument > UINT8_MAX;
	case CBOR_INFO_4_BYTES:
		return head->argument > UINT16_MAX;
	case CBOR_INFO_8_BYTES:
		return head->argument > UINT32_MAX;
	default:
		return true;
	}
}

#endif
