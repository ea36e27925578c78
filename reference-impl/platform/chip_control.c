/* SPDX-License-Identifier: Apache-2.0 */
/* Locks, the latched confirmation, the watchdog's record and the request for reset. */

#include "reference-impl/platform/chip.h"

static enum result boot_reason(void *context, struct boot_reason *ret_reason)
{
	const struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_BOOT_REASON);

	if (result == RESULT_OK)
		*ret_reason = chip->reason;
	return result;
}

static enum result lock(void *context, unsigned int locks)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_LOCK);

	if (result != RESULT_OK)
		return result;
	if (locks & ~(unsigned int)(LOCK_LOADER_SLOT | LOCK_FUSES | LOCK_COUNTERS))
		return RESULT_MALFORMED;
	chip->locks |= locks;
	return RESULT_OK;
}

static bool is_a_mark(const struct chip *chip, uint32_t offset)
{
	size_t len = chip->nor.space[FLASH_BOOT_STATE].len;

	return offset % FLASH_WORD_LEN == 0 && len >= FLASH_WORD_LEN && offset <= len - FLASH_WORD_LEN;
}

static enum result latch_confirm(void *context, enum counter counter, uint32_t value, uint32_t mark_offset)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_LATCH_CONFIRM);

	if (result != RESULT_OK)
		return result;
	if ((unsigned int)counter >= COUNTER_COUNT || !is_a_mark(chip, mark_offset))
		return RESULT_MALFORMED;
	if (chip->latch.set || chip->locks & LOCK_COUNTERS)
		return RESULT_REFUSED;
	chip->latch = (struct chip_latch){ true, counter, value, mark_offset };
	return RESULT_OK;
}

/* A mark that is there costs no operation, so confirming twice is one confirmation. */
static enum result program_mark(struct chip *chip)
{
	static const uint8_t zero[FLASH_WORD_LEN];
	uint8_t word[FLASH_WORD_LEN];
	enum result result = nor_read(&chip->nor, FLASH_BOOT_STATE, chip->latch.mark_offset, BUFFER_OF(word));

	if (result != RESULT_OK || bytes_equal(BYTES_OF(word), BYTES_OF(zero)))
		return result;
	return nor_program(&chip->nor, FLASH_BOOT_STATE, chip->latch.mark_offset, BYTES_OF(zero));
}

static enum result confirm(void *context)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_CONFIRM);

	if (result != RESULT_OK || !chip->latch.set)
		return result;
	result = program_mark(chip);
	return result == RESULT_OK ? nor_counter_raise(&chip->nor, chip->latch.counter, chip->latch.value) : result;
}

static enum result watchdog(void *context, uint32_t limit_ms)
{
	struct chip *chip = context;
	enum result result = chip_grants(chip, BUS_WATCHDOG);

	if (result != RESULT_OK)
		return result;
	chip->watchdog_ms = limit_ms;
	chip->watchdog_kicks++;
	return RESULT_OK;
}

static void reset(void *context)
{
	struct chip *chip = context;

	if (chip_grants(chip, BUS_RESET) == RESULT_OK)
		chip->reset_asked = true;
}

void chip_offer_control(struct chip *chip, struct control *ret_control)
{
	*ret_control = (struct control){ chip, boot_reason, lock, latch_confirm, confirm, watchdog, reset };
}
