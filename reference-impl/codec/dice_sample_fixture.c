/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of small scalars and one vendor's device. */

#include "reference-impl/codec/dice_sample_fixture.h"

#include <check.h>

enum { NOW = 1767225600 /* 2026-01-01 */, FIRST_SCALAR = 11 };

static enum result sign_with_key(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der)
{
	return crypto_p256_sign(context, digest, room, ret_der);
}

struct dice_signer dice_sample_signer(const struct crypto_p256_key *key)
{
	return (struct dice_signer){ .sign = sign_with_key, .context = key };
}

static struct dice_tcb_info info_of(uint64_t layer)
{
	static const uint8_t digest[CRYPTO_SHA256_LEN] = { 0x22, 0x33 };
	struct dice_tcb_info info = { .vendor = bytes_of_text("vendor.example"),
				      .model = bytes_of_text("sensor-1"),
				      .version = bytes_of_text("1.2.0"),
				      .has_svn = true,
				      .svn = 3,
				      .has_layer = true,
				      .layer = layer,
				      .fwid_count = 1 };

	info.fwids[0] = (struct dice_fwid){ CRYPTO_SHA256, BYTES_OF(digest) };
	return info;
}

void dice_sample_prepare(struct dice_sample *sample)
{
	static const enum dice_role ROLES[] = { DICE_ATTESTATION_KEY, DICE_LAST_LAYER, DICE_LAYER, DICE_LAYER, DICE_LAYER };

	*sample = (struct dice_sample){ 0 };
	for (uint8_t i = 0; i < SAMPLE_COUNT; i++) {
		uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = (uint8_t)(FIRST_SCALAR + i) };

		ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &sample->keys[i]), RESULT_OK);
	}
	for (uint8_t i = 0; i < SAMPLE_COUNT; i++) {
		const struct crypto_p256_key *issuer = &sample->keys[i < SAMPLE_ROOT ? i + 1 : i];

		sample->infos[i] = info_of((uint64_t)(SAMPLE_DEVICE - i));
		sample->signers[i] = issuer;
		sample->requests[i] = (struct dice_certificate_request){ .issuer_spki = BYTES_OF(issuer->spki),
									 .subject_spki = BYTES_OF(sample->keys[i].spki),
									 .role = ROLES[i],
									 .tcb_info = i < SAMPLE_DEVICE ? &sample->infos[i] : NULL };
	}
}

void dice_sample_write(struct dice_sample *sample)
{
	for (size_t i = 0; i < SAMPLE_COUNT; i++) {
		struct dice_signer signer = dice_sample_signer(sample->signers[i]);

		ck_assert_int_eq(dice_certificate_write(&sample->requests[i], &signer, BUFFER_OF(sample->rooms[i]), &sample->ders[i]),
				 RESULT_OK);
	}
}

struct dice_chain_rules dice_sample_rules(const struct dice_sample *sample)
{
	return (struct dice_chain_rules){ .root_spki = BYTES_OF(sample->keys[SAMPLE_ROOT].spki),
					  .at_time = NOW,
					  .unmeasured_count = 1,
					  .demands_key_ids = true };
}
