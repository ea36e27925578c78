/* SPDX-License-Identifier: Apache-2.0 */
/* Two examinations that share nothing but what was brought, and rights that need both. */

#include "reference-impl/root_of_trust/service_verdict.h"

#include "reference-impl/base/secret.h"

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

static bool is_for_now(const struct service_try *attempt, const struct service_token *token)
{
	const struct service_gate *gate = attempt->gate;
	uint64_t age_ms = gate->vault->uptime_ms(gate->vault->context) - attempt->challenged_ms;

	return secret_equal(BYTES_OF(token->nonce), attempt->nonce) &&
	       bytes_equal(BYTES_OF(token->device_id), BYTES_OF(gate->device_id)) &&
	       gate->lifecycle != LIFECYCLE_UNKNOWN && token->lifecycle == gate->lifecycle &&
	       age_ms < (uint64_t)token->expires_s * 1000;
}

static enum result examine(const struct service_try *attempt, struct service_token *ret_token)
{
	struct service_token token;
	enum result result = check_key(attempt->gate, attempt->spki);

	if (result != RESULT_OK)
		return result;
	result = service_token_read(attempt->token, attempt->spki, &token);
	if (result != RESULT_OK)
		return result;
	if (!is_for_now(attempt, &token))
		return RESULT_REFUSED;
	*ret_token = token;
	return RESULT_OK;
}

void service_permit_deny(struct service_permit *permit)
{
	permit->first = 0;
	permit->second = 0;
	permit->sealed_rights = 0;
}

enum result service_judge(const struct service_try *attempt, struct service_permit *ret_permit, struct service_token *ret_token)
{
	struct service_token token = { .rights = 0 }, again = { .rights = 0 };
	enum result result;

	service_permit_deny(ret_permit);
	result = examine(attempt, &token);
	if (result != RESULT_OK)
		return result;
	ret_permit->first = SERVICE_PERMIT_FIRST;
	result = examine(attempt, &again);
	if (result != RESULT_OK)
		return result;
	if (token.rights != again.rights || token.kind != again.kind || token.expires_s != again.expires_s)
		return RESULT_INTERNAL;
	ret_permit->sealed_rights = ~again.rights;
	ret_permit->second = SERVICE_PERMIT_SECOND;
	*ret_token = again;
	return RESULT_OK;
}

uint32_t service_permit_rights(const struct service_permit *permit)
{
	if (permit->first != SERVICE_PERMIT_FIRST)
		return 0;
	if (permit->second != SERVICE_PERMIT_SECOND)
		return 0;
	if ((permit->first ^ permit->second) != UINT32_MAX)
		return 0;
	return permit->sealed_rights ^ permit->first ^ permit->second;
}
