/* SPDX-License-Identifier: Apache-2.0 */
/* Both CDIs, and what is derived from them with the profile's salt. */

#include "reference-impl/root_of_trust/dice.h"

#include <string.h>

#include "reference-impl/base/secret.h"

static const uint8_t ASYM_SALT[64] = {
	0x63, 0xb6, 0xa0, 0x4d, 0x2c, 0x07, 0x7f, 0xc1, 0x0f, 0x63, 0x9f, 0x21, 0xda, 0x79, 0x38, 0x44,
	0x35, 0x6c, 0xc2, 0xb0, 0xb4, 0x41, 0xb3, 0xa7, 0x71, 0x24, 0x03, 0x5c, 0x03, 0xf8, 0xe1, 0xbe,
	0x60, 0x35, 0xd3, 0x1f, 0x28, 0x28, 0x21, 0xa7, 0x45, 0x0a, 0x02, 0x22, 0x2a, 0xb1, 0xb3, 0xcf,
	0xf1, 0x67, 0x9b, 0x05, 0xab, 0x1c, 0xa5, 0xd1, 0xaf, 0xfb, 0x78, 0x9c, 0xcd, 0x2b, 0x0b, 0x3b
};

static enum result hash(const struct bytes *parts, size_t count, uint8_t digest[DICE_HASH_LEN])
{
	struct crypto_hash state = { 0 };
	enum result result = crypto_hash_init(&state, CRYPTO_SHA512);

	for (size_t i = 0; i < count && result == RESULT_OK; i++)
		result = crypto_hash_update(&state, parts[i]);
	if (result == RESULT_OK)
		result = crypto_hash_final(&state, (struct buffer){ digest, DICE_HASH_LEN });
	crypto_hash_release(&state);
	return result;
}

static enum result derive(const uint8_t cdi[DICE_CDI_LEN], const uint8_t salt[DICE_HASH_LEN], const char *info,
			  uint8_t ret_cdi[DICE_CDI_LEN])
{
	return crypto_hkdf(CRYPTO_SHA512, bytes_from(cdi, DICE_CDI_LEN), bytes_from(salt, DICE_HASH_LEN), bytes_of_text(info),
			   (struct buffer){ ret_cdi, DICE_CDI_LEN });
}

enum result dice_next(const struct dice_cdi *current, const struct dice_input *input, struct dice_cdi *ret_next)
{
	const struct bytes attest[] = { BYTES_OF(input->code), BYTES_OF(input->configuration), BYTES_OF(input->authority),
					BYTES_OF(input->mode), BYTES_OF(input->hidden) };
	const struct bytes seal[] = { BYTES_OF(input->authority), BYTES_OF(input->mode), BYTES_OF(input->hidden) };
	uint8_t salt[DICE_HASH_LEN];
	struct dice_cdi next = { .attest = { 0 } };
	enum result result = hash(attest, sizeof(attest) / sizeof(attest[0]), salt);

	if (result == RESULT_OK)
		result = derive(current->attest, salt, "CDI_Attest", next.attest);
	if (result == RESULT_OK)
		result = hash(seal, sizeof(seal) / sizeof(seal[0]), salt);
	if (result == RESULT_OK)
		result = derive(current->seal, salt, "CDI_Seal", next.seal);
	if (result == RESULT_OK)
		*ret_next = next;
	secret_wipe(BUFFER_OF(next));
	return result;
}

enum result dice_leaf_key(struct bytes secret, struct bytes label, struct crypto_p256_key *ret_key)
{
	uint8_t seed[DICE_SEED_LEN];
	enum result result =
		crypto_hkdf(CRYPTO_SHA512, secret, BYTES_OF(ASYM_SALT), label, BUFFER_OF(seed));

	if (result == RESULT_OK)
		result = dice_key_from_seed(BYTES_OF(seed), ret_key);
	secret_wipe(BUFFER_OF(seed));
	return result;
}

enum result dice_key(const uint8_t cdi_attest[DICE_CDI_LEN], struct crypto_p256_key *ret_key)
{
	return dice_leaf_key(bytes_from(cdi_attest, DICE_CDI_LEN), bytes_of_text("Key Pair"), ret_key);
}
