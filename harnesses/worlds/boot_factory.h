/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_BOOT_FACTORY_H
#define WORLDS_BOOT_FACTORY_H

/*
 * Makes the chip that a boot world's lives begin on: keys and class in its fuses, counters at
 * their first value, a loader in its slot, nothing else.
 */

#include "harnesses/worlds/boot_world.h"

/* Sets up sim and platform of w over its own storage; the images must be there. Power is off. */
void boot_factory_make(struct boot_world *w);

#endif
