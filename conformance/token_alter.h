/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_TOKEN_ALTER_H
#define CONFORMANCE_TOKEN_ALTER_H

/*
 * Other bytes that say the same as a maker's token, or that say that they need no signature.
 *
 * A token that is, or ends in, a COSE_Sign1 is taken apart and put together again with one thing
 * different: the algorithm is another, none, one that nobody knows, or a symmetric one keyed by the public key
 * that stands before the message; the algorithm stands where no signature covers it; the signature is cut, empty or of zeros;
 * lengths are written in another way; something stands behind. No private key is used, so no result may open anything.
 * Sources: RFC 9052 sections 3, 4.4 and 6.3, RFC 9053 sections 2.1 and 3.1, RFC 8949 section 3.2.
 */

#include "reference-impl/base/bytes.h"

enum { TOKEN_ALTERED_MAX = 4096 };

struct altered_token {
	struct bytes bytes;
	const char *how; /* static text */
};

size_t token_alterations(void);

/*
 * The alteration of that number. context: the external data that the maker signs with
 * the token, maybe empty. room holds TOKEN_ALTERED_MAX. RESULT_NOT_FOUND if the token ends in no such message, RESULT_TOO_LARGE.
 */
enum result token_alter(struct bytes token, struct bytes context, size_t number, struct buffer room,
			struct altered_token *ret_altered) MUST_CHECK;

#endif
