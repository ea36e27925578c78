/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that use keys: sealing for components, the client key for TLS. */

#include <string.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/root_of_trust/mailbox_table.h"

/* Apps share one generation, so that the OS can erase what all of them sealed. */
static enum counter generation_of(enum mailbox_role role)
{
	return role == MAILBOX_APP ? COUNTER_SEAL_APPS : COUNTER_SEAL_OS;
}

/* Debugging changes the word at once, so what was sealed before is out of a debugger's reach. */
static uint32_t state_of(const struct root_of_trust *rot)
{
	return (uint32_t)rot->lifecycle << 8 | (uint32_t)root_of_trust_mode(rot);
}

static enum result owner_of(struct mailbox_call *call, struct seal_owner *ret_owner)
{
	const struct vault *vault = &call->rot->vault;
	struct seal_owner owner = { .role = (uint8_t)call->caller->role, .state = state_of(call->rot) };
	enum result result;

	memcpy(owner.component, call->caller->component, sizeof(owner.component));
	owner.name = reader_take(&call->in, reader_u8(&call->in));
	if (reader_result(&call->in) != RESULT_OK)
		return RESULT_MALFORMED;
	result = vault->read_counter(vault->context, generation_of(call->caller->role), &owner.generation);
	if (result == RESULT_OK)
		*ret_owner = owner;
	return result;
}

enum result mailbox_seal(struct mailbox_call *call)
{
	uint8_t nonce[CRYPTO_AEAD_NONCE_LEN];
	struct seal_owner owner;
	enum result result = owner_of(call, &owner);

	if (result == RESULT_OK)
		result = entropy_pool_fill(&call->rot->pool, BUFFER_OF(nonce));
	return result == RESULT_OK ?
		       sealing_seal(&call->rot->identity, &owner, nonce, reader_rest(&call->in), &call->out) :
		       result;
}

enum result mailbox_unseal(struct mailbox_call *call)
{
	struct seal_owner owner;
	struct bytes plain;
	enum result result = owner_of(call, &owner);

	if (result == RESULT_OK)
		result = sealing_unseal(&call->rot->identity, &owner, reader_rest(&call->in), call->out.room, &plain);
	if (result == RESULT_REFUSED)
		fault_log_add(&call->rot->faults, FAULT_UNSEAL);
	if (result == RESULT_OK)
		call->out.used = plain.len;
	return result;
}

enum result mailbox_seal_advance(struct mailbox_call *call)
{
	const struct vault *vault = &call->rot->vault;
	uint8_t sealed = reader_u8(&call->in);
	enum counter counter = sealed == MAILBOX_SEALED_APPS ? COUNTER_SEAL_APPS : COUNTER_SEAL_OS;
	uint32_t generation;
	enum result result;

	if (sealed >= MAILBOX_SEALED_END)
		return RESULT_NOT_FOUND;
	result = vault->read_counter(vault->context, counter, &generation);
	if (result == RESULT_OK && generation == UINT32_MAX)
		result = RESULT_TOO_LARGE;
	if (result == RESULT_OK)
		result = vault->raise_counter(vault->context, counter, generation + 1);
	if (result == RESULT_OK)
		writer_u32_le(&call->out, generation + 1);
	return result;
}

enum result mailbox_client_generate(struct mailbox_call *call)
{
	struct client_key *client = &call->rot->client;
	enum result result = client_key_generate(client, &call->rot->identity);

	if (result == RESULT_OK)
		writer_bytes(&call->out, BYTES_OF(client->pending.spki));
	return result;
}

enum result mailbox_client_commit(struct mailbox_call *call)
{
	return client_key_commit(&call->rot->client, &call->rot->vault, reader_take(&call->in, CRYPTO_P256_SPKI_LEN));
}

enum result mailbox_client_read(struct mailbox_call *call)
{
	const struct client_key *client = &call->rot->client;

	if (!client->has_active)
		return RESULT_NOT_FOUND;
	writer_bytes(&call->out, BYTES_OF(client->active.spki));
	return RESULT_OK;
}

enum result mailbox_client_sign(struct mailbox_call *call)
{
	struct bytes signature;
	enum result result = client_key_sign(&call->rot->client, reader_rest(&call->in), call->out.room, &signature);

	if (result == RESULT_OK)
		call->out.used = signature.len;
	return result;
}
