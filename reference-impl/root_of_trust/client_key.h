/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_CLIENT_KEY_H
#define ROOT_OF_TRUST_CLIENT_KEY_H

/*
 * The key that the device shows to servers, renewed in two phases.
 *
 * generate makes the key of the next generation while the present one goes on working; when the
 * certificate for it has come, commit raises the generation, one storage operation. A power cut
 * anywhere leaves one of the two keys, whole, and a generation that was left behind never comes back.
 * Keys are derived, so nothing but the generation is stored; they follow who signed the OS and
 * how the device stands, not the version, and so outlive an update.
 *
 * It signs what a TLS 1.3 client signs and nothing else: the caller gives the transcript's
 * hash, and the text that RFC 8446 section 4.4.3 puts around it is written here.
 */

#include "reference-impl/root_of_trust/identity.h"

struct client_key {
	uint32_t generation; /* of the active key; 0: there is none yet */
	bool has_active, has_pending;
	struct crypto_p256_key active, pending;
};

/* Derives the active key afresh, after the identity changed; a pending one is forgotten. */
enum result client_key_load(struct client_key *key, const struct vault *vault, const struct identity *identity) MUST_CHECK;

/* Makes the pending key; the same until it is committed. RESULT_NOT_FOUND without an identity. */
enum result client_key_generate(struct client_key *key, const struct identity *identity) MUST_CHECK;

/* Makes the pending key the active one if spki is its public key; RESULT_REFUSED otherwise, RESULT_NOT_FOUND without one. */
enum result client_key_commit(struct client_key *key, const struct vault *vault, struct bytes spki) MUST_CHECK;

/* Signs as TLS 1.3 client over a transcript hash of 32 or 48 bytes. RESULT_NOT_FOUND without an active key. */
enum result client_key_sign(const struct client_key *key, struct bytes transcript_hash, struct buffer room,
			    struct bytes *ret_signature) MUST_CHECK;

void client_key_release(struct client_key *key);

#endif
