/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CT_SILICON_H
#define CT_SILICON_H

/*
 * The chip in memory as its secrets are unknown: the device secret and each sample of noise are handed out
 * hidden. Fuses and counters are known, unless a case hides them.
 */

#include "ci/memory_chip.h"

/* Its vault; *chip outlives it. */
struct vault ct_silicon_vault(struct memory_chip *chip);

#endif
