/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_SIM_SIM_FIXTURE_H
#define PLATFORM_SIM_SIM_FIXTURE_H

/*
 * Walks a simulated chip to a stage, as the ROM and the loader would.
 */

#include "reference-impl/platform/sim/sim.h"

/* Loads a few bytes as an image and starts it: from the ROM to the loader, from there to the OS. */
void sim_fixture_start(const struct platform *platform);

#endif
