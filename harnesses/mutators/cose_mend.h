/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_COSE_MEND_H
#define MUTATORS_COSE_MEND_H

/*
 * Signs what the fuzzer chose for the headers and the payload of a COSE_Sign1, whatever it is, so that
 * rules about headers are met by messages whose signature is good.
 *
 * Input: a byte for how (enum cose_mend_how; the rest modulo TEST_KEY_COUNT says who signs), a length
 * and the protected header, a length and the unprotected header, and the payload. Lengths are one
 * byte and cut to what is there.
 */

#include "harnesses/mutators/test_signature.h"

enum cose_mend_how {
	COSE_MEND_UNTAGGED = 1,
	COSE_MEND_DETACHED = 2,
	COSE_MEND_WIDE_HEADER = 4, /* wider heads than needed */
	COSE_MEND_WIDE_PAYLOAD = 8,
	COSE_MEND_SIGNER = 16 /* times TEST_KEY_... */
};

/* The message in room; empty if it does not fit or there is nothing to mend. Pure in its input. */
struct bytes cose_mend(struct bytes input, const struct test_key keys[TEST_KEY_COUNT], struct buffer room);

#endif
