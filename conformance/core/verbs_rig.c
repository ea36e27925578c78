/* SPDX-License-Identifier: Apache-2.0 */
/* The rig's words beside power: console, debug port, network, clock. */

#include "conformance/check_device.h"
#include "conformance/core/bench_ask.h"

static struct bytes ask_console(struct bench *b, uint32_t wait_ms, struct bytes write)
{
	struct rig_console_takes takes = { .since = b->unit.console_at, .wait_ms = wait_ms, .write = write };
	struct rig_console_gives gives;
	struct answer answer = { 0 };
	struct bytes read = { 0 };

	if (bench_is_silent(b))
		return read;
	(void)call_rig_console(&b->witness->link, b->number, wait_ms + BENCH_ASK_MS, &takes, &gives, &answer);
	if (bench_settle(b, "rig.console", &answer) == RESULT_OK) {
		b->unit.console_at = gives.next;
		read = bench_keep(b, gives.bytes);
	}
	answer_release(&answer);
	return read;
}

struct bytes console_read(struct bench *b, uint32_t wait_ms)
{
	return ask_console(b, wait_ms, (struct bytes){ 0 });
}

void console_write(struct bench *b, struct bytes bytes)
{
	struct rig_console_takes takes = { .since = b->unit.console_at, .write = bytes };
	struct rig_console_gives gives;
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return;
	(void)call_rig_console(&b->witness->link, b->number, BENCH_ASK_MS, &takes, &gives, &answer);
	bench_settle(b, "rig.console", &answer); /* what it printed meanwhile is read later: the place stays */
	answer_release(&answer);
}

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

struct debug_answer debug_read(struct bench *b, uint64_t address, uint64_t length)
{
	struct rig_debug_takes takes = { .act = RIG_DEBUG_ACT_READ, .has_address = true, .address = address, .has_length = true,
					 .length = length };

	return ask_debug(b, &takes);
}

struct debug_answer debug_halt(struct bench *b)
{
	struct rig_debug_takes takes = { .act = RIG_DEBUG_ACT_HALT };

	return ask_debug(b, &takes);
}

void network(struct bench *b, enum network state)
{
	struct rig_network_takes takes = { .state = (enum rig_network_state)((int)state + RIG_NETWORK_STATE_UP) };
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return;
	(void)call_rig_network(&b->witness->link, b->number, BENCH_ASK_MS, &takes, &answer);
	bench_settle(b, "rig.network", &answer);
	answer_release(&answer);
}

void clock_shift(struct bench *b, uint64_t offset_ms)
{
	struct rig_clock_takes takes = { .offset_ms = offset_ms };
	struct answer answer = { 0 };

	if (bench_is_silent(b))
		return;
	(void)call_rig_clock(&b->witness->link, b->number, BENCH_ASK_MS, &takes, &answer);
	bench_settle(b, "rig.clock", &answer);
	answer_release(&answer);
}
