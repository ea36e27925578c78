/* SPDX-License-Identifier: Apache-2.0 */
/* Burns what the maker does, and lives up to each start. */
#include "harnesses/worlds/rot_factory.h"

#include <string.h>

static const struct nor_layout LAYOUT = {
	.region_len = {
		[FLASH_LOADER] = FLASH_BLOCK_LEN,
		[FLASH_SLOT_A] = FLASH_BLOCK_LEN,
		[FLASH_SLOT_B] = FLASH_BLOCK_LEN,
		[FLASH_BOOT_STATE] = FLASH_BLOCK_LEN,
		[FLASH_BOOT_CONFIG] = FLASH_BLOCK_LEN,
		[FLASH_KEYS] = FLASH_BLOCK_LEN,
	},
};

/* The caller writes over what he sent: lengths, then everything. */
static void change_memory(const struct rot_world *w)
{
	for (size_t i = 0; i < w->changing.len; i++)
		w->changing.at[i] = (uint8_t)(w->changing.at[i] ^ 0xa5);
}

static enum result take_secret(void *context, struct buffer into)
{
	struct rot_world *w = context;

	change_memory(w);
	return w->chip.take_secret(w->chip.context, into);
}

static enum result read_fuses(void *context, uint32_t offset, struct buffer into)
{
	struct rot_world *w = context;

	change_memory(w);
	if (offset == FUSE_SERVICE_KEY_HASH && w->key_is_looked_at != NULL)
		w->key_is_looked_at(w);
	return w->chip.read_fuses(w->chip.context, offset, into);
}

static enum result burn_fuses(void *context, uint32_t offset, struct bytes bits)
{
	struct rot_world *w = context;

	change_memory(w);
	return w->chip.burn_fuses(w->chip.context, offset, bits);
}

static enum result read_counter(void *context, enum counter counter, uint32_t *ret_value)
{
	struct rot_world *w = context;

	change_memory(w);
	return w->chip.read_counter(w->chip.context, counter, ret_value);
}

static enum result raise_counter(void *context, enum counter counter, uint32_t value)
{
	struct rot_world *w = context;

	change_memory(w);
	return w->chip.raise_counter(w->chip.context, counter, value);
}

/* Noise that tests take for good, and that is the same in each life; the chip's own costs a hash for each block. */
static enum result draw_noise(void *context, struct buffer into)
{
	struct rot_world *w = context;

	change_memory(w);
	if (w->life.noise_stopped || !w->sim.chip.nor.powered)
		return RESULT_IO;
	for (size_t i = 0; i < into.len; i++) {
		w->life.noise = w->life.noise * 6364136223846793005u + 1442695040888963407u;
		into.at[i] = (uint8_t)(w->life.noise >> 56);
	}
	return RESULT_OK;
}

enum result __wrap_entropy_health_take(struct entropy_health *health, struct bytes samples) MUST_CHECK;

/*
 * This noise is good: rot_world_test.c puts it through the tests themselves. They compare each sample with the
 * thousand before it, and under a fuzzer's hooks that would be most of what a life does. The linker puts this in
 * front of the function (ci/make/fuzz.mk).
 */
enum result __wrap_entropy_health_take(struct entropy_health *health, struct bytes samples)
{
	(void)samples;
	return health->alarm == ENTROPY_HEALTHY ? RESULT_OK : RESULT_REFUSED;
}

static uint64_t uptime_ms(void *context)
{
	struct rot_world *w = context;

	change_memory(w);
	return w->chip.uptime_ms(w->chip.context);
}

static void burn(struct rot_world *w, uint32_t offset, struct bytes bits)
{
	harness_holds(nor_burn(&w->sim.chip.nor, offset, bits) == RESULT_OK, "a fuse can't be burnt");
}

static void provision(struct rot_world *w)
{
	uint8_t secret[FUSE_DEVICE_SECRET_LEN], id[FUSE_DEVICE_ID_LEN], make[32], maker[CRYPTO_SHA256_LEN];
	struct crypto_sha256 service;

	for (size_t i = 0; i < sizeof(secret); i++)
		secret[i] = (uint8_t)(i * 7 + 3);
	memset(id, ROT_FACTORY_ID, sizeof(id));
	memset(make, 0x3c, sizeof(make));
	memset(maker, ROT_FACTORY_MAKER, sizeof(maker));
	harness_holds(crypto_sha256(BYTES_OF(w->keys[TEST_KEY_TRUSTED].key.spki), &service) == RESULT_OK, "no digest can be computed");
	burn(w, FUSE_DEVICE_SECRET, BYTES_OF(secret));
	burn(w, FUSE_DEVICE_ID, BYTES_OF(id));
	burn(w, FUSE_VENDOR_UUID, BYTES_OF(make));
	burn(w, FUSE_KEY_HASH, BYTES_OF(maker));
	burn(w, FUSE_SERVICE_KEY_HASH, BYTES_OF(service));
	harness_holds(nor_counter_raise(&w->sim.chip.nor, COUNTER_LOADER, 5) == RESULT_OK &&
			      nor_counter_raise(&w->sim.chip.nor, COUNTER_OS, 7) == RESULT_OK,
		      "a counter can't be raised");
}

static void keep_start(struct rot_world *w, enum rot_world_start start)
{
	struct rot_snapshot *snapshot = &w->starts[start];

	harness_holds(w->life.is_up, "the root of trust does not start");
	w->life.decisions = w->life.messages = 0;
	snapshot->life = w->life;
	snapshot->sim = w->sim;
	snapshot->rot = w->rot;
	rot_world_look(w, &snapshot->cells);
}

static void take_step(struct rot_world *w, enum lifecycle to)
{
	uint8_t body[1 + FUSE_DEVICE_ID_LEN];
	const struct mailbox_caller tool = rot_world_caller(MAILBOX_TOOL, 0, 0);

	memset(body, ROT_FACTORY_ID, sizeof(body));
	body[0] = (uint8_t)to;
	rot_world_ask(w, &tool, MAILBOX_LIFECYCLE, BYTES_OF(body), ROT_MEMORY_STEADY);
	harness_holds(rot_world_result(w) == RESULT_OK, "a step of the lifecycle can't be taken");
}

void rot_world_init(struct rot_world *w)
{
	struct sim_memory memory = { .storage = BUFFER_OF(w->storage), .image = BUFFER_OF(w->request), .entropy_seed = 1 };

	for (unsigned int i = 0; i < TEST_KEY_COUNT; i++)
		harness_holds(test_key(i, &w->keys[i]) == RESULT_OK, "a test key can't be made");
	harness_holds(sim_init(&w->sim, &LAYOUT, &memory) == RESULT_OK, "the chip can't be made");
	w->chip = sim_vault(&w->sim);
	w->vault = (struct vault){ w, take_secret, read_fuses, burn_fuses, read_counter, raise_counter, draw_noise, uptime_ms };
	sim_power_on(&w->sim, false);
	provision(w);
	rot_world_power(w);
	keep_start(w, ROT_BLANK);
	take_step(w, LIFECYCLE_MODULE_COMPLETE);
	rot_world_power(w);
	keep_start(w, ROT_MODULE);
	take_step(w, LIFECYCLE_DEVICE_COMPLETE);
	rot_world_power(w);
	keep_start(w, ROT_FRESH);
	rot_world_boot(w, 'O');
	keep_start(w, ROT_BOOTED);
}

void rot_world_begin(struct rot_world *w, enum rot_world_start start)
{
	const struct rot_snapshot *snapshot = &w->starts[start];

	w->life = snapshot->life;
	w->sim = snapshot->sim;
	w->rot = snapshot->rot;
	memcpy(w->storage + ROT_WORLD_FLASH_LEN, &snapshot->cells, sizeof(snapshot->cells));
	nor_arm_cut(&w->sim.chip.nor, 0, RIG_TEAR_NONE);
}
