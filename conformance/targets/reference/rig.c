/* SPDX-License-Identifier: Apache-2.0 */
/* Power, console and cuts; storage is in rig_storage.c, its faults in rig_fault.c. */

#include "conformance/targets/reference/rig.h"

#include <stdio.h>
#include <string.h>

#include "conformance/targets/reference/maker.h"

enum { ANSWER_MS = 10000 };

/* For people and programs alike: which of the protocol's means this bench has. */
static const char *const capabilities[] = { "download", "console", "cut.operations", "storage", "fault.second_read",
					    "fault.read_error", "fault.bit_rot", "debug", "fresh" };

/* A board that is not there begins anew, with a console of its own. */
static void follow_board(struct reference_rig *rig, unsigned int unit)
{
	if (rig->boards[unit].pid == 0)
		rig->consoles[unit].base = rig->consoles[unit].next;
}

enum adapter_answer reference_rig_ask(struct reference_rig *rig, struct adapter_request *request,
				      struct reference_rig_call *call)
{
	struct complaint why;

	call->wait_ms += ANSWER_MS;
	follow_board(rig, request->unit);
	if (reference_board_ask(&rig->boards[request->unit], call, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	switch (call->header.result) {
	case RESULT_OK:
		return ADAPTER_GIVES;
	case RESULT_NOT_FOUND:
	case RESULT_MALFORMED:
	case RESULT_TOO_LARGE:
	case RESULT_TRUNCATED:
		return adapter_wrong(request, "the board knows no such place or range: %s", result_sentence(call->header.result));
	default:
		return adapter_fail(request, "the board: %s", result_sentence(call->header.result));
	}
}

/* The suite asks this first, so the kit finds the maker's keys from then on. */
static enum adapter_answer serve_hello(void *context, struct adapter_request *request)
{
	struct complaint why;
	char serial[32];
	uint64_t protocol;

	(void)context;
	if (!adapter_integer(request, "protocol", &protocol) || protocol != 1)
		return adapter_wrong(request, "this rig speaks protocol 1");
	if (reference_make_keys(&why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	snprintf(serial, sizeof(serial), "unit %u", request->unit);
	adapter_give_text(request, "name", "virtual bench of the reference chip");
	adapter_give_text(request, "serial", serial);
	for (size_t i = 0; i < sizeof(capabilities) / sizeof(capabilities[0]); i++)
		adapter_add_text(request, "capabilities", capabilities[i]);
	return ADAPTER_GIVES;
}

static enum adapter_answer serve_power(void *context, struct adapter_request *request)
{
	static const char *const states[] = { [RIG_POWER_OFF] = "off", [RIG_POWER_ON] = "on", [RIG_POWER_CYCLE] = "cycle",
					      [RIG_POWER_DOWNLOAD] = "download" };
	struct reference_rig_call call = { .header.op = RIG_POWER };

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (adapter_text_is(request, "state", states[i])) {
			call.header.a = i;
			return reference_rig_ask(context, request, &call);
		}
	return adapter_wrong(request, "state must be on, off, cycle or download");
}

static enum adapter_answer type(struct reference_rig *rig, struct adapter_request *request)
{
	struct reference_rig_call call = { .header.op = RIG_CONSOLE_WRITE, .bytes = adapter_bytes(request, "write") };

	if (call.bytes.len == 0)
		return ADAPTER_GIVES;
	if (call.bytes.len > RIG_DATA_MAX_LEN)
		return adapter_wrong(request, "write at most %u bytes at a time", RIG_DATA_MAX_LEN);
	return reference_rig_ask(rig, request, &call);
}

/* Where the suite's count is on the board that runs now. */
static uint64_t place_on_board(const struct reference_console *console, uint64_t since)
{
	return since < console->base || since > console->next ? 0 : since - console->base;
}

static enum adapter_answer serve_console(void *context, struct adapter_request *request)
{
	struct reference_rig *rig = context;
	struct reference_console *console = &rig->consoles[request->unit];
	struct reference_rig_call call = { .header.op = RIG_CONSOLE_READ, .room = BUFFER_OF(rig->room) };
	enum adapter_answer answer;
	uint64_t since;

	if (!adapter_integer(request, "since", &since) || !adapter_integer(request, "wait_ms", &call.header.b) ||
	    call.header.b > INT32_MAX / 2)
		return adapter_wrong(request, "since and wait_ms must be whole numbers");
	answer = type(rig, request);
	follow_board(rig, request->unit);
	call.header.a = place_on_board(console, since);
	call.wait_ms = (uint32_t)call.header.b;
	if (answer == ADAPTER_GIVES)
		answer = reference_rig_ask(rig, request, &call);
	if (answer != ADAPTER_GIVES)
		return answer;
	console->next = console->base + call.header.a;
	adapter_give_bytes(request, "bytes", bytes_from(rig->room, call.got_len));
	adapter_give_integer(request, "next", console->next);
	adapter_give_integer(request, "lost", call.header.b);
	return ADAPTER_GIVES;
}

/* The board cuts by operation, which is exact; a cut by time would only be a worse one. */
static enum adapter_answer serve_cut(void *context, struct adapter_request *request)
{
	static const char *const tears[] = { [RIG_TEAR_NONE] = "none", [RIG_TEAR_PAGE] = "page", [RIG_TEAR_WORD] = "word" };
	struct reference_rig_call call = { .header.op = RIG_CUT_ARM };

	if (!adapter_integer(request, "after_operations", &call.header.a))
		return ADAPTER_UNSUPPORTED;
	for (size_t i = 0; i < sizeof(tears) / sizeof(tears[0]); i++)
		if (adapter_text_is(request, "tear", tears[i])) {
			call.header.b = i;
			return reference_rig_ask(context, request, &call);
		}
	return adapter_wrong(request, "tear must be none, page or word");
}

static enum adapter_answer serve_cut_status(void *context, struct adapter_request *request)
{
	struct reference_rig_call call = { .header.op = RIG_CUT_STATUS };
	enum adapter_answer answer = reference_rig_ask(context, request, &call);

	if (answer != ADAPTER_GIVES)
		return answer;
	adapter_give_integer(request, "operations", call.header.a);
	adapter_give_boolean(request, "fired", call.header.b != 0);
	return ADAPTER_GIVES;
}

/* The states that the factory's line can stop at. */
static bool line_stops_at(const char *lifecycle)
{
	return strcmp(lifecycle, "blank") == 0 || strcmp(lifecycle, "module-complete") == 0 || strcmp(lifecycle, "device-complete") == 0;
}

static enum adapter_answer serve_fresh(void *context, struct adapter_request *request)
{
	struct reference_rig *rig = context;
	const char *lifecycle = adapter_text(request, "lifecycle");
	struct complaint why;

	if (lifecycle && !line_stops_at(lifecycle))
		return adapter_refuse(request, "units are made blank, module-complete or device-complete");
	reference_board_stop(&rig->boards[request->unit]);
	follow_board(rig, request->unit);
	if (reference_board_renew(&rig->boards[request->unit], lifecycle, &why) != RESULT_OK)
		return adapter_fail(request, "%s", why.text);
	return ADAPTER_GIVES;
}

void reference_rig_init(struct reference_rig *rig)
{
	for (unsigned int i = 0; i < REFERENCE_UNITS_MAX; i++)
		rig->boards[i] = (struct reference_board){ .unit = i };
}

void reference_rig_stop(struct reference_rig *rig)
{
	for (unsigned int i = 0; i < REFERENCE_UNITS_MAX; i++)
		reference_board_stop(&rig->boards[i]);
}

struct adapter reference_rig_adapter(struct reference_rig *rig)
{
	static const struct adapter_method methods[] = {
		{ "rig.hello", serve_hello },	{ "rig.power", serve_power },		{ "rig.console", serve_console },
		{ "rig.cut", serve_cut },	{ "rig.cut_status", serve_cut_status }, { "rig.storage", reference_rig_storage },
		{ "rig.fault", reference_rig_fault }, { "rig.debug", reference_rig_debug },
		{ "rig.fresh", serve_fresh },
	};

	return (struct adapter){ methods, sizeof(methods) / sizeof(methods[0]), REFERENCE_UNITS_MAX, rig };
}
