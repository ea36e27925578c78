/* SPDX-License-Identifier: Apache-2.0 */
/* The debug port, as a probe at its pins has it: what a closed one says is an answer. */

#include "conformance/targets/reference/rig.h"

enum { SEEN_MAX_LEN = 4096 };

static bool find_act(const struct adapter_request *request, uint64_t *ret_act)
{
	static const char *const acts[] = { [RIG_DEBUG_ATTACH] = "attach", [RIG_DEBUG_READ] = "read", [RIG_DEBUG_HALT] = "halt" };

	for (*ret_act = 0; *ret_act < sizeof(acts) / sizeof(acts[0]); ++*ret_act)
		if (adapter_text_is(request, "act", acts[*ret_act]))
			return true;
	return false;
}

enum adapter_answer reference_rig_debug(void *context, struct adapter_request *request)
{
	struct reference_rig *rig = context;
	struct reference_rig_call call = { .header.op = RIG_DEBUG, .room = BUFFER_OF(rig->room) };
	enum adapter_answer answer;

	if (!find_act(request, &call.header.a))
		return adapter_wrong(request, "act must be attach, read or halt");
	(void)adapter_integer(request, "address", &call.header.b);
	(void)adapter_integer(request, "length", &call.header.c);
	if (call.header.c > SEEN_MAX_LEN)
		return adapter_wrong(request, "length must be at most %u", SEEN_MAX_LEN);
	answer = reference_rig_ask(rig, request, &call);
	if (answer == ADAPTER_FAILS && call.header.result == RESULT_REFUSED)
		return adapter_refuse(request, "the debug port is closed");
	if (answer == ADAPTER_GIVES)
		adapter_give_bytes(request, "seen", bytes_from(rig->room, call.got_len));
	return answer;
}
