/* SPDX-License-Identifier: Apache-2.0 */
/* One act for each operation, and what the device tells of itself behind it. */
#include "harnesses/worlds/lifecycle_program.h"

#include <string.h>

#include "harnesses/worlds/rot_factory.h"
#include "reference-impl/base/reader.h"

enum { OPERATIONS_MAX = 16, CUT_MAX = 3, STATE_LEN = 8, LAST_KEY = FUSE_KEY_COUNT - 1, HASH_LEN = CRYPTO_SHA256_LEN };

static void watch(struct rot_world *rot, const struct mailbox_exchange *e)
{
	struct lifecycle_world *w = (struct lifecycle_world *)rot;
	const struct lifecycle_try t = { .e = e, .told = w->told.state, .test_key = &w->test_key };

	FZ_LIFECYCLE_006_unknown_takes_no_command(e, t.told);
	if (mailbox_exchange_command(e) != MAILBOX_LIFECYCLE)
		return;
	FZ_LIFECYCLE_004_step_is_one_and_whole(&t);
	FZ_LIFECYCLE_003_step_is_earned(&t);
}

void lifecycle_world_init(struct lifecycle_world *w)
{
	static const uint8_t one[CRYPTO_P256_SCALAR_LEN] = { [CRYPTO_P256_SCALAR_LEN - 1] = 1 };
	struct crypto_p256_key key;

	rot_world_init(&w->rot);
	w->rot.watch = watch;
	harness_holds(crypto_p256_from_scalar(BYTES_OF(one), &key) == RESULT_OK && crypto_sha256(BYTES_OF(key.spki), &w->test_key) == RESULT_OK,
		      "a test key can't be made");
}

static bool answers(const struct lifecycle_world *w)
{
	return w->rot.life.is_up && w->rot.sim.chip.nor.powered;
}

/* Who it is and how far in its life: without the one there is no telling the other. */
static bool is_readable(const struct lifecycle_world *w)
{
	const struct nor_faults *faults = &w->rot.sim.chip.nor.faults;

	for (size_t i = 0; i < faults->count; i++)
		if (faults->at[i].offset == FUSE_LIFECYCLE || faults->at[i].offset == FUSE_DEVICE_ID)
			return false;
	return true;
}

static struct lifecycle_told ask(struct lifecycle_world *w)
{
	const uint8_t *state = w->rot.probe_reply + MAILBOX_HEAD_LEN;
	struct reader r = reader_over(bytes_from(state + 4, STATE_LEN - 4));

	harness_holds(rot_world_probe(&w->rot, MAILBOX_TOOL, MAILBOX_SECURITY_STATE, bytes_from(NULL, 0)) == RESULT_OK, "no state is told");
	rot_world_look(&w->rot, &w->rot.cells);
	return (struct lifecycle_told){ .state = state[0], .mode = state[1], .rights = reader_u32_le(&r), .cells = &w->rot.cells,
					.saw_debug = (state[2] & MAILBOX_FLAG_SAW_DEBUG) != 0,
					.saw_service = (state[2] & MAILBOX_FLAG_SAW_SERVICE) != 0, .is_readable = is_readable(w) };
}

/* What is told now, held against what was told before; `was_started`: with power that had gone. */
static void look(struct lifecycle_world *w, bool is_fresh, bool was_started)
{
	struct lifecycle_told before = w->told;

	if (!answers(w))
		return;
	w->told = ask(w);
	w->told.is_fresh = is_fresh;
	w->told.furthest = before.furthest;
	FZ_LIFECYCLE_002_unknown_opens_nothing(&w->told);
	FZ_LIFECYCLE_001_only_forward(&w->told);
	if (w->is_told && !was_started)
		FZ_LIFECYCLE_005_sessions_end_with_their_state(&before, &w->told);
	w->is_told = true;
	if (w->told.state > w->told.furthest)
		w->told.furthest = w->told.state;
	w->states = w->states << 8 | w->told.state << 4 | w->told.mode;
}

/* Returns whether a step was taken, and the fuses so were read. */
static bool step(struct lifecycle_world *w, uint8_t who, uint8_t to, uint8_t other)
{
	static const enum mailbox_role roles[] = { MAILBOX_TOOL, MAILBOX_OS, MAILBOX_LOADER, MAILBOX_AGENT };
	const struct mailbox_caller caller = rot_world_caller(roles[who % 4], 0, 0);
	uint8_t body[1 + FUSE_DEVICE_ID_LEN];

	if (!answers(w))
		return false;
	body[0] = to == 0 ? (uint8_t)(w->told.state + 1) : (uint8_t)(to - 1);
	memcpy(body + 1, w->rot.rot.device_id, FUSE_DEVICE_ID_LEN);
	if (other != 0)
		body[1 + (other - 1u) % FUSE_DEVICE_ID_LEN] ^= 1;
	rot_world_ask(&w->rot, &caller, MAILBOX_LIFECYCLE, BYTES_OF(body), ROT_MEMORY_STEADY);
	return rot_world_result(&w->rot) == RESULT_OK;
}

static void fail_reads(struct lifecycle_world *w, uint8_t part)
{
	static const struct {
		uint32_t offset, len;
	} parts[LIFE_PART_COUNT] = { { FUSE_LIFECYCLE, FUSE_LIFECYCLE_LEN },
				     { FUSE_DEVICE_ID, FUSE_DEVICE_ID_LEN },
				     { FUSE_KEY_REVOKED, FUSE_KEY_COUNT },
				     { FUSE_KEY_HASH + LAST_KEY * HASH_LEN, HASH_LEN },
				     { FUSE_SERVICE_KEY_HASH, HASH_LEN } };

	part %= LIFE_PART_COUNT;
	if (nor_fault_read_error(&w->rot.sim.chip.nor, NOR_FUSES, parts[part].offset, parts[part].len) != RESULT_OK)
		return; /* there are enough */
}

static void open_by_token(struct lifecycle_world *w, uint8_t kind, uint8_t added)
{
	const struct mailbox_caller tool = rot_world_caller(MAILBOX_TOOL, 0, 0);
	struct token_plan plan = rot_good_token(&w->rot);
	uint8_t room[512];

	plan.kind = 1 + kind % 2;
	plan.rights = SERVICE_RIGHT_READ_LOGS;
	plan.lifecycle = (uint8_t)(plan.lifecycle + added);
	memcpy(plan.device_id, w->rot.rot.device_id, sizeof(plan.device_id));
	rot_world_ask(&w->rot, &tool, MAILBOX_SERVICE_OPEN,
		      rot_open_body(&w->rot, &plan, TEST_KEY_TRUSTED, TEST_KEY_TRUSTED, BUFFER_OF(room)), ROT_MEMORY_STEADY);
}

static void challenge(struct lifecycle_world *w)
{
	const struct mailbox_caller tool = rot_world_caller(MAILBOX_TOOL, 0, 0);

	rot_world_ask(&w->rot, &tool, MAILBOX_CHALLENGE, bytes_from(NULL, 0), ROT_MEMORY_STEADY);
}

static const size_t ARGUMENTS[LIFE_OPERATION_COUNT] = { [LIFE_STEPS] = 3, [LIFE_CUTS] = 2, [LIFE_FAILS] = 1, [LIFE_BLOWS] = 2,
							[LIFE_OPENS] = 2 };

static void act(struct lifecycle_world *w, struct reader *program)
{
	uint8_t code = reader_u8(program) % LIFE_OPERATION_COUNT, a[3] = { 0 };
	bool is_fresh = code == LIFE_POWER || code == LIFE_RESET;

	for (size_t i = 0; i < ARGUMENTS[code]; i++)
		a[i] = reader_u8(program);
	if (code == LIFE_STEPS)
		is_fresh = step(w, a[0], a[1], a[2]);
	else if (code == LIFE_POWER)
		rot_world_power(&w->rot);
	else if (code == LIFE_RESET)
		rot_world_reset(&w->rot);
	else if (code == LIFE_CUTS)
		nor_arm_cut(&w->rot.sim.chip.nor, 1 + a[0] % CUT_MAX, (enum rig_tear)(a[1] % 3));
	else if (code == LIFE_FAILS)
		fail_reads(w, a[0]);
	else if (code == LIFE_HEALS)
		nor_fault_clear(&w->rot.sim.chip.nor);
	else if (code == LIFE_BLOWS)
		w->rot.storage[ROT_WORLD_FLASH_LEN + FUSE_LIFECYCLE + a[0] % FUSE_LIFECYCLE_LEN] |= a[1];
	else if (code == LIFE_CHALLENGES)
		challenge(w);
	else
		open_by_token(w, a[0], a[1]);
	look(w, is_fresh, code == LIFE_POWER);
}

/* What the factory did otherwise than with every other device here, before anybody looked at it. */
static void leave_factory(struct lifecycle_world *w, unsigned int how)
{
	uint8_t *fuses = w->rot.storage + ROT_WORLD_FLASH_LEN, *last_key = fuses + FUSE_KEY_HASH + LAST_KEY * HASH_LEN;

	if ((how & LIFE_NO_MAKER_KEY) != 0)
		memset(fuses + FUSE_KEY_HASH, 0, HASH_LEN);
	if ((how & LIFE_MAKER_KEY_DEAD) != 0)
		fuses[FUSE_KEY_REVOKED] = 1;
	if ((how & (LIFE_TEST_KEY | LIFE_TEST_KEY_DEAD)) != 0)
		memcpy(last_key, w->test_key.at, HASH_LEN);
	if ((how & LIFE_TEST_KEY_DEAD) != 0)
		fuses[FUSE_KEY_REVOKED + LAST_KEY] = 1;
	if ((how & LIFE_NO_IDENTITY) != 0)
		memset(fuses + FUSE_DEVICE_ID, 0, FUSE_DEVICE_ID_LEN);
	if ((how & LIFE_TEST_SERVICE_KEY) != 0)
		memcpy(fuses + FUSE_SERVICE_KEY_HASH, w->test_key.at, HASH_LEN);
	if (how != 0)
		rot_world_power(&w->rot);
}

void lifecycle_program_run(struct lifecycle_world *w, struct bytes program)
{
	struct reader r = reader_over(program);

	w->told = (struct lifecycle_told){ .state = LIFE_UNKNOWN };
	w->is_told = false;
	w->states = 0;
	rot_world_begin(&w->rot, (enum rot_world_start)(reader_u8(&r) % ROT_START_COUNT));
	leave_factory(w, reader_u8(&r));
	look(w, true, true);
	for (unsigned int i = 0; i < OPERATIONS_MAX && reader_rest(&r).len > 0; i++)
		act(w, &r);
}

struct bytes lifecycle_program_repair(struct bytes program, struct buffer room)
{
	struct reader r;

	if (bytes_copy(room, program) != RESULT_OK)
		return bytes_from(NULL, 0);
	r = reader_over(bytes_from(room.at, program.len));
	(void)reader_take(&r, 2);
	while (reader_result(&r) == RESULT_OK && reader_rest(&r).len > 0) {
		uint8_t code = reader_u8(&r) % LIFE_OPERATION_COUNT, *arguments = room.at + r.offset;

		if (code == LIFE_STEPS && reader_rest(&r).len >= ARGUMENTS[code])
			arguments[0] = arguments[2] = 0;
		(void)reader_take(&r, ARGUMENTS[code]);
	}
	return bytes_from(room.at, program.len);
}
