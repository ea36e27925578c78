/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TOKEN_DEVICE_FIXTURE_H
#define CORE_TOKEN_DEVICE_FIXTURE_H

/*
 * Two small units that attest by PSA tokens under DICE chains, and do nothing else; for tests of
 * the words over evidence. Token and certificates are published ones, with keys of this process
 * put in their places and signed anew. Each flaw makes bad units of them.
 */

#include "conformance/core/bench.h"

enum token_flaw {
	TOKEN_GOOD,
	TOKEN_CANNED,           /* one token for every challenge */
	TOKEN_GOOD_FOR_EIGHT,   /* then the last one for ever */
	TOKEN_LAST_BYTE_LOST,   /* of the challenge */
	TOKEN_SIGNED_BY_OTHERS, /* by a key that no certificate names */
	TOKEN_CUT_TO_FIT,       /* a longer challenge is cut to 32 bytes */
	TOKEN_LOST_ROOT,        /* the issuer is not the root's */
	TOKEN_ONE_KEY,          /* both units have one */
	TOKEN_ONE_SEED,         /* all boots have one */
	TOKEN_LEAF_ISSUES       /* the issuer's key signs tokens: there is no leaf */
};

enum { TOKEN_UNITS = 2, TOKEN_ROOM = 2048 };

struct token_device {
	enum token_flaw flaw;
	struct crypto_p256_key root_key, issuer_key, stranger_key, leaf_keys[TOKEN_UNITS];
	uint8_t root_room[TOKEN_ROOM], issuer_room[TOKEN_ROOM], leaf_rooms[TOKEN_UNITS][TOKEN_ROOM], token_room[TOKEN_ROOM];
	struct bytes root, issuer, leaves[TOKEN_UNITS], token;
	unsigned int asked, boots;
};

/* False, said by the fixture of vectors, where there are none. */
bool token_device_init(struct token_device *device, enum token_flaw flaw);
struct link token_device_link(struct token_device *device);
/* What bench_facts_read() takes; the root is in it. */
json_t *token_device_facts(const struct token_device *device);

#endif
