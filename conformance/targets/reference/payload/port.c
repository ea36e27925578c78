/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries the suite's payload on the reference chip: a static program with no library, which
 * knows two system calls and the two sockets it is born with. When the bus is gone, so is the
 * power: the program then ends.
 */

#include "conformance/targets/reference/payload/port.h"

#include <sys/syscall.h>

#include "conformance/payloads/payload.h"
#include "conformance/targets/reference/payload/bus.h"

/*
 * A console that is silent is left for a look at the service port, this often; whoever asked there often asks again
 * at once, and is waited for.
 */
enum { WAIT_MS = 20, EAGER_WAIT_MS = 1, EAGER_LOOKS = 32 };

struct attention {
	unsigned int eager; /* looks that are still short */
};

/* Asks without data in the answer. */
static bool asked(struct bus_header request, const char *data)
{
	struct bus_header answer;
	size_t len;

	return bus_put(&request, data) && bus_get(&answer, NULL, 0, &len) && answer.result == BUS_OK;
}

static void console_write(void *context, const char *text, size_t len)
{
	struct bus_header request = { .op = BUS_CONSOLE_WRITE, .length = (uint32_t)len };

	(void)context;
	(void)asked(request, text);
}

static bool console_read(void *context, char *room, size_t room_len, size_t *ret_len)
{
	struct bus_header request = { .op = BUS_CONSOLE_READ, .length = (uint32_t)room_len };
	struct attention *attention = context;
	struct bus_header answer;
	bool served;

	if (!relay_serve(&served))
		return false;
	if (served)
		attention->eager = EAGER_LOOKS;
	else if (attention->eager > 0)
		attention->eager--;
	request.arg = attention->eager > 0 ? EAGER_WAIT_MS : WAIT_MS;
	return bus_put(&request, NULL) && bus_get(&answer, room, room_len, ret_len) && answer.result == BUS_OK;
}

/* The loader armed a watchdog for the trial: it is part of being on trial, so it ends with it. */
static bool confirm(void *context)
{
	(void)context;
	return asked((struct bus_header){ .op = BUS_CONFIRM }, NULL) && asked((struct bus_header){ .op = BUS_WATCHDOG }, NULL);
}

/* The board speaks only when asked, so this waits for ever. */
static void hang(void *context)
{
	struct bus_header never;
	size_t len;

	(void)context;
	(void)bus_get(&never, NULL, 0, &len);
}

static void crash(void *context)
{
	(void)context;
	__builtin_trap();
}

static void cut_power(void *context)
{
	struct bus_header request = { .op = BUS_POWER_CUT };

	if (bus_put(&request, NULL))
		hang(context);
}

void port_main(void)
{
	struct attention attention = { 0 };
	const struct payload_port port = { &attention, console_write, console_read, confirm, hang, crash, cut_power };

	payload_run(&payload_block, &port);
	port_system_call(SYS_exit_group, 0, 0, 0);
	__builtin_unreachable();
}
