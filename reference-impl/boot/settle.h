/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_SETTLE_H
#define BOOT_SETTLE_H

/*
 * What has to be in storage before a chosen image may start.
 *
 * A trial is marked as tried first, so that it can't be tried twice. A confirmed image finishes
 * what its confirmation may have left half done: the counter, then the key that it revokes. All of
 * it can be repeated after a power cut at any place.
 */

#include "reference-impl/boot/choice.h"
#include "reference-impl/boot/verdict.h"

/*
 * Settles the use of the image in slot; *state follows what is written. If it fails, the image
 * must not start. RESULT_REFUSED without a permit that holds.
 */
enum result boot_settle(const struct platform *platform, enum boot_slot slot, enum boot_use use,
			const struct boot_verdict *verdict, struct boot_state *state) MUST_CHECK;

#endif
