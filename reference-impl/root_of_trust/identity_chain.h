/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_IDENTITY_CHAIN_H
#define ROOT_OF_TRUST_IDENTITY_CHAIN_H

/*
 * Inside root_of_trust/ only: the certificates by which a verifier follows the attestation key
 * down to the device's own key.
 *
 * Each is written in the one moment in which the layer below still has its key: device key,
 * signed by itself; root of trust; loader; operating system; and above whichever of these is
 * the newest, the attestation key, a leaf with the measurement of the code that it speaks for.
 * The keys that sign them sign nothing else.
 */

#include "reference-impl/codec/dice_certificate.h"
#include "reference-impl/platform/boot_log.h"
#include "reference-impl/root_of_trust/dice.h"

enum { IDENTITY_CHAIN_MAX = 4, IDENTITY_CERTIFICATE_MAX_LEN = 1024, IDENTITY_UUID_TEXT_LEN = 32 };

/* Vendor and class in lower-case hexadecimal: what every layer's certificate has in common. */
struct identity_make {
	uint8_t vendor[IDENTITY_UUID_TEXT_LEN], model[IDENTITY_UUID_TEXT_LEN];
};

/* What a layer's certificate says of it. */
struct identity_measured {
	struct component component;
	uint16_t mode;  /* enum layer_mode */
	uint16_t layer; /* 0: the root of trust */
};

struct identity_certificate {
	size_t len;
	uint8_t der[IDENTITY_CERTIFICATE_MAX_LEN];
};

/* How far the chain reaches. */
struct identity_reach {
	size_t count; /* of layers, the device key's first */
	size_t leaf;  /* 0 or 1: which leaf is the one */
};

/* All zero at first. What was added counts from identity_chain_commit() on, and until then what was before. */
struct identity_chain {
	struct identity_make make;
	struct identity_reach now, draft;
	struct identity_certificate layer[IDENTITY_CHAIN_MAX], leaf[2];
};

/* The device key's certificate, the first of all. */
enum result identity_chain_begin(struct identity_chain *chain, const struct crypto_p256_key *device) MUST_CHECK;

/* The next layer's, signed by the key below; RESULT_TOO_LARGE beyond IDENTITY_CHAIN_MAX. */
enum result identity_chain_add(struct identity_chain *chain, const struct crypto_p256_key *issuer,
			       const struct crypto_p256_key *subject, const struct identity_measured *measured) MUST_CHECK;

/* The attestation key's, signed by the newest layer's key, in place of the leaf before. */
enum result identity_chain_leaf(struct identity_chain *chain, const struct crypto_p256_key *issuer,
				const struct crypto_p256_key *leaf, const struct identity_measured *measured) MUST_CHECK;

/* Back to the first count layers; a new leaf has to follow. */
void identity_chain_cut(struct identity_chain *chain, size_t count);
void identity_chain_commit(struct identity_chain *chain);
void identity_chain_drop(struct identity_chain *chain);

/*
 * Writes u16 length and DER of each, from the leaf down to the root of trust's. The device key's own is not
 * among them: it is signed anew at each power-on, and a verifier has the one that the maker took from the line.
 */
void identity_chain_write(const struct identity_chain *chain, struct writer *w);
struct bytes identity_chain_device(const struct identity_chain *chain);

#endif
