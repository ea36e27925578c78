/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_HIDDEN_VALUES_H
#define CONFORMANCE_HIDDEN_VALUES_H

/*
 * Every value of 32 bytes that an answer could hold, one after the other, so that a check can ask of each
 * whether it is a secret. It need not know the secret for that: a private key shows itself by its public one.
 *
 * A value may begin at any byte, and stand there as it is, from its last byte to its first, in hexadecimal
 * digits of either case, or in base64 (RFC 4648 sections 4 and 5) at each of the three places that it can
 * have in a longer text. Line ends, blanks and colons within a text are passed over.
 */

#include "reference-impl/base/bytes.h"

enum { HIDDEN_VALUE_LEN = 32 };

struct hidden_values {
	uint8_t value[HIDDEN_VALUE_LEN]; /* the one that was found last */
	struct bytes within;
	size_t at;
	unsigned int form; /* to look for next, at that place */
};

/* Views `within`. */
struct hidden_values hidden_values_in(struct bytes within);

/* Goes on to the next value; false: there is no more. */
bool hidden_values_next(struct hidden_values *v);

#endif
