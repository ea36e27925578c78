/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORLDS_ROT_FACTORY_H
#define WORLDS_ROT_FACTORY_H

/* Makes the chip of rot_world.h, its fuses and its starts, and the vault that stands in front of it. */

#include "harnesses/worlds/rot_world.h"

enum { ROT_FACTORY_MAKER = 0x5a, ROT_FACTORY_ID = 0x42 }; /* every byte of the maker's key's hash, and of the device id */

#endif
