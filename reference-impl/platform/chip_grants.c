/* SPDX-License-Identifier: Apache-2.0 */
/* Who may ask for what: one table, and what is not in it is refused. */

#include "reference-impl/platform/chip.h"

enum { ROM = 1u << CHIP_ROM, LOADER = 1u << CHIP_LOADER, OS = 1u << CHIP_OS };

static const uint8_t op_grants[BUS_OP_END] = {
	[BUS_FLASH_READ] = ROM | LOADER | OS,
	[BUS_FLASH_PROGRAM] = ROM | LOADER | OS,
	[BUS_FLASH_ERASE] = ROM | LOADER | OS,
	[BUS_FLASH_REGION_LEN] = ROM | LOADER | OS,
	[BUS_FUSE_READ] = ROM | LOADER | OS,
	[BUS_FUSE_BURN] = ROM | LOADER,
	[BUS_COUNTER_READ] = ROM | LOADER | OS,
	[BUS_COUNTER_RAISE] = ROM | LOADER,
	[BUS_BOOT_REASON] = ROM | LOADER | OS,
	[BUS_LOCK] = ROM | LOADER,
	[BUS_LATCH_CONFIRM] = ROM | LOADER,
	[BUS_CONFIRM] = LOADER | OS,
	[BUS_WATCHDOG] = ROM | LOADER | OS,
	[BUS_RESET] = ROM | LOADER | OS,
	[BUS_CONSOLE_WRITE] = ROM | LOADER | OS,
	[BUS_CONSOLE_READ] = LOADER | OS,
	[BUS_ENTROPY] = ROM | LOADER | OS,
	[BUS_PORT_RECEIVE] = LOADER | OS,
	[BUS_PORT_SEND] = LOADER | OS,
	[BUS_START] = LOADER,
	[BUS_POWER_CUT] = OS,
};

/* Beyond this a lock may forbid: LOCK_LOADER_SLOT covers what the ROM itself depends on. */
static const uint8_t write_grants[FLASH_REGION_COUNT] = {
	[FLASH_LOADER] = ROM | LOADER,
	[FLASH_SLOT_A] = ROM | LOADER | OS,
	[FLASH_SLOT_B] = ROM | LOADER | OS,
	[FLASH_BOOT_STATE] = ROM | LOADER | OS,
	[FLASH_BOOT_CONFIG] = ROM | LOADER | OS,
	[FLASH_KEYS] = ROM | LOADER,
};

enum result chip_grants(const struct chip *chip, enum bus_op op)
{
	if (!chip->nor.powered || chip->reset_asked || chip->stage == CHIP_OFF)
		return RESULT_IO;
	if ((unsigned int)op >= BUS_OP_END)
		return RESULT_REFUSED;
	return op_grants[op] >> chip->stage & 1 ? RESULT_OK : RESULT_REFUSED;
}

enum result chip_grants_write(const struct chip *chip, enum flash_region region)
{
	bool rom_depends_on_it = region == FLASH_LOADER || region == FLASH_KEYS;

	if ((unsigned int)region >= FLASH_REGION_COUNT)
		return RESULT_NOT_FOUND;
	if (rom_depends_on_it && chip->locks & LOCK_LOADER_SLOT)
		return RESULT_REFUSED;
	return write_grants[region] >> chip->stage & 1 ? RESULT_OK : RESULT_REFUSED;
}
