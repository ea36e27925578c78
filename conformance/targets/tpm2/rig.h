/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_TPM2_RIG_H
#define TARGETS_TPM2_RIG_H

/*
 * The rig plane: software TPMs of our own, one process a unit, switched on and off, sent to
 * sleep and made anew. A TPM that is only reached by a TCTI has none of this: power is then
 * unsupported, and a lab with a bench for it names its own rig program in target.json.
 *
 * Sleep is TPM2_Shutdown(TPM_SU_STATE), power away and back, TPM2_Startup(TPM_SU_STATE); power and
 * that startup alone are a wake-up from a sleep that was none.
 */

#include <sys/types.h>

#include "conformance/targets/server/adapter.h"
#include "conformance/targets/tpm2/settings.h"

struct tpm2_rig {
	struct tpm2_settings settings;
	pid_t running[TPM2_UNITS_MAX]; /* 0: switched off */
};

struct adapter tpm2_rig_adapter(struct tpm2_rig *rig);
void tpm2_rig_stop(struct tpm2_rig *rig);

/*
 * Makes a TPM in factory state with an endorsement certificate of the local authority, in place of the one
 * that the unit was; it must be switched off. Results as child_run().
 */
enum result tpm2_manufacture(unsigned int unit, struct complaint *ret_why) MUST_CHECK;

#endif
