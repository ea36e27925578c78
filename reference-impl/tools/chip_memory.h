/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_CHIP_MEMORY_H
#define TOOLS_CHIP_MEMORY_H

/*
 * The storage of a chip on the factory's bench, and the folder that it is shipped in.
 */

#include "reference-impl/platform/chip.h"

struct chip_memory {
	struct chip chip;
	struct nor_memory memory; /* allocated */
};

/* A chip in factory state with power on; RESULT_IO without memory. */
enum result chip_memory_init(struct chip_memory *bench) MUST_CHECK;
void chip_memory_release(struct chip_memory *bench);

/*
 * Writes flash.bin, fuses.bin and counters.bin into folder, which appears with all of them at once.
 * RESULT_REFUSED if it is there and not empty, unless replace: then file by file. Failures have been told on stderr.
 */
enum result chip_memory_store(const struct chip_memory *bench, const char *folder, bool replace) MUST_CHECK;

#endif
