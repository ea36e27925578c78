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

static void begin(struct service_session *session, const struct service_permit *permit, const struct service_token *token)
{
	session->kind = token->kind;
	session->permit = *permit;
	session->ends_ms = session->challenged_ms + (uint64_t)token->expires_s * 1000;
	session->saw_debug |= token->kind == SERVICE_DEBUG;
	session->saw_service |= token->kind == SERVICE_FIELD;
}

enum result service_session_open(struct service_session *session, const struct service_gate *gate, struct bytes spki,
				 struct bytes token)
{
	const struct vault *vault = gate->vault;
	const struct service_try attempt = { gate, spki, token, BYTES_OF(session->nonce), session->challenged_ms };
	struct service_permit permit = { 0, 0, 0 };
	struct service_token read = { .kind = SERVICE_NONE };
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
	result = service_judge(&attempt, &permit, &read);
	secret_wipe(BUFFER_OF(session->nonce));
	if (result == RESULT_OK)
		result = vault->raise_counter(vault->context, COUNTER_TOKEN_SETTLED, tried + 1);
	if (result == RESULT_OK)
		begin(session, &permit, &read);
	return result;
}

void service_session_close(struct service_session *session)
{
	session->is_challenged = false;
	session->kind = SERVICE_NONE;
	service_permit_deny(&session->permit);
}

uint32_t service_session_rights(const struct service_session *session, const struct vault *vault)
{
	return session->kind != SERVICE_NONE && now_ms(vault) < session->ends_ms ? service_permit_rights(&session->permit) : 0;
}
