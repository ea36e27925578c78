/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_CHOICE_H
#define BOOT_CHOICE_H

/*
 * Which slot is looked at first, and what may be done with a verified image in it.
 *
 * Pure: only what was read goes in, so that every case is a line in a table of tests. A fresh
 * trial comes first and once; then confirmed images, the newest first; an image that the record
 * does not know counts as confirmed if the counter already vouches for it, else it is tried when
 * nothing better is there. An image that failed its trial never comes back.
 */

#include "reference-impl/boot/boot_config.h"

enum { BOOT_ABNORMAL_MAX = 3 };

enum boot_mode {
	BOOT_MODE_NORMAL,
	BOOT_MODE_TRIAL_ONLY, /* in a boot loop: only a freshly staged image may end it */
	BOOT_MODE_SERVE       /* nothing starts; the port is served */
};

enum boot_use {
	BOOT_USE_NOT,
	BOOT_USE_LAST,  /* try it if nothing else starts */
	BOOT_USE_TRY,   /* start on trial */
	BOOT_USE_ADOPT, /* start as confirmed, and record it as that */
	BOOT_USE_KEEP   /* start as confirmed */
};

enum boot_mode boot_choice_mode(const struct boot_reason *reason, const struct boot_state *state);

/* Sets ret_order to both slots, the one to look at first in front. */
void boot_choice_order(const struct boot_state *state, const struct boot_config *config,
		       enum boot_slot ret_order[BOOT_SLOT_COUNT]);

/* What to do with a verified image; counter_reached: its security counter is the stored one. */
enum boot_use boot_choice_use(enum boot_mode mode, enum boot_standing standing, bool counter_reached);

#endif
