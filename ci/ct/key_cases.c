/* SPDX-License-Identifier: Apache-2.0 */
/* Keys at work: what they seal, open and sign may be known afterwards, and they may not. */
#include <string.h>

#include "ci/ct/cases.h"
#include "ci/ct/mark.h"
#include "ci/ct/silicon.h"
#include "reference-impl/root_of_trust/client_key.h"
#include "reference-impl/root_of_trust/sealing.h"

enum { PLAIN_LEN = 40 };

static const uint8_t nonce[CRYPTO_AEAD_NONCE_LEN] = { 5 };

/* Seals a text under a key, both hidden, and shows what came of it. */
static bool seal_hidden(const struct crypto_aead *aead, uint8_t sealed[PLAIN_LEN + CRYPTO_AEAD_TAG_LEN])
{
	uint8_t plain[PLAIN_LEN];
	bool done;

	memset(plain, 0x66, sizeof(plain));
	ct_hide(plain, sizeof(plain));
	done = crypto_aead_seal(aead, BYTES_OF(plain), (struct buffer){ sealed, PLAIN_LEN + CRYPTO_AEAD_TAG_LEN }) == RESULT_OK;
	ct_show(sealed, PLAIN_LEN + CRYPTO_AEAD_TAG_LEN);
	ct_show(plain, sizeof(plain));
	return done && !bytes_equal(BYTES_OF(plain), bytes_from(sealed, sizeof(plain)));
}

static struct crypto_aead hidden_aead(uint8_t key[CRYPTO_AEAD_KEY_LEN])
{
	memset(key, 0x55, CRYPTO_AEAD_KEY_LEN);
	ct_hide(key, CRYPTO_AEAD_KEY_LEN);
	return (struct crypto_aead){ bytes_from(key, CRYPTO_AEAD_KEY_LEN), BYTES_OF(nonce), { 0 } };
}

bool ct_seal(void)
{
	uint8_t key[CRYPTO_AEAD_KEY_LEN], sealed[PLAIN_LEN + CRYPTO_AEAD_TAG_LEN];
	const struct crypto_aead aead = hidden_aead(key);

	return seal_hidden(&aead, sealed) && !ct_is_zero(BYTES_OF(sealed));
}

/* As it was sealed, and with the first, a middle and the last byte of its tag changed. */
bool ct_open(void)
{
	static const int differs_at[] = { -1, 0, 9, CRYPTO_AEAD_TAG_LEN - 1 };
	uint8_t key[CRYPTO_AEAD_KEY_LEN], sealed[PLAIN_LEN + CRYPTO_AEAD_TAG_LEN];
	const struct crypto_aead aead = hidden_aead(key);
	bool right = seal_hidden(&aead, sealed);

	for (size_t i = 0; i < sizeof(differs_at) / sizeof(differs_at[0]); i++) {
		uint8_t text[sizeof(sealed)], plain[PLAIN_LEN];
		enum result expected = differs_at[i] < 0 ? RESULT_OK : RESULT_REFUSED;

		memcpy(text, sealed, sizeof(text));
		if (differs_at[i] >= 0)
			text[PLAIN_LEN + differs_at[i]] ^= 1;
		right = crypto_aead_open(&aead, BYTES_OF(text), BUFFER_OF(plain)) == expected && right;
		ct_show(plain, sizeof(plain));
		right = right && (plain[0] == 0x66) == (expected == RESULT_OK);
	}
	return right;
}

static struct identity hidden_identity(void)
{
	struct identity identity = { .is_present = true, .is_whole = true };

	memset(identity.seal_root, 0x77, sizeof(identity.seal_root));
	memset(identity.client_root, 0x78, sizeof(identity.client_root));
	ct_hide(identity.seal_root, sizeof(identity.seal_root));
	ct_hide(identity.client_root, sizeof(identity.client_root));
	return identity;
}

/* A text whose end is zeros, as an end that is not used may be. */
static bool seal_for(const struct identity *identity, const struct seal_owner *owner, struct writer *sealed)
{
	uint8_t plain[PLAIN_LEN] = { 0x66, 0x67 };
	enum result result;

	ct_hide(plain, sizeof(plain));
	result = sealing_seal(identity, owner, nonce, BYTES_OF(plain), sealed);
	ct_show(sealed->room.at, sealed->used);
	return result == RESULT_OK;
}

bool ct_unseal(void)
{
	static const uint8_t name[] = "n";
	const struct identity identity = hidden_identity();
	struct seal_owner owner = { .role = 5, .generation = 2, .name = BYTES_OF(name) };
	uint8_t room[PLAIN_LEN + SEAL_OVERHEAD], opened[PLAIN_LEN];
	struct writer sealed = writer_over(BUFFER_OF(room));
	struct bytes plain = { 0 };
	bool right = seal_for(&identity, &owner, &sealed);

	owner.generation = 3;
	right = sealing_unseal(&identity, &owner, bytes_from(room, sealed.used), BUFFER_OF(opened), &plain) == RESULT_OK && right;
	ct_show(opened, sizeof(opened));
	right = right && plain.len == PLAIN_LEN && opened[0] == 0x66;
	room[sizeof(room) - 1] ^= 1;
	return sealing_unseal(&identity, &owner, bytes_from(room, sealed.used), BUFFER_OF(opened), &plain) == RESULT_REFUSED && right;
}

static bool signs(const struct client_key *key)
{
	static const uint8_t transcript[CRYPTO_SHA256_LEN] = { 8 };
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes signature;

	return key->has_active && client_key_sign(key, BYTES_OF(transcript), BUFFER_OF(room), &signature) == RESULT_OK &&
	       crypto_ecdsa_der_is_strict(signature);
}

bool ct_client_key(void)
{
	const struct identity identity = hidden_identity();
	struct memory_chip chip;
	struct client_key key = { .generation = 0 };
	struct vault vault;
	bool right;

	memory_chip_init(&chip);
	vault = ct_silicon_vault(&chip);
	right = client_key_load(&key, &vault, &identity) == RESULT_OK && signs(&key);
	right = client_key_generate(&key, &identity) == RESULT_OK && right;
	right = client_key_commit(&key, &vault, BYTES_OF(key.pending.spki)) == RESULT_OK && key.generation == 2 && right;
	right = signs(&key) && right;
	client_key_release(&key);
	return right;
}
