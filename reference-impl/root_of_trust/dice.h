/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_DICE_H
#define ROOT_OF_TRUST_DICE_H

/*
 * Layered identity: each layer's secrets follow from those of the layer below and from what the
 * layer is, so that other code on the same device, or the same code on another, is another identity.
 *
 * Two secrets (CDIs) pass from layer to layer: the attestation CDI follows everything that was
 * measured; the sealing CDI follows who signed it and how the device stands, so that it outlives
 * an update. Keys derive from them as below; a key's identifier is codec/dice_certificate.h's. All secrets are the caller's to wipe.
 * Source: Open Profile for DICE 2.5 with SHA-512, HKDF-SHA512 and its recommended P-256 derivation.
 */

#include "reference-impl/crypto/crypto.h"

enum { DICE_CDI_LEN = 32, DICE_HASH_LEN = 64, DICE_SEED_LEN = 32 };

enum layer_mode { LAYER_MODE_NOT_CONFIGURED, LAYER_MODE_NORMAL, LAYER_MODE_DEBUG, LAYER_MODE_RECOVERY };

struct dice_cdi {
	uint8_t attest[DICE_CDI_LEN];
	uint8_t seal[DICE_CDI_LEN];
};

/* What a layer is; each field a SHA-512, the configuration also 64 bytes as they are. */
struct dice_input {
	uint8_t code[DICE_HASH_LEN];
	uint8_t configuration[DICE_HASH_LEN];
	uint8_t authority[DICE_HASH_LEN];
	uint8_t mode; /* enum layer_mode */
	uint8_t hidden[DICE_HASH_LEN];
};

/* The secrets of the layer that input describes; ret_next may be current. For the first layer both CDIs are the device secret. */
enum result dice_next(const struct dice_cdi *current, const struct dice_input *input, struct dice_cdi *ret_next) MUST_CHECK;

/* The key pair that belongs to an attestation CDI: it signs certificates and nothing else. */
enum result dice_key(const uint8_t cdi_attest[DICE_CDI_LEN], struct crypto_p256_key *ret_key) MUST_CHECK;

/* A key below that one, for the use that `label` names; independent of every other label's. */
enum result dice_leaf_key(struct bytes secret, struct bytes label, struct crypto_p256_key *ret_key) MUST_CHECK;

/* The P-256 key of a seed: HMAC-DRBG of RFC 6979 section 3.2 with SHA-512. RESULT_MALFORMED unless DICE_SEED_LEN bytes. */
enum result dice_key_from_seed(struct bytes seed, struct crypto_p256_key *ret_key) MUST_CHECK;

#endif
