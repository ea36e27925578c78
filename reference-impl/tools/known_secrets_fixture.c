/* SPDX-License-Identifier: Apache-2.0 */
/* Goes the way of the unit's boot, layer by layer, with the same root of trust in this process. */

#include "reference-impl/tools/known_secrets_fixture.h"

#include <check.h>
#include <string.h>

#include "reference-impl/base/secret.h"

/* A secret that is known already keeps its better home: the same bytes may be held under two names. */
static void know(struct known_secrets *k, const char *name, const uint8_t secret[SECRET_LEN], enum home home)
{
	unsigned int before = k->search.secret_count, number;

	if (secret_is_uniform(bytes_from(secret, SECRET_LEN)))
		return;
	number = secret_search_add(&k->search, secret);
	if (number == before) {
		k->of[number] = (struct known_secret){ name, home, { 0 } };
		memcpy(k->of[number].secret, secret, SECRET_LEN);
	} else if (home > k->of[number].home) {
		k->of[number].home = home;
	}
}

static void know_key_of(struct known_secrets *k, const char *name, const uint8_t cdi[DICE_CDI_LEN])
{
	struct crypto_p256_key key;

	if (secret_is_uniform(bytes_from(cdi, DICE_CDI_LEN)))
		return;
	ck_assert_int_eq(dice_key(cdi, &key), RESULT_OK);
	know(k, name, key.scalar, NOWHERE);
	crypto_p256_release(&key);
}

/* What the mirror holds now; `home` is where the device may have it. The root of trust's own layer it always keeps. */
static void know_layer(struct known_secrets *k, enum home home)
{
	const struct identity *identity = &k->mirror.rot.identity;

	know(k, "attestation CDI of the root of trust", identity->own.attest, IN_THE_ROOT_OF_TRUST);
	know(k, "sealing CDI of the root of trust", identity->own.seal, IN_THE_ROOT_OF_TRUST);
	know_key_of(k, "key of the root of trust's layer", identity->own.attest);
	know(k, "attestation CDI of a layer", identity->layer.attest, home);
	know(k, "sealing CDI of a layer", identity->layer.seal, home);
	know_key_of(k, "key of a layer", identity->layer.attest);
	know(k, "attestation key", identity->attestation.scalar, home);
	know(k, "sealing root", identity->seal_root, home);
	know(k, "client key root", identity->client_root, home);
	if (k->mirror.rot.client.has_active)
		know(k, "client key", k->mirror.rot.client.active.scalar, home);
	if (k->mirror.rot.client.has_pending)
		know(k, "client key to come", k->mirror.rot.client.pending.scalar, home);
}

static enum result read_generation(void *context, enum counter counter, uint32_t *ret_value)
{
	ck_assert_int_eq(counter, COUNTER_CLIENT_KEY);
	*ret_value = *(const uint32_t *)context;
	return RESULT_OK;
}

/* Keys that were renewed are secrets still: they signed. */
static void know_earlier_client_keys(struct known_secrets *k)
{
	for (uint32_t generation = 1; generation < k->mirror.rot.client.generation; generation++) {
		const struct vault then = { .context = &generation, .read_counter = read_generation };
		struct client_key key = { .generation = 0 };

		ck_assert_int_eq(client_key_load(&key, &then, &k->mirror.rot.identity), RESULT_OK);
		know(k, "client key of an earlier generation", key.active.scalar, NOWHERE);
		client_key_release(&key);
	}
}

/* The CDIs of the OS's layer, which no root of trust keeps, not even the mirror. */
static void know_last_layer(struct known_secrets *k, const struct component *os)
{
	struct identity before = k->mirror.rot.identity, last = before;
	struct identity_chain chain = k->mirror.rot.chain;
	const struct identity_layer layer = { os, &k->mirror.rot.configuration, root_of_trust_mode(&k->mirror.rot), false };

	last.chain = &chain;
	ck_assert_int_eq(identity_enter(&last, &layer), RESULT_OK);
	know(k, "attestation CDI of the OS", last.layer.attest, NOWHERE);
	know(k, "sealing CDI of the OS", last.layer.seal, NOWHERE);
	know_key_of(k, "key of the OS's layer", last.layer.attest);
}

static void know_device_secret(struct known_secrets *k)
{
	uint8_t fuses[FUSE_LEN];
	uint8_t secret[SECRET_LEN];

	ck_assert_uint_eq(tools_load("@device/fuses.bin", BUFFER_OF(fuses)).len, FUSE_LEN);
	memcpy(secret, fuses + FUSE_DEVICE_SECRET, SECRET_LEN);
	ck_assert(!secret_is_uniform(BYTES_OF(secret)));
	know(k, "device secret", secret, IN_THE_FUSES);
	know_key_of(k, "device key", secret);
}

void known_secrets_compute(struct known_secrets *k, const struct boot_log *log, bool recovers,
			   const uint8_t attestation_key[CRYPTO_P256_SPKI_LEN])
{
	secret_search_init(&k->search);
	know_device_secret(k);
	tools_open_device(&k->mirror.sim);
	k->mirror.vault = sim_vault(&k->mirror.sim);
	sim_power_on(&k->mirror.sim, false);
	ck_assert_int_eq(root_of_trust_power_on(&k->mirror.rot, &k->mirror.vault, &log->entry[0]), RESULT_OK);
	for (size_t i = 1; i < log->count; i++) {
		know_layer(k, NOWHERE);
		/* A loader that serves says so of what it measures last. */
		k->mirror.rot.in_recovery = log->entry[i].kind == COMPONENT_OS && recovers;
		if (log->entry[i].kind == COMPONENT_OS)
			know_last_layer(k, &log->entry[i]);
		ck_assert_int_eq(root_of_trust_measure(&k->mirror.rot, &log->entry[i]), RESULT_OK);
	}
	know_layer(k, IN_THE_ROOT_OF_TRUST);
	know_earlier_client_keys(k);
	ck_assert_mem_eq(attestation_key, k->mirror.rot.identity.attestation.spki, CRYPTO_P256_SPKI_LEN);
	unit_power_off(&k->mirror);
}
