/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_ASK_H
#define CORE_PROTOCOL_ASK_H

/*
 * What every typed call of protocol_calls.h does: encode, ask, check, decode.
 */

#include "conformance/core/link.h"
#include "conformance/core/protocol.h"

struct protocol_call {
	const struct link *link;
	const struct protocol_method *method;
	unsigned int unit;
	uint32_t deadline_ms;
};

/*
 * `takes` and `ret_gives` are the method's structs, or NULL where it has none. The answer is checked against
 * the schema whatever the link is: a transcript is as little trusted as an adapter.
 */
enum answer_kind protocol_ask(const struct protocol_call *call, const void *takes, void *ret_gives, struct answer *ret_answer);

#endif
