/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_ROLLBACK_H
#define BOOT_ROLLBACK_H

/*
 * Keeps the stored security counter at the newest image that was ever confirmed.
 *
 * Images below it are refused in boot_judge(). It rises when a running image confirms itself; a
 * power cut in the middle of that leaves a confirmed image above its counter, and then the
 * loader makes up for it before anything starts. It never rises for an image on trial.
 * Source: MCUboot docs/design.md "Hardware rollback protection".
 */

#include "reference-impl/platform/platform.h"

/* Raises the counter to value if it is lower; takes no storage operation if it isn't. */
enum result boot_rollback_raise(const struct platform *platform, enum counter counter, uint32_t value) MUST_CHECK;

#endif
