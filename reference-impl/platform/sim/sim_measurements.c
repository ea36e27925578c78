/* SPDX-License-Identifier: Apache-2.0 */
/* The boot log of the simulated chip: the root of trust's rules, without its secrets. */

#include "reference-impl/platform/sim/sim.h"

static enum result is_running(const struct sim *sim)
{
	return chip_grants(&sim->chip, BUS_FLASH_READ);
}

/* Each stage speaks for what it starts. */
static bool may_enter(enum chip_stage stage, enum component_kind kind)
{
	if (stage == CHIP_ROM)
		return kind == COMPONENT_LOADER;
	if (stage == CHIP_LOADER)
		return kind == COMPONENT_CONFIG || kind == COMPONENT_OS;
	return kind == COMPONENT_APP;
}

static enum result enter(void *context, const struct component *component)
{
	struct sim *sim = context;
	enum result result = is_running(sim);

	if (result == RESULT_OK && (unsigned int)component->kind >= COMPONENT_KIND_COUNT)
		result = RESULT_MALFORMED;
	if (result == RESULT_OK && !may_enter(sim->chip.stage, component->kind))
		result = RESULT_REFUSED;
	return result == RESULT_OK ? boot_log_enter(&sim->log, component) : result;
}

static enum result read(void *context, enum component_kind kind, struct crypto_sha256 *ret_value)
{
	const struct sim *sim = context;
	enum result result = is_running(sim);

	if (result == RESULT_OK && (unsigned int)kind >= COMPONENT_KIND_COUNT)
		result = RESULT_NOT_FOUND;
	if (result == RESULT_OK)
		*ret_value = sim->log.measured[kind];
	return result;
}

static enum result recovery(void *context)
{
	struct sim *sim = context;
	enum result result = is_running(sim);

	if (result == RESULT_OK && (sim->chip.stage != CHIP_LOADER || boot_log_newest(&sim->log) >= COMPONENT_OS))
		result = RESULT_REFUSED;
	if (result == RESULT_OK)
		sim->in_recovery = true;
	return result;
}

struct measurements sim_measurements(struct sim *sim)
{
	return (struct measurements){ sim, enter, read, recovery };
}

void sim_measurements_begin(struct sim *sim)
{
	const struct component own = { .kind = COMPONENT_ROOT_OF_TRUST };

	sim->in_recovery = false;
	sim->log = (struct boot_log){ .count = 0 };
	/* The only failure is that of the hash; the log is empty then, and nothing more can be entered. */
	if (boot_log_enter(&sim->log, &own) != RESULT_OK)
		sim->log.count = 0;
}
