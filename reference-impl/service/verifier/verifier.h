/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_VERIFIER_H
#define SERVICE_VERIFIER_VERIFIER_H

/*
 * Does what a verifier_request asks: reads the files, appraises, prints. The exit code: 0 affirming,
 * 1 refused or with a warning, 64 something that can't be read or believed.
 */

#include "reference-impl/service/verifier/verifier_request.h"

/* No honest clock says less: 2026-11-01T00:00:00Z. Raised when a version is cut. */
#define VERIFIER_BUILT INT64_C(1793491200)

int verifier_run(const struct verifier_request *request);

#endif
