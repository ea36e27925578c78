/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_ROM_H
#define BOOT_ROM_H

/*
 * The first code of the chip, which can never be changed: verifies the loader and starts it.
 *
 * It has one slot, no settings and no state, so that there is nothing to talk it into anything.
 * The loader is loaded once, verified where it lies, measured, and its slot is locked until
 * the next reset.
 */

#include "reference-impl/platform/platform.h"

/*
 * Boots the loader. RESULT_OK where start() returned it; otherwise a line `ROM: recovery: <reason>`
 * was written to the console, nothing runs, and the reason is returned.
 */
enum result rom_boot(const struct platform *platform) MUST_CHECK;

#endif
