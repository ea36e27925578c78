/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_SECRETS_H
#define CONFORMANCE_CHECK_SECRETS_H

/*
 * Words for checks that look for a unit's secrets where they must not be.
 *
 * Nobody tells the suite a private key. But it knows the public ones, and computes of each 32 bytes that could
 * be a private key whether they are: as they stand, in hexadecimal or in base64. Beside them it looks
 * for a text of its own that the unit sealed.
 */

#include "conformance/check_evidence.h"
#include "conformance/dice_chain.h"

enum { SECRET_KEYS_MAX = LAYERS_MAX + 1 };

struct unit_secrets {
	struct bytes canary, keys[SECRET_KEYS_MAX]; /* the text; SubjectPublicKeyInfo of each layer, and of the client */
	size_t key_count;
	unsigned int looked_at, values; /* texts that were not empty; what could be a secret in them */
};

/* The control: the unit seals a text, which it opens again and nobody else can read, and it shows its public keys. */
struct unit_secrets given_secrets(struct bench *b);

/* Is there one of them in it, in whatever form? Costs about a millisecond for each value. */
bool secrets_show_in(struct bytes where, struct unit_secrets *secrets);

#endif
