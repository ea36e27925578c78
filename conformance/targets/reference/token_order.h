/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_TOKEN_ORDER_H
#define TARGETS_REFERENCE_TOKEN_ORDER_H

/*
 * A token as the kit orders it from the maker's make_token, in the form that the device takes: the public key that it
 * is brought under, then what was signed.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { TOKEN_RIGHTS_TEXT_LEN = 256, TOKEN_MAX_LEN = 1024 };

struct token_order {
	const char *kind, *lifecycle; /* as make_token has them */
	struct bytes device, challenge;
	char rights[TOKEN_RIGHTS_TEXT_LEN]; /* commas between */
	uint32_t expires_s;
	/*
	 * "trusted": the service key, and brought under it; "none": without a signature, brought under the service key;
	 * "attacker": the suite's own key, and brought under that.
	 */
	const char *key;
	struct bytes attacker_key; /* the 32-byte scalar */
};

/*
 * *ret_token views room. RESULT_REFUSED: the maker's tool does not sign such a thing; RESULT_MALFORMED:
 * the order is wrong; else the tool or a file failed. *ret_why says what.
 */
enum result token_order_build(const struct token_order *order, struct buffer room, struct bytes *ret_token,
			      struct complaint *ret_why) MUST_CHECK;

#endif
