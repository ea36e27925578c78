/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated chip's life: memory, power, snapshots. */

#include <string.h>

#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/sim/sim.h"

size_t sim_storage_len(const struct nor_layout *layout)
{
	return (size_t)nor_flash_len(layout) + FUSE_LEN + NOR_COUNTERS_LEN;
}

enum result sim_init(struct sim *sim, const struct nor_layout *layout, const struct sim_memory *memory)
{
	uint8_t *at = memory->storage.at;
	size_t flash_len = (size_t)nor_flash_len(layout);
	struct nor_memory parts;
	enum result result;

	if (memory->storage.len != sim_storage_len(layout))
		return RESULT_TOO_LARGE;
	parts.flash = (struct buffer){ at, flash_len };
	parts.fuses = (struct buffer){ at + flash_len, FUSE_LEN };
	parts.counters = (struct buffer){ at + flash_len + FUSE_LEN, NOR_COUNTERS_LEN };
	memset(sim, 0, sizeof(*sim));
	sim->memory = *memory;
	sim->console = console_ring_over(BUFFER_OF(sim->console_room));
	result = nor_attach(&sim->chip.nor, layout, &parts);
	if (result == RESULT_OK)
		nor_format(&sim->chip.nor);
	return result;
}

static void forget_volatile(struct sim *sim)
{
	sim->image = (struct sim_image){ .len = 0 };
}

void sim_power_on(struct sim *sim, bool download_strap)
{
	forget_volatile(sim);
	sim->uptime_ms = 0;
	chip_power_on(&sim->chip, download_strap);
	sim_measurements_begin(sim);
}

void sim_power_off(struct sim *sim)
{
	forget_volatile(sim);
	chip_power_off(&sim->chip);
}

void sim_reset(struct sim *sim, enum boot_cause cause)
{
	if (!sim->chip.nor.powered)
		return;
	forget_volatile(sim);
	chip_reset(&sim->chip, cause);
	sim_measurements_begin(sim);
}

enum result sim_put(struct sim *sim, enum flash_region region, uint64_t offset, struct bytes from)
{
	return nor_rewrite(&sim->chip.nor, region, offset, from);
}

size_t sim_snapshot_len(const struct sim *sim)
{
	return sizeof(*sim) + sim->memory.storage.len;
}

enum result sim_snapshot(const struct sim *sim, struct buffer room)
{
	if (room.len != sim_snapshot_len(sim))
		return RESULT_TOO_LARGE;
	memcpy(room.at, sim, sizeof(*sim));
	memcpy(room.at + sizeof(*sim), sim->memory.storage.at, sim->memory.storage.len);
	return RESULT_OK;
}

enum result sim_restore(struct sim *sim, struct bytes snapshot)
{
	if (snapshot.len != sim_snapshot_len(sim))
		return RESULT_TOO_LARGE;
	memcpy(sim, snapshot.at, sizeof(*sim));
	memcpy(sim->memory.storage.at, snapshot.at + sizeof(*sim), sim->memory.storage.len);
	forget_volatile(sim);
	sim->started = (struct sim_started){ .count = sim->started.count };
	return RESULT_OK;
}
