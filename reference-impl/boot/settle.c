/* SPDX-License-Identifier: Apache-2.0 */
/* All that the loader writes: a mark or a record, one counter, one fuse. */

#include "reference-impl/boot/revoke.h"
#include "reference-impl/boot/rollback.h"
#include "reference-impl/boot/settle.h"

static enum result write(const struct platform *platform, enum boot_slot slot, struct boot_slot_record record,
			 struct boot_state *state)
{
	struct boot_state next = boot_state_with(state, slot, record);

	return boot_state_write(platform, state, &next, state);
}

static enum result settle_trial(const struct platform *platform, struct boot_state *state)
{
	enum result result = boot_state_mark_tried(platform, state);

	if (result == RESULT_OK)
		state->tried = true;
	return result;
}

static enum result settle_stranger(const struct platform *platform, enum boot_slot slot,
				   const struct boot_verdict *verdict, struct boot_state *state)
{
	struct boot_slot_record record = { BOOT_SLOT_TRIAL, verdict->digest };
	enum result result = write(platform, slot, record, state);

	return result == RESULT_OK ? settle_trial(platform, state) : result;
}

/* The counter vouches for this image, so it starts even where the record can't be written. */
static void adopt(const struct platform *platform, enum boot_slot slot, const struct boot_verdict *verdict,
		  struct boot_state *state)
{
	struct boot_slot_record record = { BOOT_SLOT_CONFIRMED, verdict->digest };

	if (write(platform, slot, record, state) != RESULT_OK)
		state->present = false;
}

static enum result settle_confirmed(const struct platform *platform, const struct boot_verdict *verdict)
{
	enum result result = boot_rollback_raise(platform, COUNTER_OS, verdict->image.security_counter);

	return result == RESULT_OK ? boot_revoke(platform, &verdict->image) : result;
}

enum result boot_settle(const struct platform *platform, enum boot_slot slot, enum boot_use use,
			const struct boot_verdict *verdict, struct boot_state *state)
{
	if (!boot_permit_holds(&verdict->permit))
		return RESULT_REFUSED;
	switch (use) {
	case BOOT_USE_TRY:
		return settle_trial(platform, state);
	case BOOT_USE_LAST:
		return settle_stranger(platform, slot, verdict, state);
	case BOOT_USE_ADOPT:
		adopt(platform, slot, verdict, state);
		return settle_confirmed(platform, verdict);
	case BOOT_USE_KEEP:
		return settle_confirmed(platform, verdict);
	case BOOT_USE_NOT:
		break;
	}
	return RESULT_REFUSED;
}
