/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_DER_WALK_H
#define READERS_DER_WALK_H

/*
 * Walks DER item by item, for the reader of certificates.
 *
 * One form only: tag numbers below 31, definite lengths in their shortest form, numbers without
 * needless bytes. Views into the input; who wants what is inside an item walks its content.
 * Source: X.690 sections 8 and 10.
 */

#include "reference-impl/base/bytes.h"

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80,            /* [0], primitive */
	DER_CONTEXT_CONSTRUCTED = 0xa0 /* [0], constructed */
};

struct der_item {
	uint8_t tag;
	struct bytes whole;
	size_t head_len;
};

/* Takes one item off the front of *rest. RESULT_TRUNCATED, RESULT_MALFORMED; *rest stays then. */
enum result der_take(struct bytes *rest, struct der_item *ret_item) MUST_CHECK;
/* As der_take(), of that tag; RESULT_MALFORMED for another. */
enum result der_take_tag(struct bytes *rest, uint8_t tag, struct der_item *ret_item) MUST_CHECK;
/* As der_take_tag(), and RESULT_MALFORMED if anything is behind the item. */
enum result der_only(struct bytes all, uint8_t tag, struct der_item *ret_item) MUST_CHECK;

/* The tag of what comes next; 0 if nothing does. */
uint8_t der_next_tag(struct bytes rest);
struct bytes der_content(const struct der_item *item);

/* The contents of an INTEGER from 0 to INT64_MAX, of a BIT STRING with at most 32 bits (bit n as 1 << n), of a time in UTC. */
bool der_read_number(struct bytes content, int64_t *ret_number);
bool der_read_bits(struct bytes content, uint32_t *ret_bits);
bool der_read_time(const struct der_item *item, int64_t *ret_seconds);

#endif
