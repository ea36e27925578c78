/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_RUNNING_H
#define BOOT_RUNNING_H

/*
 * Tells a running OS which slot it came from: the one whose recorded digest was measured.
 *
 * Nobody has to be asked and no flag can lie: the register was extended by the loader with the
 * digest of what it started.
 */

#include "reference-impl/boot/boot_state.h"

/* BOOT_SLOT_NONE if the record names no image that was measured. Of two slots with the same image, the one on trial. */
enum boot_slot boot_running_slot(const struct platform *platform);

#endif
