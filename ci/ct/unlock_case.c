/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device that is asked to open. The challenge is secret to everybody but the one who got it, and so is
 * which key opens the device: who tries must learn yes or no and nothing of how near it came.
 */
#include <string.h>

#include "ci/ct/cases.h"
#include "ci/ct/mark.h"
#include "ci/ct/silicon.h"
#include "reference-impl/root_of_trust/service_session.h"

struct unlocking {
	struct memory_chip chip;
	struct vault vault;
	struct entropy_pool pool;
	struct service_session session;
	struct crypto_p256_key maker, stranger;
};

static bool make_key(uint8_t seed, struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];

	memset(scalar, seed, sizeof(scalar));
	return crypto_p256_from_scalar(BYTES_OF(scalar), ret_key) == RESULT_OK;
}

static bool begin(struct unlocking *u)
{
	struct crypto_sha256 hash;
	bool begun;

	memset(u, 0, sizeof(*u));
	memory_chip_init(&u->chip);
	u->vault = ct_silicon_vault(&u->chip);
	begun = make_key(0x22, &u->maker) && make_key(0x23, &u->stranger) &&
		crypto_sha256(BYTES_OF(u->maker.spki), &hash) == RESULT_OK && entropy_pool_begin(&u->pool, &u->vault) == RESULT_OK;
	memcpy(u->chip.fuses + FUSE_SERVICE_KEY_HASH, &hash, sizeof(hash));
	ct_hide(u->chip.fuses + FUSE_SERVICE_KEY_HASH, sizeof(hash));
	return begun;
}

/* One try, over a nonce that differs from the challenge in one byte, or in none for -1. */
static enum result try_to_open(struct unlocking *u, const struct crypto_p256_key *key, int differs_at)
{
	struct service_gate gate = { .vault = &u->vault, .lifecycle = LIFECYCLE_DEVICE_COMPLETE };
	struct service_token token = { .kind = SERVICE_DEBUG, .expires_s = 600, .lifecycle = LIFECYCLE_DEVICE_COMPLETE,
				       .rights = SERVICE_RIGHT_READ_LOGS };
	const struct cose_signer signer = cose_signer_of_key(COSE_ES256, key);
	uint8_t room[SERVICE_TOKEN_MAX_LEN];
	struct bytes written;

	memcpy(gate.device_id, u->chip.fuses + FUSE_DEVICE_ID, sizeof(gate.device_id));
	memcpy(token.device_id, gate.device_id, sizeof(token.device_id));
	if (service_session_challenge(&u->session, &u->vault, &u->pool) != RESULT_OK)
		return RESULT_INTERNAL;
	/* What was given out, and what is kept of it, which is looked at as before. */
	memcpy(token.nonce, u->session.nonce, sizeof(token.nonce));
	ct_show(token.nonce, sizeof(token.nonce));
	if (differs_at >= 0)
		token.nonce[differs_at] ^= 1;
	if (service_token_write(&token, &signer, BUFFER_OF(room), &written) != RESULT_OK)
		return RESULT_INTERNAL;
	return service_session_open(&u->session, &gate, BYTES_OF(key->spki), written);
}

bool ct_unlock(void)
{
	static const int differs_at[] = { 0, 17, SERVICE_NONCE_LEN - 1 };
	static struct unlocking u;
	bool right = begin(&u);

	for (size_t i = 0; i < sizeof(differs_at) / sizeof(differs_at[0]); i++)
		right = try_to_open(&u, &u.maker, differs_at[i]) == RESULT_REFUSED && right;
	right = try_to_open(&u, &u.stranger, -1) == RESULT_UNKNOWN_KEY && right;
	right = service_session_rights(&u.session, &u.vault) == 0 && right;
	right = try_to_open(&u, &u.maker, -1) == RESULT_OK && right;
	return service_session_rights(&u.session, &u.vault) == SERVICE_RIGHT_READ_LOGS && right;
}
