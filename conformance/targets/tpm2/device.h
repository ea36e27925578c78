/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_TPM2_DEVICE_H
#define TARGETS_TPM2_DEVICE_H

/*
 * The device plane of a TPM: quotes, registers, keys, and an object behind an authorisation
 * value. Bytes go through as the TPM has them; what they mean is for the suite to read.
 */

#include "conformance/targets/tpm2/tpm.h"

/* A data object that opens to one authorisation value; lives in this program between requests. */
struct tpm2_locked {
	TPM2B_PRIVATE private;
	TPM2B_PUBLIC public;
	bool created;
};

struct tpm2_device {
	struct tpm2_settings settings;
	struct tpm2_locked locked[TPM2_UNITS_MAX];
};

struct adapter tpm2_device_adapter(struct tpm2_device *device);

adapter_serve_method tpm2_serve_attest, tpm2_serve_register, tpm2_serve_key, tpm2_serve_unlock;

/* Makes the object behind the authorisation value, for device.key. */
enum adapter_answer tpm2_create_locked(struct tpm2_device *device, struct tpm2 *tpm, struct adapter_request *request);

#endif
