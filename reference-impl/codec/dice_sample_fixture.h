/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DICE_SAMPLE_FIXTURE_H
#define CODEC_DICE_SAMPLE_FIXTURE_H

/*
 * A device's chain: root, device key (nothing measured), loader, OS (the last layer), attestation
 * key. A test changes what is asked for, then writes it.
 */

#include "reference-impl/codec/dice_chain.h"

enum { SAMPLE_LEAF, SAMPLE_OS, SAMPLE_LOADER, SAMPLE_DEVICE, SAMPLE_ROOT, SAMPLE_COUNT };

struct dice_sample {
	struct crypto_p256_key keys[SAMPLE_COUNT];
	struct dice_tcb_info infos[SAMPLE_COUNT];
	struct dice_certificate_request requests[SAMPLE_COUNT];
	const struct crypto_p256_key *signers[SAMPLE_COUNT];
	uint8_t rooms[SAMPLE_COUNT][DICE_CERTIFICATE_MAX_LEN];
	struct bytes ders[SAMPLE_COUNT]; /* the leaf first */
};

/* What is to be asked for; nothing is written yet. */
void dice_sample_prepare(struct dice_sample *sample);

/* Writes them all; asserts that it works. */
void dice_sample_write(struct dice_sample *sample);

/* Rules under which the sample holds: its root's key, key identifiers demanded. */
struct dice_chain_rules dice_sample_rules(const struct dice_sample *sample);

struct dice_signer dice_sample_signer(const struct crypto_p256_key *key);

#endif
