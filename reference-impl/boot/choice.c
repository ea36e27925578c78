/* SPDX-License-Identifier: Apache-2.0 */
/* Three answers from values alone; nothing is read or written here. */

#include "reference-impl/boot/choice.h"

enum boot_mode boot_choice_mode(const struct boot_reason *reason, const struct boot_state *state)
{
	if (reason->download_strap)
		return BOOT_MODE_SERVE;
	if (reason->abnormal_count <= BOOT_ABNORMAL_MAX)
		return BOOT_MODE_NORMAL;
	return boot_state_untried(state) == BOOT_SLOT_NONE ? BOOT_MODE_SERVE : BOOT_MODE_TRIAL_ONLY;
}

/* A preference is about confirmed images only: it neither starts a trial nor hides one. */
static enum boot_slot preferred(const struct boot_state *state, const struct boot_config *config)
{
	if (config->prefer == BOOT_SLOT_NONE || !state->present)
		return BOOT_SLOT_NONE;
	return state->slot[config->prefer].status == BOOT_SLOT_CONFIRMED ? config->prefer : BOOT_SLOT_NONE;
}

void boot_choice_order(const struct boot_state *state, const struct boot_config *config,
		       enum boot_slot ret_order[BOOT_SLOT_COUNT])
{
	enum boot_slot first = boot_state_untried(state);

	if (first == BOOT_SLOT_NONE)
		first = preferred(state, config);
	if (first == BOOT_SLOT_NONE)
		first = boot_state_active(state);
	if (first == BOOT_SLOT_NONE)
		first = BOOT_SLOT_A;
	ret_order[0] = first;
	ret_order[1] = boot_slot_other(first);
}

static enum boot_use use_of(enum boot_standing standing, bool counter_reached)
{
	switch (standing) {
	case BOOT_STANDING_CONFIRMED:
		return BOOT_USE_KEEP;
	case BOOT_STANDING_TRIAL:
		return BOOT_USE_TRY;
	case BOOT_STANDING_STRANGER:
		return counter_reached ? BOOT_USE_ADOPT : BOOT_USE_LAST;
	case BOOT_STANDING_FAILED:
		break;
	}
	return BOOT_USE_NOT;
}

enum boot_use boot_choice_use(enum boot_mode mode, enum boot_standing standing, bool counter_reached)
{
	enum boot_use use = use_of(standing, counter_reached);

	if (mode == BOOT_MODE_TRIAL_ONLY)
		return use == BOOT_USE_TRY ? BOOT_USE_TRY : BOOT_USE_NOT;
	if (mode == BOOT_MODE_SERVE && use < BOOT_USE_ADOPT)
		return BOOT_USE_NOT;
	return use;
}
