/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_SEALING_H
#define ROOT_OF_TRUST_SEALING_H

/*
 * Encrypts data so that only the same component on the same device in the same state opens it.
 *
 * The key of a sealed text follows from the device, who signed what runs, the component that asks,
 * the name that it gives, the device's state, and a generation that only rises. Texts of the
 * generation before still open, so that a component can take its data along; older ones never
 * again: raising the generation twice destroys them for good.
 *
 *   sealed: u8 format 1, u32 generation, 12 bytes nonce, cipher text, 16 bytes tag
 */

#include "reference-impl/crypto/aead.h"
#include "reference-impl/root_of_trust/identity.h"

enum { SEAL_NAME_MAX = 32, SEAL_COMPONENT_LEN = 16 };
enum { SEAL_OVERHEAD = 1 + 4 + CRYPTO_AEAD_NONCE_LEN + CRYPTO_AEAD_TAG_LEN, SEAL_PLAIN_MAX = 2048 };

/* Whose data this is; everything in it comes from the root of trust and the channel, but the name. */
struct seal_owner {
	uint8_t role; /* enum mailbox_role */
	uint8_t component[SEAL_COMPONENT_LEN];
	uint32_t state; /* lifecycle and mode in one word */
	uint32_t generation; /* as it is now */
	struct bytes name; /* 1 to SEAL_NAME_MAX bytes */
};

/* RESULT_NOT_FOUND without an identity, RESULT_MALFORMED for a name or a plain text of a wrong length. */
enum result sealing_seal(const struct identity *identity, const struct seal_owner *owner,
			 const uint8_t nonce[CRYPTO_AEAD_NONCE_LEN], struct bytes plain, struct writer *sealed) MUST_CHECK;

/*
 * Opens into room (plain.len is sealed.len - SEAL_OVERHEAD). RESULT_REFUSED for anything that was
 * not sealed by the same owner, or is of a generation long gone; RESULT_MALFORMED by its form.
 */
enum result sealing_unseal(const struct identity *identity, const struct seal_owner *owner, struct bytes sealed,
			   struct buffer room, struct bytes *ret_plain) MUST_CHECK;

#endif
