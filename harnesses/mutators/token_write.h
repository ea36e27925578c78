/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MUTATORS_TOKEN_WRITE_H
#define MUTATORS_TOKEN_WRITE_H

/*
 * Writes debug and service tokens, good ones and such as nobody should take, signed by throw-away keys.
 *
 * What is edited inside is signed as it is then, so that rules about claims are met by tokens whose
 * signature is good; what is edited outside is not.
 */

#include "harnesses/mutators/test_signature.h"

enum token_form {
	TOKEN_WIDE_NUMBER = 1,   /* the number of the kind takes two bytes */
	TOKEN_MORE_CLAIMS = 2,   /* a seventh behind the six */
	TOKEN_SWAPPED = 4,       /* the last two change places */
	TOKEN_UNTAGGED = 8,
	TOKEN_OTHER_CONTEXT = 16, /* signed for something else */
	TOKEN_NO_CONTEXT = 32,
	TOKEN_WIDE_HEAD = 64,    /* of the payload */
	TOKEN_TAIL = 128         /* a byte behind it all */
};

struct token_edit {
	uint8_t at, bits; /* modulo what is there; to flip */
};

struct token_plan {
	uint64_t kind, expires_s, lifecycle, rights;
	uint8_t device_id[16], nonce[32];
	unsigned int nonce_cut; /* so many bytes are missing at the end of the nonce */
	unsigned int form;    /* of enum token_form */
	struct token_edit inside[2], outside[2];
};

/* The token in room; empty if it does not fit. Pure in plan and key. */
struct bytes token_write(const struct token_plan *plan, const struct test_key *key, struct buffer room);

#endif
