/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_TPM2_SETTINGS_H
#define TARGETS_TPM2_SETTINGS_H

/*
 * Which TPM this is, as target.json says: its settings `tcti` and `intermediates`, and whether it
 * may be used up.
 *
 * `tcti` "swtpm" means software TPMs of our own, made and run by the rig program; any other text
 * is handed to the TSS, say "device:/dev/tpmrm0": a TPM that is only spoken to, and whose power
 * and factory state are out of reach. `intermediates` is a PEM file with the certificates between the
 * endorsement certificate and the roots.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

enum { TPM2_UNITS_MAX = 16, TPM2_PATH_LEN = 256, TPM2_TCTI_LEN = 320 };

struct tpm2_settings {
	char tcti[TPM2_TCTI_LEN]; /* empty: our own software TPMs */
	char intermediates[TPM2_PATH_LEN];
	bool expendable;
	unsigned int units;
};

/* Reads target.json. RESULT_MALFORMED, RESULT_NOT_FOUND or RESULT_IO fill *ret_why. */
enum result tpm2_settings_load(const char *target_json, struct tpm2_settings *ret_settings, struct complaint *ret_why) MUST_CHECK;

/* How the TSS reaches the unit. RESULT_NOT_FOUND without ASSAY_RUN_DIR. */
enum result tpm2_settings_tcti(const struct tpm2_settings *settings, unsigned int unit, char room[TPM2_TCTI_LEN]) MUST_CHECK;

/* Writes "$ASSAY_RUN_DIR/<format...>"; false if there is none, or room is short. */
bool tpm2_run_path(char room[TPM2_PATH_LEN], const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The folder that holds the local certificate authority of our own software TPMs, as it was built. */
bool tpm2_authority_path(char room[TPM2_PATH_LEN], const char *file);

#endif
