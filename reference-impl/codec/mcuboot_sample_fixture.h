/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_MCUBOOT_SAMPLE_FIXTURE_H
#define CODEC_MCUBOOT_SAMPLE_FIXTURE_H

/*
 * Small images for tests, with every field that an image of ours has, and keys that are
 * the same in each run. Asserts with Check.
 */

#include "reference-impl/codec/mcuboot_build.h"

enum { SAMPLE_IMAGE_MAX = 2048, SAMPLE_COUNTER = 7 };

struct sample {
	uint8_t room[SAMPLE_IMAGE_MAX];
	struct bytes image;
};

/* The key whose scalar is this number. */
struct crypto_p256_key sample_key(uint8_t number);

/* What a sample is built from: version 1.2.3, counter 7, both UUIDs. */
struct mcuboot_build sample_build(const struct crypto_p256_key *key);

void sample_make(struct sample *sample, const struct mcuboot_build *build);

/* Appends a TLV to the unprotected area. */
void sample_append_tlv(struct sample *sample, uint16_t type, struct bytes value);

/* Appends a key hash and a signature over the signed range as it is. */
void sample_append_signature(struct sample *sample, const struct crypto_p256_key *key);

/* A policy that a sample meets under these keys. */
struct mcuboot_policy sample_policy(const struct mcuboot_key *keys, size_t key_count);

/* Parse, then verify. */
enum result sample_judge(struct bytes image, const struct mcuboot_policy *policy) MUST_CHECK;

#endif
