/* SPDX-License-Identifier: Apache-2.0 */
/* One act for each operation, and what is known behind each message. */
#include "harnesses/worlds/token_program.h"

#include <string.h>

#include "harnesses/worlds/rot_factory.h"
#include "reference-impl/base/reader.h"

enum { OPERATIONS_MAX = 16, GUESSES_MAX = 8, CUT_MAX = 4, STATE_RIGHTS_AT = MAILBOX_HEAD_LEN + 4 };

static void hold_accepted(struct token_life *life, const struct debug_try *t)
{
	struct debug_claims claims;

	FZ_DEBUG_006_token_has_one_form(debug_claims_read(t, &claims));
	FZ_DEBUG_001_opens_by_the_fused_key(t, &claims);
	FZ_DEBUG_002_opens_this_device_in_its_state(t, &claims);
	FZ_DEBUG_003_challenge_serves_once(t, &claims);
	FZ_DEBUG_004_opens_in_time(t, &claims);
	FZ_DEBUG_005_rights_are_of_the_kind(t, &claims);
	life->rights = (uint32_t)claims.rights;
	life->rights_end_ms = life->challenged_ms + claims.expires_s * 1000;
}

/* A try that lost power while it was settled may have been settled. */
static void count_try(struct token_life *life, const struct debug_try *t)
{
	bool is_settled = rot_cells_counter(t->e->cells, COUNTER_TOKEN_SETTLED) != rot_cells_counter(t->e->cells_before, COUNTER_TOKEN_SETTLED);

	if (!t->is_looked_at)
		return;
	life->is_challenged = false;
	life->last_try_ms = t->now_ms;
	life->tries = is_settled ? 0 : life->tries + 1;
}

static void watch_try(struct token_world *w, const struct mailbox_exchange *e)
{
	struct token_life *life = &w->life;
	struct debug_try t = { .e = e, .is_challenged = life->is_challenged, .challenged_ms = life->challenged_ms,
			       .now_ms = w->rot.sim.uptime_ms, .tries = life->tries, .last_try_ms = life->last_try_ms,
			       .is_looked_at = life->is_looked_at, .is_counted = life->is_counted };

	memcpy(t.nonce, life->nonce, sizeof(t.nonce));
	FZ_DEBUG_007_tries_are_counted(&t);
	if (mailbox_exchange_result(e) == RESULT_OK)
		hold_accepted(life, &t);
	else
		FZ_DEBUG_008_refused_opens_nothing(&t);
	count_try(life, &t);
}

static void note_challenge(struct token_world *w, const struct mailbox_exchange *e)
{
	struct token_life *life = &w->life;

	memcpy(life->nonce_before, life->nonce, sizeof(life->nonce));
	memcpy(life->nonce, mailbox_exchange_answer(e).at, sizeof(life->nonce));
	life->is_challenged = true;
	life->challenged_ms = w->rot.sim.uptime_ms;
}

static void end_session(struct token_life *life)
{
	life->is_challenged = false;
	life->rights = 0;
}

static void watch_rights(struct token_world *w)
{
	struct reader r = reader_over(bytes_from(w->rot.probe_reply + STATE_RIGHTS_AT, 4));

	if (!w->rot.life.is_up || !w->rot.sim.chip.nor.powered)
		return;
	harness_holds(rot_world_probe(&w->rot, MAILBOX_TOOL, MAILBOX_SECURITY_STATE, bytes_from(NULL, 0)) == RESULT_OK, "no state is told");
	FZ_DEBUG_009_rights_end(reader_u32_le(&r), w->rot.sim.uptime_ms < w->life.rights_end_ms ? w->life.rights : 0);
}

static void watch(struct rot_world *rot, const struct mailbox_exchange *e)
{
	struct token_world *w = (struct token_world *)rot;
	uint16_t command = mailbox_exchange_command(e);

	if (command == MAILBOX_SERVICE_OPEN)
		watch_try(w, e);
	if (mailbox_exchange_result(e) == RESULT_OK && command == MAILBOX_CHALLENGE)
		note_challenge(w, e);
	if (mailbox_exchange_result(e) == RESULT_OK && (command == MAILBOX_SERVICE_CLOSE || command == MAILBOX_LIFECYCLE))
		end_session(&w->life);
}

static void key_is_looked_at(struct rot_world *rot)
{
	struct token_world *w = (struct token_world *)rot;
	struct rot_cells now;

	if (w->life.is_looked_at)
		return;
	rot_world_look(rot, &now);
	w->life.is_looked_at = true;
	w->life.is_counted = rot_cells_counter(&now, COUNTER_TOKEN_TRIED) > rot_cells_counter(&rot->cells_before, COUNTER_TOKEN_TRIED);
}

void token_world_init(struct token_world *w)
{
	rot_world_init(&w->rot);
	w->rot.watch = watch;
	w->rot.key_is_looked_at = key_is_looked_at;
}

static void challenge(struct token_world *w)
{
	const struct mailbox_caller tool = rot_world_caller(MAILBOX_TOOL, 0, 0);

	rot_world_ask(&w->rot, &tool, MAILBOX_CHALLENGE, bytes_from(NULL, 0), ROT_MEMORY_STEADY);
}

static void send(struct token_world *w, enum mailbox_command command, struct bytes body)
{
	const struct mailbox_caller tool = rot_world_caller(MAILBOX_TOOL, 0, 0);

	w->life.is_looked_at = w->life.is_counted = false;
	rot_world_ask(&w->rot, &tool, command, body, ROT_MEMORY_STEADY);
}

static void choose_device(struct token_plan *plan, uint8_t choice)
{
	if (choice == TOKEN_DEVICE_ZERO || choice == TOKEN_DEVICE_ONES)
		memset(plan->device_id, choice == TOKEN_DEVICE_ZERO ? 0 : 0xff, sizeof(plan->device_id));
	else if (choice >= TOKEN_DEVICE_DIFFERS)
		plan->device_id[(choice - TOKEN_DEVICE_DIFFERS) % sizeof(plan->device_id)] ^= 1;
}

static void choose_nonce(struct token_plan *plan, const struct token_life *life, uint8_t choice)
{
	memcpy(plan->nonce, choice == TOKEN_NONCE_BEFORE ? life->nonce_before : life->nonce, sizeof(plan->nonce));
	if (choice == TOKEN_NONCE_ZERO)
		memset(plan->nonce, 0, sizeof(plan->nonce));
	else if (choice >= TOKEN_NONCE_SHORT)
		plan->nonce_cut = (unsigned int)sizeof(plan->nonce) - (choice - TOKEN_NONCE_SHORT) % sizeof(plan->nonce);
	else if (choice >= TOKEN_NONCE_DIFFERS)
		plan->nonce[(choice - TOKEN_NONCE_DIFFERS) % sizeof(plan->nonce)] ^= 1;
}

static struct token_plan plan_of(const struct token_world *w, const uint8_t a[TOKEN_ARGUMENT_COUNT])
{
	static const uint64_t expires[] = { 600, 1, 86400, 86401, 0, 3600, UINT32_MAX / 1000 + 2, 1ull << 40 };
	struct token_plan plan = rot_good_token(&w->rot);

	plan.form = a[TOKEN_FORM];
	plan.kind = a[TOKEN_KIND] < 2 ? a[TOKEN_KIND] + 1u : a[TOKEN_KIND];
	plan.expires_s = expires[a[TOKEN_EXPIRES] % 8];
	plan.lifecycle = (uint8_t)(plan.lifecycle + a[TOKEN_LIFECYCLE]);
	plan.rights = a[TOKEN_RIGHTS] != 0 ? a[TOKEN_RIGHTS] : SERVICE_RIGHT_READ_LOGS;
	choose_device(&plan, a[TOKEN_DEVICE]);
	choose_nonce(&plan, &w->life, a[TOKEN_NONCE]);
	((a[TOKEN_KEYS] & TOKEN_INSIDE) != 0 ? plan.inside : plan.outside)[0] =
		(struct token_edit){ a[TOKEN_EDIT_AT], a[TOKEN_EDIT_BITS] };
	return plan;
}

static void try_token(struct token_world *w, const uint8_t arguments[TOKEN_ARGUMENT_COUNT])
{
	struct token_plan plan = plan_of(w, arguments);
	unsigned int keys = arguments[TOKEN_KEYS] % TOKEN_INSIDE;
	uint8_t room[512];

	send(w, MAILBOX_SERVICE_OPEN, rot_open_body(&w->rot, &plan, keys / TOKEN_SHOWN, keys % TOKEN_SHOWN, BUFFER_OF(room)));
}

static void guess(struct token_world *w, unsigned int often)
{
	static const uint8_t bad[TOKEN_ARGUMENT_COUNT] = { [TOKEN_NONCE] = TOKEN_NONCE_DIFFERS };

	for (unsigned int i = 0; i < often; i++) {
		challenge(w);
		try_token(w, bad);
	}
}

static void wait_for(struct token_world *w, uint8_t low, uint8_t high)
{
	static const uint64_t units[16] = { 1, 1000, 60 * 1000, 3600 * 1000, 24 * 3600 * 1000, 1ull << 32 };

	rot_world_wait(&w->rot, (low | (high & 15ull) << 8) * units[high / 16]);
}

static void step(struct token_world *w)
{
	uint8_t body[1 + FUSE_DEVICE_ID_LEN];

	memset(body, ROT_FACTORY_ID, sizeof(body));
	body[0] = (uint8_t)(w->rot.rot.lifecycle + 1);
	send(w, MAILBOX_LIFECYCLE, BYTES_OF(body));
}

static void lose_power(struct token_world *w)
{
	end_session(&w->life);
	w->life.last_try_ms = 0;
	rot_world_power(&w->rot);
}

static void reset(struct token_world *w)
{
	w->life.is_challenged = false;
	rot_world_reset(&w->rot);
}

static const size_t ARGUMENTS[TOKEN_OPERATION_COUNT] = { [TOKEN_TRIES] = TOKEN_ARGUMENT_COUNT, [TOKEN_GUESSES] = 1, [TOKEN_WAITS] = 2,
							  [TOKEN_CUTS] = 2, [TOKEN_FUSES] = 2 };

static void act(struct token_world *w, struct reader *program)
{
	uint8_t code = reader_u8(program) % TOKEN_OPERATION_COUNT, a[TOKEN_ARGUMENT_COUNT] = { 0 };

	for (size_t i = 0; i < ARGUMENTS[code]; i++)
		a[i] = reader_u8(program);
	if (code == TOKEN_CHALLENGES)
		challenge(w);
	else if (code == TOKEN_TRIES)
		try_token(w, a);
	else if (code == TOKEN_GUESSES)
		guess(w, a[0] % (GUESSES_MAX + 1));
	else if (code == TOKEN_WAITS)
		wait_for(w, a[0], a[1]);
	else if (code == TOKEN_POWER)
		lose_power(w);
	else if (code == TOKEN_RESET)
		reset(w);
	else if (code == TOKEN_CUTS)
		nor_arm_cut(&w->rot.sim.chip.nor, 1 + a[0] % CUT_MAX, (enum rig_tear)(a[1] % 3));
	else if (code == TOKEN_CLOSES)
		send(w, MAILBOX_SERVICE_CLOSE, bytes_from(NULL, 0));
	else if (code == TOKEN_FUSES)
		w->rot.storage[ROT_WORLD_FLASH_LEN + FUSE_SERVICE_KEY_HASH + a[0] % CRYPTO_SHA256_LEN] ^= a[1];
	else
		step(w);
}

void token_program_run(struct token_world *w, struct bytes program)
{
	struct reader r = reader_over(program);

	w->life = (struct token_life){ .is_challenged = false };
	rot_world_begin(&w->rot, (enum rot_world_start)(reader_u8(&r) % ROT_START_COUNT));
	for (unsigned int i = 0; i < OPERATIONS_MAX && reader_rest(&r).len > 0; i++) {
		act(w, &r);
		watch_rights(w);
	}
}

struct bytes token_program_repair(struct bytes program, struct buffer room)
{
	struct reader r;

	if (bytes_copy(room, program) != RESULT_OK)
		return bytes_from(NULL, 0);
	r = reader_over(bytes_from(room.at, program.len));
	(void)reader_u8(&r);
	while (reader_rest(&r).len > 0) {
		uint8_t code = reader_u8(&r) % TOKEN_OPERATION_COUNT;

		if (code == TOKEN_TRIES && reader_rest(&r).len > TOKEN_KEYS)
			room.at[r.offset + TOKEN_KEYS] = TOKEN_INSIDE;
		for (size_t i = 0; i < ARGUMENTS[code]; i++)
			(void)reader_u8(&r);
		if (reader_result(&r) != RESULT_OK)
			break;
	}
	return bytes_from(room.at, program.len);
}
