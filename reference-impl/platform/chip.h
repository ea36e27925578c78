/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_CHIP_H
#define PLATFORM_CHIP_H

/*
 * The chip around its storage: what it forgets when power goes (locks, the latch,
 * why it boots) and what each stage may ask of it.
 *
 * Both homes are this chip. Power on or reset begins in CHIP_ROM; a start moves on to the
 * loader and then to the OS. An operation that the stage has no grant for is RESULT_REFUSED;
 * everything is RESULT_IO without power, and after a stage asked for reset until it comes.
 */

#include "reference-impl/platform/bus.h"
#include "reference-impl/platform/nor.h"
#include "reference-impl/platform/vault.h"

enum chip_stage { CHIP_OFF, CHIP_ROM, CHIP_LOADER, CHIP_OS };

struct chip_latch {
	bool set;
	enum counter counter;
	uint32_t value;
	uint32_t mark_offset;
};

struct chip {
	struct nor nor;
	enum chip_stage stage;
	bool reset_asked; /* by control.reset(); the home carries it out */
	unsigned int locks;
	struct chip_latch latch;
	struct boot_reason reason;
	uint32_t watchdog_ms; /* 0: stopped */
	uint64_t watchdog_kicks;
	uint64_t boots; /* power-ons and resets */
	bool secret_taken; /* by the root of trust, since power-on */
};

/* Powers on, in the ROM, with everything volatile forgotten; strap: the download pin is held. */
void chip_power_on(struct chip *chip, bool strap);
void chip_power_off(struct chip *chip);

/* Back to the ROM while power stays; counts a crash or a bite, and BOOT_RESET ends the row of them. */
void chip_reset(struct chip *chip, enum boot_cause cause);

/* From the ROM to the loader, from the loader to the OS; RESULT_REFUSED from anywhere else. */
enum result chip_enter_next(struct chip *chip) MUST_CHECK;

/* May the stage that runs ask for this? RESULT_OK, RESULT_REFUSED, or RESULT_IO when nothing runs. */
enum result chip_grants(const struct chip *chip, enum bus_op op) MUST_CHECK;
/* The same, and the one place that knows which stage may change which region of flash. */
enum result chip_grants_write(const struct chip *chip, enum flash_region region) MUST_CHECK;

/*
 * The tables that are the chip's own, each operation behind its grant: flash, fuses, counters,
 * control. The home adds measurements, memory, console, entropy and port.
 */
void chip_offer(struct chip *chip, struct platform *ret_platform);
void chip_offer_control(struct chip *chip, struct control *ret_control); /* the last of them alone */

/* The root of trust's table; the home adds noise and uptime. */
void chip_offer_vault(struct chip *chip, struct vault *ret_vault);

#endif
