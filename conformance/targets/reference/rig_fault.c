/* SPDX-License-Identifier: Apache-2.0 */
/* Storage that lies or decays, as the board can make it; every answer says how often that took effect. */

#include "conformance/targets/reference/rig.h"

static enum adapter_answer give_fired(struct reference_rig *rig, struct adapter_request *request)
{
	struct reference_rig_call call = { .header.op = RIG_FAULT_STATUS };
	enum adapter_answer answer = reference_rig_ask(rig, request, &call);

	if (answer == ADAPTER_GIVES)
		adapter_give_integer(request, "fired", call.header.a);
	return answer;
}

/* Up to eight bytes as a number, so that the suite's own randomness chooses the bits. */
static uint64_t seed_of(struct bytes bytes)
{
	uint64_t seed = 0;

	for (size_t i = 0; i < bytes.len && i < sizeof(seed); i++)
		seed = seed << 8 | bytes.at[i];
	return seed;
}

/* Fills the call for one of the acts that need a place; false when something is missing. */
static bool fill(struct adapter_request *request, struct reference_rig_call *call)
{
	uint64_t length = 0;
	bool has_length = adapter_integer(request, "length", &length);

	if (!reference_rig_region(request, &call->name) || !adapter_integer(request, "offset", &call->header.a))
		return false;
	call->header.b = length;
	if (adapter_text_is(request, "act", "second_read")) {
		call->header.op = RIG_FAULT_SECOND_READ;
		call->header.b = call->name.len;
		call->bytes = adapter_bytes(request, "bytes");
		return call->bytes.len > 0 && call->bytes.len <= RIG_DATA_MAX_LEN - call->name.len;
	}
	call->header.c = seed_of(adapter_bytes(request, "bytes"));
	call->header.op = adapter_text_is(request, "act", "bit_rot") ? RIG_FAULT_BIT_ROT : RIG_FAULT_READ_ERROR;
	return has_length && (call->header.op == RIG_FAULT_BIT_ROT || adapter_text_is(request, "act", "read_error"));
}

enum adapter_answer reference_rig_fault(void *context, struct adapter_request *request)
{
	struct reference_rig_call call = { .header.op = RIG_FAULT_CLEAR };
	enum adapter_answer answer = ADAPTER_GIVES;

	if (adapter_text_is(request, "act", "status"))
		return give_fired(context, request);
	if (adapter_text_is(request, "act", "clear")) {
		/* Asked before, since the board's count is cleared with the faults. */
		answer = give_fired(context, request);
		return answer == ADAPTER_GIVES ? reference_rig_ask(context, request, &call) : answer;
	}
	if (!fill(request, &call))
		return adapter_wrong(request, "second_read takes region, offset, bytes; read_error region, offset, length; "
					      "bit_rot region, offset, length (how many bits) and up to 8 bytes of seed");
	answer = reference_rig_ask(context, request, &call);
	return answer == ADAPTER_GIVES ? give_fired(context, request) : answer;
}
