/* SPDX-License-Identifier: Apache-2.0 */
/* Count, forget the challenge, judge, settle: in this order, so that every way out but one leaves a counted try. */

#include "reference-impl/root_of_trust/service_session.h"

#include <string.h>

#include "reference-impl/base/secret.h"

static uint64_t now_ms(const struct vault *vault)
{
	return vault->uptime_ms(vault->context);
}

enum result service_session_challenge(struct service_session *session, const struct vault *vault, struct entropy_pool *pool)
{
	enum result result;

	session->is_challenged = false;
	result = entropy_pool_fill(pool, BUFFER_OF(session->nonce));
	if (result != RESULT_OK)
		return result;
	session->challenged_ms = now_ms(vault);
	session->is_challenged = true;
	return RESULT_OK;
}

static enum result read_tries(const struct vault *vault, uint32_t *ret_tried, uint32_t *ret_settled)
{
	enum result result = vault->read_counter(vault->context, COUNTER_TOKEN_TRIED, ret_tried);

	return result == RESULT_OK ? vault->read_counter(vault->context, COUNTER_TOKEN_SETTLED, ret_settled) : result;
}

bool service_session_is_locked(const struct service_session *session, const struct vault *vault)
{
	uint32_t tried, settled;

	if (read_tries(vault, &tried, &settled) != RESULT_OK || tried < settled || tried == UINT32_MAX)
		return true;
	return tried - settled >= SERVICE_TRIES_MAX && now_ms(vault) - session->last_try_ms < SERVICE_LOCKOUT_MS;
}

static enum result check_key(const struct service_gate *gate, struct bytes spki)
{
	struct crypto_sha256 fused, computed;
	enum result result = gate->vault->read_fuses(gate->vault->context, FUSE_SERVICE_KEY_HASH, BUFFER_OF(fused));

	if (result == RESULT_OK)
		result = crypto_sha256(spki, &computed);
	if (result != RESULT_OK)
		return result;
	if (secret_is_uniform(BYTES_OF(fused)) || !secret_equal(BYTES_OF(fused), BYTES_OF(computed)))
		return RESULT_UNKNOWN_KEY;
	if (gate->lifecycle == LIFECYCLE_DEVICE_COMPLETE && lifecycle_is_test_key(&computed))
		return RESULT_UNKNOWN_KEY;
	return RESULT_OK;
}

static bool is_for_now(const struct service_session *session, const struct service_gate *gate, const struct service_token *token)
{
	uint64_t age_ms = now_ms(gate->vault) - session->challenged_ms;

	return secret_equal(BYTES_OF(token->nonce), BYTES_OF(session->nonce)) &&
	       bytes_equal(BYTES_OF(token->device_id), BYTES_OF(gate->device_id)) &&
	       gate->lifecycle != LIFECYCLE_UNKNOWN && token->lifecycle == gate->lifecycle &&
	       age_ms < (uint64_t)token->expires_s * 1000;
}

static enum result judge(const struct service_session *session, const struct service_gate *gate, struct bytes spki,
			 struct bytes token, struct service_token *ret_token)
{
	enum result result = check_key(gate, spki);

	if (result == RESULT_OK)
		result = service_token_read(token, spki, ret_token);
	if (result == RESULT_OK && !is_for_now(session, gate, ret_token))
		result = RESULT_REFUSED;
	return result;
}

static void begin(struct service_session *session, const struct service_token *token)
{
	session->kind = token->kind;
	session->rights = token->rights;
	session->ends_ms = session->challenged_ms + (uint64_t)token->expires_s * 1000;
	session->saw_debug |= token->kind == SERVICE_DEBUG;
	session->saw_service |= token->kind == SERVICE_FIELD;
}

enum result service_session_open(struct service_session *session, const struct service_gate *gate, struct bytes spki,
				 struct bytes token)
{
	const struct vault *vault = gate->vault;
	struct service_token read;
	uint32_t tried = 0, settled = 0;
	enum result result;

	if (service_session_is_locked(session, vault))
		return RESULT_BUSY;
	if (!session->is_challenged)
		return RESULT_NOT_FOUND;
	result = read_tries(vault, &tried, &settled);
	if (result == RESULT_OK)
		result = vault->raise_counter(vault->context, COUNTER_TOKEN_TRIED, tried + 1);
	if (result != RESULT_OK)
		return result;
	session->is_challenged = false;
	session->last_try_ms = now_ms(vault);
	result = judge(session, gate, spki, token, &read);
	secret_wipe(BUFFER_OF(session->nonce));
	if (result == RESULT_OK)
		result = vault->raise_counter(vault->context, COUNTER_TOKEN_SETTLED, tried + 1);
	if (result == RESULT_OK)
		begin(session, &read);
	return result;
}

void service_session_close(struct service_session *session)
{
	session->is_challenged = false;
	session->kind = SERVICE_NONE;
	session->rights = 0;
}

uint32_t service_session_rights(const struct service_session *session, const struct vault *vault)
{
	return session->kind != SERVICE_NONE && now_ms(vault) < session->ends_ms ? session->rights : 0;
}
