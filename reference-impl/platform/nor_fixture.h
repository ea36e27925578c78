/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_NOR_FIXTURE_H
#define PLATFORM_NOR_FIXTURE_H

/*
 * A small chip for tests: slots of 64 KiB, all storage in one static room, so one at a time.
 */

#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/sim/sim.h"

enum {
	NOR_FIXTURE_SLOT_LEN = 16 * FLASH_BLOCK_LEN,
	NOR_FIXTURE_STORAGE_LEN = 3 * NOR_FIXTURE_SLOT_LEN + 4 * FLASH_BLOCK_LEN + FUSE_LEN + NOR_COUNTERS_LEN
};

extern const struct nor_layout nor_fixture_layout;

/* A formatted nor with power on. */
void nor_fixture_init(struct nor *nor);

/* A simulated chip in factory state, without power. */
void nor_fixture_sim(struct sim *sim);

#endif
