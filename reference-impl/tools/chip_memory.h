/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_CHIP_MEMORY_H
#define TOOLS_CHIP_MEMORY_H

/*
 * The storage of a chip on the factory's bench, and the folder that it is shipped in.
 */

#include "reference-impl/platform/nor.h"
#include "reference-impl/platform/vault.h"

struct chip_memory {
	struct nor nor;
	struct nor_memory memory; /* allocated */
};

/* A chip in factory state with power on; RESULT_IO without memory. */
enum result chip_memory_init(struct chip_memory *chip) MUST_CHECK;
void chip_memory_release(struct chip_memory *chip);

/*
 * The chip as its root of trust sees it, for the rules that are the root of trust's to say: fuses to read, but not
 * the secret, and the lifecycle's to burn. Everything else is RESULT_UNSUPPORTED on the bench. chip outlives the vault.
 */
struct vault chip_memory_vault(struct chip_memory *chip);

/*
 * Writes flash.bin, fuses.bin and counters.bin into folder, which appears with all of them at once.
 * RESULT_REFUSED if it is there and not empty, unless replace: then file by file. Failures have been told on stderr.
 */
enum result chip_memory_store(const struct chip_memory *chip, const char *folder, bool replace) MUST_CHECK;

#endif
