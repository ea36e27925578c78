/* SPDX-License-Identifier: Apache-2.0 */
/* The chip's life from power-on over resets to power-off. */

#include "reference-impl/platform/chip.h"

static void begin_boot(struct chip *chip)
{
	chip->stage = CHIP_ROM;
	chip->reset_asked = false;
	chip->locks = 0;
	chip->latch = (struct chip_latch){ .set = false };
	chip->watchdog_ms = 0;
	chip->boots++;
}

void chip_power_on(struct chip *chip, bool strap)
{
	nor_power(&chip->nor, true);
	chip->reason = (struct boot_reason){ .cause = BOOT_POWER_ON, .download_strap = strap };
	chip->secret_taken = false;
	begin_boot(chip);
}

void chip_power_off(struct chip *chip)
{
	nor_power(&chip->nor, false);
	chip->stage = CHIP_OFF;
}

void chip_reset(struct chip *chip, enum boot_cause cause)
{
	chip->reason.cause = cause;
	chip->reason.download_strap = false; /* the bench lets go of the pin once power is on */
	if (cause == BOOT_RESET)
		chip->reason.abnormal_count = 0;
	else if (chip->reason.abnormal_count < UINT32_MAX)
		chip->reason.abnormal_count++;
	begin_boot(chip);
}

enum result chip_enter_next(struct chip *chip)
{
	if (chip->stage != CHIP_ROM && chip->stage != CHIP_LOADER)
		return RESULT_REFUSED;
	chip->stage = chip->stage == CHIP_ROM ? CHIP_LOADER : CHIP_OS;
	return RESULT_OK;
}
