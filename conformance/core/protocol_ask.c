/* SPDX-License-Identifier: Apache-2.0 */
/* The one body behind all typed calls. */

#include "conformance/core/protocol_ask.h"

#include "conformance/core/protocol_check.h"
#include "conformance/core/protocol_codec.h"
#include "conformance/core/protocol_typed.h"

/* Turns an answer into a broken one; the time it took stays. */
static void spoil(struct answer *answer, const char *method, const char *why)
{
	uint64_t ms = answer->ms;

	answer_release(answer);
	answer_without_result(ANSWER_BROKEN, answer, "%s: %s", method, why);
	answer->ms = ms;
}

static void decode(const struct protocol_call *call, void *ret_gives, struct answer *answer)
{
	const struct protocol_fields *gives = &call->method->gives;
	struct complaint why;

	if (!protocol_object_is_right(gives, answer->result, &why))
		spoil(answer, call->method->name, why.text);
	else if (gives->count != 0 && protocol_decode(gives, answer->result, ret_gives, &answer->memory) != RESULT_OK)
		spoil(answer, call->method->name, "no memory for the answer");
}

enum answer_kind protocol_ask(const struct protocol_call *call, const void *takes, void *ret_gives, struct answer *ret_answer)
{
	json_t *params = protocol_encode(&call->method->takes, takes);

	if (params == NULL) {
		answer_without_result(ANSWER_ERROR, ret_answer, "%s: the suite asked for what the protocol can't say", call->method->name);
		return ret_answer->kind;
	}
	call->link->ask(call->link->context, &(struct question){ call->method->name, call->unit, call->deadline_ms, params }, ret_answer);
	json_decref(params);
	ret_answer->memory = NULL;
	if (ret_answer->kind == ANSWER_GIVEN)
		decode(call, ret_gives, ret_answer);
	return ret_answer->kind;
}
