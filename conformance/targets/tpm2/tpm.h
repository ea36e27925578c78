/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_TPM2_TPM_H
#define TARGETS_TPM2_TPM_H

/*
 * One conversation with a TPM: opened for a request, closed with all objects that it loaded.
 *
 * Nothing is left in the TPM between requests, so that a power cycle, another program or a small
 * TPM does not disturb the next one. What the TPM itself says no to is a refusal of the device;
 * what goes wrong on the way to it is a failure of this adapter.
 */

#include <tss2/tss2_esys.h>

#include "conformance/targets/server/adapter.h"
#include "conformance/targets/tpm2/settings.h"

enum { TPM2_OBJECTS_MAX = 8 };

struct tpm2 {
	TSS2_TCTI_CONTEXT *tcti;
	ESYS_CONTEXT *esys;
	ESYS_TR objects[TPM2_OBJECTS_MAX]; /* to be flushed */
	size_t object_count;
};

/* ADAPTER_GIVES, or ADAPTER_FAILS when the TPM can't be reached; in either case tpm2_close() is due. */
enum adapter_answer tpm2_open(const struct tpm2_settings *settings, struct adapter_request *request, struct tpm2 *tpm);
void tpm2_close(struct tpm2 *tpm);

/* Remembers an object or session for tpm2_close(). */
void tpm2_keep(struct tpm2 *tpm, ESYS_TR object);

/* ADAPTER_GIVES for success; else the refusal or failure, which names what was asked and the TPM's own code. */
enum adapter_answer tpm2_answer(struct adapter_request *request, const char *asked, TSS2_RC rc);

/* A fresh policy session. */
TSS2_RC tpm2_policy_session(struct tpm2 *tpm, ESYS_TR *ret_session);

#endif
