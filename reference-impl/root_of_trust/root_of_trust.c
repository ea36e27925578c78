/* SPDX-License-Identifier: Apache-2.0 */
/* The life of the root of trust: power, resets, and the boots that it measures. */

#include "reference-impl/root_of_trust/root_of_trust.h"

#include "reference-impl/base/secret.h"

enum layer_mode root_of_trust_mode(const struct root_of_trust *rot)
{
	if (rot->lifecycle != LIFECYCLE_DEVICE_COMPLETE)
		return LAYER_MODE_NOT_CONFIGURED;
	if (rot->session.saw_debug)
		return LAYER_MODE_DEBUG;
	return rot->in_recovery ? LAYER_MODE_RECOVERY : LAYER_MODE_NORMAL;
}

static struct identity_layer layer_of(const struct root_of_trust *rot, const struct component *component)
{
	return (struct identity_layer){ .component = component,
					.configuration = &rot->configuration,
					.mode = root_of_trust_mode(rot),
					.is_last = component->kind == COMPONENT_OS };
}

void root_of_trust_read_fuses(struct root_of_trust *rot)
{
	const struct vault *vault = &rot->vault;
	enum lifecycle before = rot->lifecycle;

	rot->lifecycle = lifecycle_read(vault);
	if (vault->read_fuses(vault->context, FUSE_DEVICE_ID, BUFFER_OF(rot->device_id)) != RESULT_OK) {
		secret_wipe(BUFFER_OF(rot->device_id));
		rot->lifecycle = LIFECYCLE_UNKNOWN;
	}
	if (rot->lifecycle != before)
		service_session_close(&rot->session);
}

/* Evidence of a boot without entropy says so by the fault; the seed is then known to everybody. */
static void draw_boot_seed(struct root_of_trust *rot)
{
	if (entropy_pool_fill(&rot->pool, BUFFER_OF(rot->boot_seed)) != RESULT_OK)
		fault_log_add(&rot->faults, FAULT_ENTROPY);
}

/* No secret at all is a blank module's state; any other lack of an identity is a fault. */
static enum result begin_identity(struct root_of_trust *rot)
{
	struct identity_layer own = layer_of(rot, &rot->self);
	enum result result = identity_begin(&rot->identity, &rot->chain, &rot->vault, &own);

	if (result == RESULT_REFUSED || result == RESULT_IO)
		fault_log_add(&rot->faults, FAULT_STORAGE);
	return result == RESULT_CRYPTO ? result : RESULT_OK;
}

static void load_client_key(struct root_of_trust *rot)
{
	if (client_key_load(&rot->client, &rot->vault, &rot->identity) != RESULT_OK)
		fault_log_add(&rot->faults, FAULT_STORAGE);
}

enum result root_of_trust_power_on(struct root_of_trust *rot, const struct vault *vault, const struct component *self)
{
	enum result result;

	if (self->kind != COMPONENT_ROOT_OF_TRUST)
		return RESULT_MALFORMED;
	secret_wipe(BUFFER_OF(*rot));
	rot->vault = *vault;
	rot->self = *self;
	root_of_trust_read_fuses(rot);
	if (rot->lifecycle == LIFECYCLE_UNKNOWN)
		fault_log_add(&rot->faults, FAULT_STORAGE);
	if (entropy_pool_begin(&rot->pool, &rot->vault) != RESULT_OK)
		fault_log_add(&rot->faults, FAULT_ENTROPY);
	draw_boot_seed(rot);
	result = boot_log_enter(&rot->log, self);
	if (result == RESULT_OK)
		result = begin_identity(rot);
	load_client_key(rot);
	return result;
}

enum result root_of_trust_reset(struct root_of_trust *rot)
{
	enum result result, identity;

	secret_wipe(BUFFER_OF(rot->log));
	rot->configuration = (struct crypto_sha256){ { 0 } };
	rot->in_recovery = false;
	rot->session.is_challenged = false;
	root_of_trust_read_fuses(rot);
	draw_boot_seed(rot);
	identity = identity_restart(&rot->identity);
	result = boot_log_enter(&rot->log, &rot->self);
	load_client_key(rot);
	return result == RESULT_OK && identity != RESULT_NOT_FOUND ? identity : result;
}

void root_of_trust_release(struct root_of_trust *rot)
{
	secret_wipe(BUFFER_OF(*rot));
}

static enum result enter_layer(struct root_of_trust *rot, const struct component *component)
{
	struct identity_layer layer = layer_of(rot, component);
	enum result result = identity_enter(&rot->identity, &layer);

	if (result == RESULT_NOT_FOUND)
		return RESULT_OK;
	if (result == RESULT_OK)
		load_client_key(rot);
	return result;
}

enum result root_of_trust_measure(struct root_of_trust *rot, const struct component *component)
{
	struct boot_log before = rot->log;
	enum result result = boot_log_enter(&rot->log, component);

	if (result != RESULT_OK)
		return result;
	if (component->kind == COMPONENT_CONFIG)
		rot->configuration = component->digest;
	else if (component->kind != COMPONENT_APP)
		result = enter_layer(rot, component);
	if (result != RESULT_OK)
		rot->log = before;
	return result;
}
