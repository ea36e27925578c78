/* SPDX-License-Identifier: Apache-2.0 */
/* The probe at the debug port. */

#include "conformance/check_debug.h"

#include <inttypes.h>
#include <stdio.h>

#include "conformance/check_device.h"
#include "conformance/core/bench_ask.h"

enum { READ_LEN = 64 };

static struct debug_answer ask_debug(struct bench *b, const struct rig_debug_takes *takes)
{
	struct debug_answer debug = { .reply = { .reason = "" } };
	struct rig_debug_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return debug;
	(void)call_rig_debug(&b->witness->link, b->number, BENCH_ASK_MS * 2, takes, &gives, &answer);
	debug.reply = bench_reply(b, bench_settle(b, "rig.debug", &answer), &answer);
	if (debug.reply.given)
		debug.seen = bench_keep(b, gives.seen);
	answer_release(&answer);
	return debug;
}

struct debug_answer debug_attach(struct bench *b)
{
	struct rig_debug_takes takes = { .act = RIG_DEBUG_ACT_ATTACH };

	return ask_debug(b, &takes);
}

static uint64_t address_to_read(struct bench *b)
{
	const char *digits = device_setting(b, "debug_address");
	uint64_t address = 0;
	char end;

	if (digits != NULL && sscanf(digits, "%" SCNx64 "%c", &address, &end) != 1)
		bench_decide(b, VERDICT_ERROR, NULL, "target.json: settings.debug_address: \"%.40s\" is no hexadecimal number", digits);
	return address;
}

struct debug_answer debug_read(struct bench *b)
{
	struct rig_debug_takes takes = { .act = RIG_DEBUG_ACT_READ, .has_address = true, .address = address_to_read(b), .has_length = true,
					 .length = READ_LEN };

	return ask_debug(b, &takes);
}

struct debug_answer debug_halt(struct bench *b)
{
	struct rig_debug_takes takes = { .act = RIG_DEBUG_ACT_HALT };

	return ask_debug(b, &takes);
}

void must_be_closed_to_probes(struct bench *b, const char *says)
{
	struct debug_answer read;

	must_be_so(b, debug_attach(b).reply.refused, says);
	read = debug_read(b);
	must_be_so(b, read.reply.refused && read.seen.len == 0, says);
	must_be_so(b, debug_halt(b).reply.refused, says);
}
