/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_BOOT_H
#define CONFORMANCE_CHECK_BOOT_H

/*
 * Words for checks that look at a boot themselves: power, what comes up, offers of images.
 *
 * What runs is proved by what it says: only the right answer to a nonce of this boot counts as
 * an image running. A boot is decided as soon as something shows; boot_ms bounds silence only.
 * None of these decides a verdict, except where transport, rig or kit break.
 */

#include "conformance/check.h"

enum power {
	POWER_ON,
	POWER_OFF,
	POWER_CYCLE,
	POWER_DOWNLOAD,
	POWER_SLEEP, /* to sleep and awake again, as the unit's own way is; what runs goes on */
	POWER_WAKE   /* after POWER_OFF: as if it had slept, which it did not */
};

enum seen_kind {
	SEEN_NOTHING,  /* silence for boot_ms */
	SEEN_IMAGE,    /* `image` answered the nonce */
	SEEN_SPOKE,    /* `image` said that it is up, and did not answer the nonce */
	SEEN_STRANGER, /* something speaks like a payload, and it is no image of this check */
	SEEN_FIRMWARE, /* the maker's own firmware answers device.info */
	SEEN_RECOVERY, /* the device showed itself in recovery mode */
	SEEN_DOWNLOAD, /* or in download mode */
	SEEN_CUT       /* an armed power cut fired */
};

struct seen {
	enum seen_kind kind;
	struct image image;  /* of SEEN_IMAGE and SEEN_SPOKE */
	struct image before; /* another image that said it is up, earlier in this boot */
	bool confirmed;      /* an image said so in this boot */
};

/* What a device answered: given, or refused with a reason. Neither: the verb was a no-op. */
struct reply {
	bool given, refused;
	const char *reason; /* "" unless refused */
};

void power(struct bench *b, enum power state);
/* Has the unit a sleep that the rig can send it to? Else POWER_SLEEP and POWER_WAKE are not to be asked for. */
bool can_sleep(const struct bench *b);
/* Lets at least so many milliseconds of the lab's clock go by, and leaves the unit alone. */
void let_time_pass(struct bench *b, uint32_t ms);
/* Power-cycles and sees what comes up. */
struct seen boot(struct bench *b);
/* Sees what comes up after power() or storage was touched, without a reset. */
struct seen look(struct bench *b);
/* What the units printed since the check began, one behind the other; of a flood the first 64 KiB. Valid for the check. */
struct bytes console_heard(struct bench *b);
/* As boot(), and waits for a confirmation too. */
struct seen boot_to_confirmed(struct bench *b);

/* Puts the image where the device's update mechanism takes it; it is tried at the next reset. */
struct reply offer(struct bench *b, struct image image, enum update_path path);

/* Offers bad, which is accepted but fails: within 4 boots good must answer again, and stay. */
void must_revert(struct bench *b, struct image bad, struct image good, const char *says);
/* The control: waits until the image on trial, which is never confirmed, was left by a reset with power on; at most 40 looks. */
void given_left_by_reset(struct bench *b, struct image trial);
/* The artefact that revokes one of the maker's keys, as an image to offer; empty if the maker has none. */
struct image kit_revocation(struct bench *b, enum image_key key);

#endif
