/* SPDX-License-Identifier: Apache-2.0 */
/* Buttons, and messages with what stands around them. */
#include "harnesses/worlds/rot_world.h"

#include <stdlib.h>
#include <string.h>

#include "harnesses/worlds/rot_factory.h"
#include "reference-impl/base/writer.h"

enum { HEAD_LEN = MAILBOX_HEAD_LEN, FRONT_LEN = offsetof(struct root_of_trust, request), POWER_ON_MS = 20 };

void rot_world_look(const struct rot_world *w, struct rot_cells *ret_cells)
{
	memcpy(ret_cells, w->storage + ROT_WORLD_FLASH_LEN, sizeof(*ret_cells));
}

/* Folds a decision into the trace. */
static void decide(struct rot_world *w, uint64_t what)
{
	w->life.decisions = (w->life.decisions ^ what) * 0x100000001b3u;
}

static bool is_up(const struct rot_world *w)
{
	return w->life.is_up && w->sim.chip.nor.powered;
}

void rot_world_power(struct rot_world *w)
{
	struct component self = rot_world_component(COMPONENT_ROOT_OF_TRUST, 'R');

	nor_arm_cut(&w->sim.chip.nor, 0, RIG_TEAR_NONE);
	sim_power_on(&w->sim, false);
	rot_world_wait(w, POWER_ON_MS);
	w->life.noise_stopped = false;
	w->life.is_up = root_of_trust_power_on(&w->rot, &w->vault, &self) == RESULT_OK;
	decide(w, w->life.is_up);
}

void rot_world_reset(struct rot_world *w)
{
	if (!is_up(w))
		return;
	sim_reset(&w->sim, BOOT_RESET);
	w->life.is_up = root_of_trust_reset(&w->rot) == RESULT_OK;
	decide(w, w->life.is_up);
}

void rot_world_wait(struct rot_world *w, uint64_t ms)
{
	w->sim.uptime_ms += ms;
}

void rot_world_stop_noise(struct rot_world *w)
{
	w->life.noise_stopped = true;
}

static void measure(struct rot_world *w, enum mailbox_role role, enum component_kind kind, char letter)
{
	const struct mailbox_caller caller = rot_world_caller(role, 0, 0);
	struct component component = rot_world_component(kind, letter);
	uint8_t room[COMPONENT_ENCODED_LEN];
	struct writer writer = writer_over(BUFFER_OF(room));

	component_write(&writer, &component);
	rot_world_ask(w, &caller, MAILBOX_MEASURE, BYTES_OF(room), ROT_MEMORY_STEADY);
}

void rot_world_boot(struct rot_world *w, char os)
{
	measure(w, MAILBOX_ROM, COMPONENT_LOADER, 'L');
	measure(w, MAILBOX_LOADER, COMPONENT_CONFIG, 'C');
	measure(w, MAILBOX_LOADER, COMPONENT_OS, os);
}

struct mailbox_caller rot_world_caller(enum mailbox_role role, uint16_t app, uint32_t granted)
{
	struct mailbox_caller caller = { .role = role };

	if (role != MAILBOX_APP)
		return caller;
	caller.app = app;
	caller.granted = granted;
	memset(caller.component, (int)(app % 251 + 1), sizeof(caller.component));
	caller.component[SEAL_COMPONENT_LEN - 1] = (uint8_t)(app >> 8);
	return caller;
}

struct component rot_world_component(enum component_kind kind, char letter)
{
	struct component component = { .kind = kind, .version = { 1, 2, 3, (uint8_t)letter }, .security_counter = 5 };

	memset(component.digest.at, letter, sizeof(component.digest.at));
	if (kind != COMPONENT_CONFIG)
		memset(component.signer.at, 0x77, sizeof(component.signer.at));
	return component;
}

static void keep(const struct rot_world *w, struct rot_snapshot *snapshot)
{
	snapshot->life = w->life;
	snapshot->sim = w->sim;
	snapshot->rot = w->rot;
	rot_world_look(w, &snapshot->cells);
}

static void go_back(struct rot_world *w, const struct rot_snapshot *snapshot)
{
	w->life = snapshot->life;
	w->sim = snapshot->sim;
	w->rot = snapshot->rot;
	memcpy(w->storage + ROT_WORLD_FLASH_LEN, &snapshot->cells, sizeof(snapshot->cells));
}

/* Memory of exactly the message's length, so that a read beyond it is seen. */
static size_t handle(struct rot_world *w, const struct mailbox_caller *caller, struct bytes message, enum rot_world_memory memory)
{
	uint8_t *copy = memory == ROT_MEMORY_SHARED ? w->reply : malloc(message.len + (message.len == 0));
	size_t len;

	harness_holds(copy != NULL, "memory is out");
	memset(w->reply, 0xee, sizeof(w->reply));
	if (message.len > 0)
		memcpy(copy, message.at, message.len);
	if (memory == ROT_MEMORY_CHANGING)
		w->changing = (struct buffer){ copy, message.len };
	len = mailbox_handle(&w->rot, caller, bytes_from(copy, message.len), BUFFER_OF(w->reply));
	w->changing = (struct buffer){ NULL, 0 };
	if (copy != w->reply)
		free(copy);
	return len;
}

static struct mailbox_exchange exchange(struct rot_world *w, const struct mailbox_caller *caller, struct bytes message,
					enum rot_world_memory memory)
{
	struct mailbox_exchange e = { .caller = caller, .request = message, .reply = BYTES_OF(w->reply), .before = &w->before,
				      .after = &w->rot, .cells_before = &w->cells_before, .cells = &w->cells };

	memcpy(&w->before, &w->rot, FRONT_LEN);
	rot_world_look(w, &w->cells_before);
	e.reply_len = handle(w, caller, message, memory);
	rot_world_look(w, &w->cells);
	e.was_cut = !w->sim.chip.nor.powered;
	return e;
}

/* The same message once from memory that stands still, and then once more. */
static void compare_with_steady(struct rot_world *w, const struct mailbox_caller *caller, struct bytes message)
{
	struct mailbox_exchange steady, changing;

	keep(w, &w->at_message);
	steady = exchange(w, caller, message, ROT_MEMORY_STEADY);
	memcpy(w->steady_reply, w->reply, sizeof(w->reply));
	keep(w, &w->behind_it);
	go_back(w, &w->at_message);
	changing = exchange(w, caller, message, ROT_MEMORY_CHANGING);
	steady.reply = BYTES_OF(w->steady_reply);
	steady.after = &w->behind_it.rot;
	steady.cells = &w->behind_it.cells;
	FZ_MAILBOX_009_first_fetch_counts(&steady, &changing);
	go_back(w, &w->at_message);
}

void rot_world_send(struct rot_world *w, const struct mailbox_caller *caller, struct bytes message, enum rot_world_memory memory)
{
	struct mailbox_exchange e;
	struct bytes sent;

	w->reply_len = 0;
	if (!is_up(w) || message.len > sizeof(w->request) || (memory == ROT_MEMORY_SHARED && message.len > sizeof(w->reply)))
		return;
	memmove(w->request, message.at, message.len);
	sent = bytes_from(w->request, message.len);
	if (memory == ROT_MEMORY_CHANGING)
		compare_with_steady(w, caller, sent);
	e = exchange(w, caller, sent, memory);
	w->reply_len = e.reply_len;
	w->life.messages++;
	decide(w, (uint64_t)mailbox_exchange_command(&e) << 32 | mailbox_exchange_result(&e));
	if (w->watch != NULL)
		w->watch(w, &e);
}

static struct bytes message_of(enum mailbox_command command, struct bytes body, struct buffer room)
{
	struct writer writer = writer_over(room);
	struct bytes message;

	writer_u16_le(&writer, (uint16_t)command);
	writer_u16_le(&writer, 0);
	writer_u32_le(&writer, (uint32_t)body.len);
	writer_bytes(&writer, body);
	harness_holds(writer_finish(&writer, &message) == RESULT_OK, "a message is too long");
	return message;
}

void rot_world_ask(struct rot_world *w, const struct mailbox_caller *caller, enum mailbox_command command, struct bytes body,
		   enum rot_world_memory memory)
{
	uint8_t room[ROT_WORLD_MESSAGE_MAX];

	rot_world_send(w, caller, message_of(command, body, BUFFER_OF(room)), memory);
}

enum result rot_world_result(const struct rot_world *w)
{
	return w->reply_len < HEAD_LEN ? RESULT_IO : (enum result)(w->reply[4] | w->reply[5] << 8);
}

enum result rot_world_probe(struct rot_world *w, enum mailbox_role role, enum mailbox_command command, struct bytes body)
{
	const struct mailbox_caller caller = rot_world_caller(role, 0, 0);
	uint8_t request[HEAD_LEN + 64];
	struct bytes message = message_of(command, body, BUFFER_OF(request));

	harness_holds(mailbox_handle(&w->rot, &caller, message, BUFFER_OF(w->probe_reply)) >= HEAD_LEN, "there is no room for a reply");
	return (enum result)(w->probe_reply[4] | w->probe_reply[5] << 8);
}
