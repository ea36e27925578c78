/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_BOOT_CONFIG_H
#define BOOT_BOOT_CONFIG_H

/*
 * The owner's boot settings: text lines `key=value` at the start of FLASH_BOOT_CONFIG.
 *
 *   console=quiet        ordinary lines of the loader are not printed
 *   prefer=a, prefer=b   of two confirmed images, the one that starts
 *   watchdog_ms=N        how long a trial may take to confirm, 1000 to 60000
 *
 * Anyone who can write flash can write them, so there is no setting that could do harm: none
 * reaches verification, rollback or revocation. Everything unknown or malformed is ignored,
 * the last valid line of a key counts, and the text is measured.
 */

#include "reference-impl/boot/boot_state.h"

enum { BOOT_CONFIG_MAX_LEN = 1024, BOOT_CONFIG_WATCHDOG_MS = 5000 };

struct boot_config {
	bool quiet;
	enum boot_slot prefer; /* BOOT_SLOT_NONE: the newest */
	uint32_t watchdog_ms;
	struct crypto_sha256 digest; /* of the text, or of a word that no text can be: it could not be read */
};

/* Reads the settings out of text; what is not said keeps its default. The digest is not touched. */
void boot_config_parse(struct bytes text, struct boot_config *ret_config);

/*
 * Reads the text, up to the first erased or NUL byte, once; unreadable flash sets nothing, as an
 * empty text, but is measured as what it is. RESULT_CRYPTO without a digest.
 */
enum result boot_config_read(const struct platform *platform, struct boot_config *ret_config) MUST_CHECK;

#endif
