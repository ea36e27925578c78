/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulator adds to the chip's own tables: image memory, console, entropy, port. */

#include <stddef.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/platform/sim/sim.h"

static enum result is_running(const struct sim *sim)
{
	return chip_grants(&sim->chip, BUS_FLASH_READ);
}

static enum result reserve(void *context, uint32_t header_len, uint32_t rest_len, struct buffer *ret_room)
{
	struct sim *sim = context;
	uint64_t len = (uint64_t)header_len + rest_len;
	enum result result = is_running(sim);

	if (result != RESULT_OK)
		return result;
	if (header_len > UINT16_MAX || rest_len == 0 || len > sim->memory.image.len)
		return RESULT_TOO_LARGE;
	sim->image = (struct sim_image){ .header_len = header_len, .len = (size_t)len };
	*ret_room = (struct buffer){ sim->memory.image.at, (size_t)len };
	memset(ret_room->at, 0, ret_room->len);
	return RESULT_OK;
}

static struct bytes image_of(const struct sim *sim)
{
	return bytes_from(sim->memory.image.at, sim->image.len);
}

static enum result freeze(void *context, struct bytes *ret_image)
{
	struct sim *sim = context;
	enum result result = is_running(sim);

	if (result == RESULT_OK && (sim->image.len == 0 || sim->image.frozen))
		result = RESULT_REFUSED;
	if (result == RESULT_OK)
		result = crypto_sha256(image_of(sim), &sim->image.digest);
	if (result != RESULT_OK)
		return result;
	sim->image.frozen = true;
	*ret_image = image_of(sim);
	return RESULT_OK;
}

/* Memory of one process can't be made immutable; that somebody wrote to it is seen here instead. */
static enum result prove_unchanged(const struct sim *sim)
{
	struct crypto_sha256 now;
	enum result result = crypto_sha256(image_of(sim), &now);

	if (result != RESULT_OK)
		return result;
	return bytes_equal(BYTES_OF(now), BYTES_OF(sim->image.digest)) ? RESULT_OK : RESULT_INTERNAL;
}

static enum result may_start(const struct sim *sim, uint32_t payload_len)
{
	enum result result = is_running(sim);

	if (result != RESULT_OK)
		return result;
	if (sim->chip.stage == CHIP_OS || !sim->image.frozen)
		return RESULT_REFUSED;
	if (payload_len == 0 || payload_len > sim->image.len - sim->image.header_len)
		return RESULT_TOO_LARGE;
	return prove_unchanged(sim);
}

static enum result start(void *context, uint32_t payload_len)
{
	struct sim *sim = context;
	struct bytes payload = { NULL, payload_len };
	struct crypto_sha256 digest;
	enum result result = may_start(sim, payload_len);

	if (result != RESULT_OK)
		return result;
	payload.at = sim->memory.image.at + sim->image.header_len;
	result = crypto_sha256(payload, &digest);
	if (result == RESULT_OK)
		result = chip_enter_next(&sim->chip);
	if (result != RESULT_OK)
		return result;
	sim->started = (struct sim_started){ sim->started.count + 1, image_of(sim), payload, digest };
	sim->image = (struct sim_image){ .len = 0 };
	return RESULT_OK;
}

static void console_write(void *context, struct bytes text)
{
	struct sim *sim = context;

	if (is_running(sim) == RESULT_OK)
		console_ring_write(&sim->console, text);
}

/* Blocks of SHA-256 over seed and ordinal. */
static enum result draw_noise(void *context, struct buffer into)
{
	struct sim *sim = context;
	enum result result = sim->chip.nor.powered ? RESULT_OK : RESULT_IO;

	for (size_t done = 0; done < into.len && result == RESULT_OK;) {
		uint64_t input[2] = { sim->memory.entropy_seed, sim->entropy_blocks++ };
		size_t rest = into.len - done;
		size_t len = rest < CRYPTO_SHA256_LEN ? rest : CRYPTO_SHA256_LEN;
		struct crypto_sha256 block;

		result = crypto_sha256(BYTES_OF(input), &block);
		if (result == RESULT_OK)
			memcpy(into.at + done, block.at, len);
		done += len;
	}
	return result;
}

static enum result entropy_fill(void *context, struct buffer into)
{
	enum result result = is_running(context);

	return result == RESULT_OK ? draw_noise(context, into) : result;
}

static uint64_t uptime_ms(void *context)
{
	const struct sim *sim = context;

	return sim->uptime_ms;
}

/* The chip is the first member, so one context serves both its operations and the home's. */
_Static_assert(offsetof(struct sim, chip) == 0, "the vault's context is sim and chip alike");

struct vault sim_vault(struct sim *sim)
{
	struct vault vault;

	chip_offer_vault(&sim->chip, &vault);
	vault.context = sim;
	vault.draw_noise = draw_noise;
	vault.uptime_ms = uptime_ms;
	return vault;
}

struct platform sim_platform(struct sim *sim)
{
	struct platform platform;

	chip_offer(&sim->chip, &platform);
	platform.measurements = sim_measurements(sim);
	platform.memory = (struct image_memory){ sim, reserve, freeze, start };
	platform.console = (struct console){ sim, console_write };
	platform.entropy = (struct entropy){ sim, entropy_fill };
	platform.port = sim_port_table(sim);
	return platform;
}
