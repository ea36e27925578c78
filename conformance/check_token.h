/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_TOKEN_H
#define CONFORMANCE_CHECK_TOKEN_H

/*
 * Words for checks of how a device opens itself: for debugging or service, to whom its maker said so.
 *
 * Ask the device for a challenge, order a token over it from the maker's kit, change in the order
 * what the check is about, and offer it with unlock() of check_device.h. What a token looks like is the
 * maker's business: a check sees bytes, which it may alter.
 */

#include "conformance/check_device.h"

enum { TOKEN_RIGHTS_MAX = 16 };

struct unlock_challenge {
	struct reply reply;
	struct bytes challenge, device; /* what to answer, and the id of the device that asks */
	const char *lifecycle;          /* the state it is in; "" unless given */
};

/* A fresh one, which takes the place of the one before. */
struct unlock_challenge unlock_challenge(struct bench *b);

enum token_kind { TOKEN_DEBUG, TOKEN_SERVICE };

struct token_order {
	enum token_kind kind;
	struct bytes challenge, device;
	const char *lifecycle;
	uint32_t expires_s;        /* 0: an hour */
	enum image_key key;        /* KEY_ATTACKER: a key of the suite that no device knows; the kit gets it for this */
	const char *const *rights; /* NULL-terminated; NULL: all that the kind allows */
};

/* What would open the device that gave this challenge, in the state that it said. */
struct token_order token_order_for(const struct unlock_challenge *challenge, enum token_kind kind);

struct token {
	struct reply reply; /* refused: the maker has no such key */
	struct bytes bytes;
};

struct token kit_token(struct bench *b, const struct token_order *order);

/* The control: over a fresh challenge of the unit the maker's tools make a token that is good but for its key. */
struct bytes given_token(struct bench *b, enum token_kind kind, enum image_key key);
/* Does such a token for service, the maker's own, open the unit now? */
bool takes_good_token(struct bench *b);

#endif
