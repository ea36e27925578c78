/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_CREDENTIAL_H
#define CORE_BENCH_CREDENTIAL_H

/*
 * Makes credentials for activation (TPM2_MakeCredential in software). Its encryption is
 * randomised, so it happens once, in the run, and is replayed by the judge.
 */

#include "conformance/core/link.h"

/* Answers suite.credential: params {name, secret, spki}, base64 texts; gives {blob, secret}. */
void bench_make_credential(const json_t *params, struct answer *ret_answer);

#endif
