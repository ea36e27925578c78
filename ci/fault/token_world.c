/* SPDX-License-Identifier: Apache-2.0 */
/* A complete device that was asked for a challenge, and a token by which it must not open. */
#include <stdlib.h>
#include <string.h>

#include "ci/fault/world.h"
#include "reference-impl/root_of_trust/service_session.h"

extern const char __start_token_decision[], __stop_token_decision[];

enum { LIFETIME_S = 600 };

static struct {
	struct vault vault;
	struct crypto_sha256 fused_key;
	uint32_t counters[COUNTER_END];
	uint64_t uptime_ms;
	struct service_session session;
	struct service_gate gate;
	struct crypto_p256_key maker, stranger;
	struct service_token token;
	uint8_t room[SERVICE_TOKEN_MAX_LEN];
	struct bytes spki, written;
} chip;

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	(void)context;
	return offset == FUSE_SERVICE_KEY_HASH ? bytes_copy(into, BYTES_OF(chip.fused_key)) : RESULT_REFUSED;
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	(void)context;
	*ret_value = chip.counters[counter];
	return RESULT_OK;
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	(void)context;
	chip.counters[counter] = value;
	return RESULT_OK;
}

static uint64_t uptime_ms(void *context)
{
	(void)context;
	return chip.uptime_ms;
}

static void make_key(uint8_t seed, struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };

	scalar[sizeof(scalar) - 1] = seed;
	if (crypto_p256_from_scalar(BYTES_OF(scalar), ret_key) != RESULT_OK)
		abort();
}

static void fuse(const struct crypto_p256_key *key)
{
	if (crypto_sha256(BYTES_OF(key->spki), &chip.fused_key) != RESULT_OK)
		abort();
}

/* The device, and the token that is right. */
static void begin(void)
{
	chip.vault = (struct vault){ .read_fuses = read_fuses, .read_counter = read_counter, .raise_counter = raise_counter,
				     .uptime_ms = uptime_ms };
	make_key(0x22, &chip.maker);
	make_key(0x23, &chip.stranger);
	fuse(&chip.maker);
	chip.uptime_ms = 50000;
	chip.gate = (struct service_gate){ .vault = &chip.vault, .device_id = { 7 }, .lifecycle = LIFECYCLE_DEVICE_COMPLETE };
	chip.session = (struct service_session){ .is_challenged = true, .nonce = { 9 }, .challenged_ms = 40000 };
	chip.token = (struct service_token){ .kind = SERVICE_DEBUG, .device_id = { 7 }, .nonce = { 9 }, .expires_s = LIFETIME_S,
					     .lifecycle = LIFECYCLE_DEVICE_COMPLETE, .rights = SERVICE_RIGHT_DEBUG_OS };
}

static void sign_by(const struct crypto_p256_key *signing, const struct crypto_p256_key *shown)
{
	const struct cose_signer signer = cose_signer_of_key(COSE_ES256, signing);

	chip.spki = BYTES_OF(shown->spki);
	if (service_token_write(&chip.token, &signer, BUFFER_OF(chip.room), &chip.written) != RESULT_OK)
		abort();
}

static void meet_good(void)
{
	begin();
	sign_by(&chip.maker, &chip.maker);
}

static void meet_foreign_key(void)
{
	begin();
	sign_by(&chip.stranger, &chip.stranger);
}

static void meet_foreign_signature(void)
{
	begin();
	sign_by(&chip.stranger, &chip.maker);
}

/* Its last byte before the signature: more rights than were signed. */
static void meet_altered(void)
{
	enum { SIGNATURE_LEN = 2 + 64 };

	meet_good();
	chip.room[chip.written.len - SIGNATURE_LEN - 1] |= SERVICE_RIGHT_DEBUG_APPS;
}

static void meet_published_key(void)
{
	begin();
	make_key(1, &chip.maker);
	fuse(&chip.maker);
	sign_by(&chip.maker, &chip.maker);
}

static void meet_other_device(void)
{
	begin();
	chip.token.device_id[0] ^= 1;
	sign_by(&chip.maker, &chip.maker);
}

static void meet_other_challenge(void)
{
	begin();
	chip.token.nonce[SERVICE_NONCE_LEN - 1] ^= 1;
	sign_by(&chip.maker, &chip.maker);
}

static void meet_other_state(void)
{
	begin();
	chip.token.lifecycle = LIFECYCLE_MODULE_COMPLETE;
	sign_by(&chip.maker, &chip.maker);
}

static void meet_late(void)
{
	meet_good();
	chip.uptime_ms = chip.session.challenged_ms + LIFETIME_S * 1000;
}

static void meet_used(void)
{
	meet_good();
	if (service_session_open(&chip.session, &chip.gate, chip.spki, chip.written) != RESULT_OK)
		abort();
	service_session_close(&chip.session);
}

static bool decide(void)
{
	enum result result = service_session_open(&chip.session, &chip.gate, chip.spki, chip.written);

	(void)result;
	return service_session_rights(&chip.session, &chip.vault) != 0;
}

/* First those in which a hurried sweep finds most of what there is to find. */
static const struct fault_world worlds[] = {
	{ "a token of a foreign key", meet_foreign_key, decide },
	{ "a token that was used before", meet_used, decide },
	{ "a token for another device", meet_other_device, decide },
	{ "a token whose signature is foreign", meet_foreign_signature, decide },
	{ "an altered token", meet_altered, decide },
	{ "a token of a published key", meet_published_key, decide },
	{ "a token over another challenge", meet_other_challenge, decide },
	{ "a token for another state of life", meet_other_state, decide },
	{ "a token whose time is over", meet_late, decide },
};

const struct fault_subject fault_token = {
	.name = "token_decision",
	.lets_through = "opens for a bad token",
	.from = __start_token_decision,
	.to = __stop_token_decision,
	.worlds = worlds,
	.world_count = sizeof(worlds) / sizeof(worlds[0]),
	.good = { "a good token", meet_good, decide },
};
