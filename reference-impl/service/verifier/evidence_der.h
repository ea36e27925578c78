/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_EVIDENCE_DER_H
#define SERVICE_VERIFIER_EVIDENCE_DER_H

/*
 * Walks DER, the one encoding that a signature may be over: lengths definite and shortest, tags
 * in one byte, integers minimal. What BER would also allow is refused.
 * Source: X.690 sections 8 and 10.
 */

#include "reference-impl/base/bytes.h"

enum evidence_der_tag {
	DER_INTEGER = 0x02, DER_BIT_STRING = 0x03, DER_OCTET_STRING = 0x04, DER_OBJECT = 0x06, DER_ENUMERATED = 0x0a,
	DER_UTF8 = 0x0c, DER_SEQUENCE = 0x30, DER_CONTEXT = 0x80, DER_CONTEXT_CONSTRUCTED = 0xa0
};

struct evidence_der {
	uint8_t tag;
	struct bytes content, raw;
};

/* Takes the next element off the front of *rest; false, and nothing taken, if there is none of that form. */
bool evidence_der_next(struct bytes *rest, struct evidence_der *ret_item);

/* The same for one of this tag, and for one behind which nothing stands. */
bool evidence_der_next_of(struct bytes *rest, uint8_t tag, struct evidence_der *ret_item);
bool evidence_der_only(struct bytes whole, uint8_t tag, struct bytes *ret_content);

/* The content of an INTEGER from 0 to 2^63 - 1, in its one form. */
bool evidence_der_number(struct bytes content, uint64_t *ret_number);

#endif
