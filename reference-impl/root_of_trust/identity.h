/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_IDENTITY_H
#define ROOT_OF_TRUST_IDENTITY_H

/*
 * The device's secrets as they stand for what runs now.
 *
 * The device secret is taken once per power-on, turned into the root of trust's own layer and
 * wiped. Each stage that boots is one layer more: the secrets of the layer before are overwritten
 * in the same step, and behind the last layer none are kept at all, but only what was derived from
 * them: the attestation key, a leaf that certifies nothing, with the certificates of all layers, and
 * the roots of sealing and TLS keys.
 * A reset goes back to the root of trust's own layer, which outlives it; nobody can ask for it.
 */

#include "reference-impl/platform/vault.h"
#include "reference-impl/root_of_trust/identity_chain.h"

enum { IDENTITY_ROOT_LEN = 32 };

struct identity {
	bool is_present;    /* there was a device secret */
	bool is_whole;      /* the last layer was entered */
	struct dice_cdi own;   /* of the root of trust itself */
	struct dice_cdi layer; /* of the newest layer; zero when is_whole */
	struct identity_measured own_measured, measured; /* of these two */
	struct crypto_p256_key attestation;
	struct identity_chain *chain; /* of the owner; holds nothing secret */
	uint8_t seal_root[IDENTITY_ROOT_LEN];
	uint8_t client_root[IDENTITY_ROOT_LEN];
};

/* What a layer is made of: the component, the digest of its configuration (may be zero), the mode of this boot. */
struct identity_layer {
	const struct component *component;
	const struct crypto_sha256 *configuration;
	enum layer_mode mode;
	bool is_last;
};

/*
 * Takes the device secret and becomes the root of trust's layer. RESULT_NOT_FOUND when no secret was
 * burnt, RESULT_REFUSED when it was taken before: there is no identity then, and nothing that needs one works.
 */
enum result identity_begin(struct identity *identity, struct identity_chain *chain, const struct vault *vault,
			   const struct identity_layer *own) MUST_CHECK;

/* Back to the own layer. */
enum result identity_restart(struct identity *identity) MUST_CHECK;

/*
 * Goes on to the next layer, all or nothing. RESULT_NOT_FOUND without an identity, RESULT_REFUSED
 * behind the last layer.
 */
enum result identity_enter(struct identity *identity, const struct identity_layer *layer) MUST_CHECK;

#endif
