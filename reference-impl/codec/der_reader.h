/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DER_READER_H
#define CODEC_DER_READER_H

/*
 * Inside codec/ only: takes elements off the front of DER, where everything has one form.
 *
 * It stands on the reader of base/ and shares its manners: the first failure is remembered, and
 * everything taken after it is empty. Tags are one byte; lengths are definite and the shortest.
 * Source: ITU-T X.690 sections 8 and 10.
 */

#include "reference-impl/base/reader.h"

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_UTF8_STRING = 0x0c,
	DER_PRINTABLE_STRING = 0x13,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80,            /* [0], primitive; [n] is DER_CONTEXT + n */
	DER_CONTEXT_CONSTRUCTED = 0xa0 /* [0], constructed */
};

enum { DER_LONG_LEN = 0x80, DER_MAX_LEN_BYTES = 2 }; /* nothing here is longer than 65535 bytes */

/* Is the next element there and of this tag? */
bool der_reader_next_is(const struct reader *r, uint8_t tag);

/* The content of the next element; RESULT_MALFORMED unless it has this tag. */
struct bytes der_reader_take(struct reader *r, uint8_t tag);

/* The next element whole, with its head, whatever its tag; its tag goes to *ret_tag unless that is NULL. */
struct bytes der_reader_take_any(struct reader *r, uint8_t *ret_tag);

/* The content of the next element as a reader of its own, failed if it is not there. */
struct reader der_reader_open(struct reader *r, uint8_t tag);

/* An integer that is not negative and has at most 64 bits, under its own tag or an implicit one. */
uint64_t der_reader_take_unsigned(struct reader *r, uint8_t tag);

/* A bit string of at most 32 bits; bit n of ASN.1 is bit n of the number. */
uint32_t der_reader_take_bits(struct reader *r, uint8_t tag);

/* TRUE, which alone is written out where FALSE is the default. */
bool der_reader_take_true(struct reader *r);

/* An object identifier of well-formed arcs. */
struct bytes der_reader_take_oid(struct reader *r);

/* Closes an inner reader: what failed there, or was left over, fails r too. */
void der_reader_close(struct reader *r, const struct reader *inner);

/* What is against the rules of whoever reads. */
void der_reader_refuse(struct reader *r, enum result result);

#endif
