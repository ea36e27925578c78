/* SPDX-License-Identifier: Apache-2.0 */
/* The boot tests' chip, with one image that must not start. */
#include "ci/fault/world.h"

#include <stdlib.h>

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/rom.h"

static struct boot_fixture chip;

static void put_os(struct boot_fixture *f, struct boot_fixture_image like)
{
	struct boot_state state = { .sequence = 1, .slot[BOOT_SLOT_A].status = BOOT_SLOT_CONFIRMED };

	like.letter = 'X';
	state.slot[BOOT_SLOT_A].digest = boot_fixture_put(f, FLASH_SLOT_A, like);
	boot_fixture_record(f, &state, MARKS_NONE);
}

static void put_unsigned(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .key = KEY_NONE });
}

static void put_foreign(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .key = KEY_ATTACKER });
}

static void put_altered(struct boot_fixture *f)
{
	static const uint8_t other = 'Y';

	put_os(f, (struct boot_fixture_image){ .letter = 'X' });
	if (sim_put(&f->sim, FLASH_SLOT_A, 1000, BYTES_OF(other)) != RESULT_OK)
		abort();
}

static void put_older(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .newer = -1 });
}

static void put_revoked(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .key = KEY_SECOND });
	boot_fixture_revoke(f, KEY_SECOND);
}

static void put_other_class(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .other_class = true });
}

static void put_loader_as_os(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .component = BOOT_COMPONENT_LOADER });
}

static void put_foreign_loader(struct boot_fixture *f)
{
	boot_fixture_put(f, FLASH_LOADER, (struct boot_fixture_image){ .letter = 'X', .component = BOOT_COMPONENT_LOADER, .key = KEY_ATTACKER });
}

static void put_good(struct boot_fixture *f)
{
	put_os(f, (struct boot_fixture_image){ .letter = 'X' });
}

const struct fault_world fault_good_world = { "a good image", put_good, false };

/* The shortest decision first: that is where a hurried sweep finds what there is to find. */
const struct fault_world fault_worlds[] = {
	{ "a loader of a foreign key", put_foreign_loader, true },
	{ "an unsigned image", put_unsigned, false },
	{ "an image of a foreign key", put_foreign, false },
	{ "an altered payload", put_altered, false },
	{ "an older image", put_older, false },
	{ "an image of a revoked key", put_revoked, false },
	{ "an image for another class", put_other_class, false },
	{ "a loader in the place of an OS", put_loader_as_os, false },
};
const size_t fault_world_count = sizeof(fault_worlds) / sizeof(fault_worlds[0]);

static enum result serve(void *context, const struct platform *platform, enum boot_slot kept, const char *reason)
{
	(void)context, (void)platform, (void)kept, (void)reason;
	return RESULT_OK;
}

void fault_world_prepare(const struct fault_world *world)
{
	boot_fixture_init(&chip);
	world->spoil(&chip);
	sim_power_on(&chip.sim, false);
	/* The loader of the other worlds is good, and the ROM starts it before the faults begin. */
	if (!world->rom && rom_boot(&chip.platform) != RESULT_OK)
		abort();
}

bool fault_world_decide(const struct fault_world *world)
{
	static const struct boot_server server = { NULL, serve };
	uint64_t before = chip.sim.started.count;
	enum result result = world->rom ? rom_boot(&chip.platform) : loader_boot(&chip.platform, &server);

	(void)result;
	return chip.sim.started.count > before;
}
