/* SPDX-License-Identifier: Apache-2.0 */
/* The boot tests' chip, with one image that must not start. */
#include <stdlib.h>

#include "ci/fault/world.h"
#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/rom.h"

extern const char __start_boot_decision[], __stop_boot_decision[];

static struct boot_fixture chip;

/* The only image of an OS. */
static void put_os(struct boot_fixture_image like)
{
	struct boot_state state = { .sequence = 1, .slot[BOOT_SLOT_A].status = BOOT_SLOT_CONFIRMED };

	like.letter = 'X';
	boot_fixture_init(&chip);
	state.slot[BOOT_SLOT_A].digest = boot_fixture_put(&chip, FLASH_SLOT_A, like);
	boot_fixture_record(&chip, &state, MARKS_NONE);
}

/* The loader is good, and the ROM starts it before the faults begin. */
static void go_to_loader(void)
{
	sim_power_on(&chip.sim, false);
	if (rom_boot(&chip.platform) != RESULT_OK)
		abort();
}

static void meet_unsigned(void)
{
	put_os((struct boot_fixture_image){ .key = KEY_NONE });
	go_to_loader();
}

static void meet_foreign(void)
{
	put_os((struct boot_fixture_image){ .key = KEY_ATTACKER });
	go_to_loader();
}

static void meet_altered(void)
{
	static const uint8_t other = 'Y';

	put_os((struct boot_fixture_image){ .letter = 'X' });
	if (sim_put(&chip.sim, FLASH_SLOT_A, 1000, BYTES_OF(other)) != RESULT_OK)
		abort();
	go_to_loader();
}

static void meet_older(void)
{
	put_os((struct boot_fixture_image){ .newer = -1 });
	go_to_loader();
}

static void meet_revoked(void)
{
	put_os((struct boot_fixture_image){ .key = KEY_SECOND });
	boot_fixture_revoke(&chip, KEY_SECOND);
	go_to_loader();
}

static void meet_other_class(void)
{
	put_os((struct boot_fixture_image){ .other_class = true });
	go_to_loader();
}

static void meet_loader_as_os(void)
{
	put_os((struct boot_fixture_image){ .component = BOOT_COMPONENT_LOADER });
	go_to_loader();
}

static void meet_foreign_loader(void)
{
	boot_fixture_init(&chip);
	boot_fixture_put(&chip, FLASH_LOADER, (struct boot_fixture_image){ .letter = 'X', .component = BOOT_COMPONENT_LOADER, .key = KEY_ATTACKER });
	sim_power_on(&chip.sim, false);
}

static void meet_good(void)
{
	put_os((struct boot_fixture_image){ .letter = 'X' });
	go_to_loader();
}

static enum result serve(void *context, const struct platform *platform, enum boot_slot kept, const char *reason)
{
	(void)context, (void)platform, (void)kept, (void)reason;
	return RESULT_OK;
}

static bool let_loader_decide(void)
{
	static const struct boot_server server = { NULL, serve };
	uint64_t before = chip.sim.started.count;
	enum result result = loader_boot(&chip.platform, &server);

	(void)result;
	return chip.sim.started.count > before;
}

static bool let_rom_decide(void)
{
	uint64_t before = chip.sim.started.count;
	enum result result = rom_boot(&chip.platform);

	(void)result;
	return chip.sim.started.count > before;
}

/* The shortest decision first: that is where a hurried sweep finds what there is to find. */
static const struct fault_world worlds[] = {
	{ "a loader of a foreign key", meet_foreign_loader, let_rom_decide },
	{ "an unsigned image", meet_unsigned, let_loader_decide },
	{ "an image of a foreign key", meet_foreign, let_loader_decide },
	{ "an altered payload", meet_altered, let_loader_decide },
	{ "an older image", meet_older, let_loader_decide },
	{ "an image of a revoked key", meet_revoked, let_loader_decide },
	{ "an image for another class", meet_other_class, let_loader_decide },
	{ "a loader in the place of an OS", meet_loader_as_os, let_loader_decide },
};

const struct fault_subject fault_boot = {
	.name = "boot_decision",
	.lets_through = "starts a bad image",
	.from = __start_boot_decision,
	.to = __stop_boot_decision,
	.worlds = worlds,
	.world_count = sizeof(worlds) / sizeof(worlds[0]),
	.good = { "a good image", meet_good, let_loader_decide },
};
