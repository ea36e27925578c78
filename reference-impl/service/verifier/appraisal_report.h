/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_APPRAISAL_REPORT_H
#define SERVICE_VERIFIER_APPRAISAL_REPORT_H

/*
 * An appraisal for people, line by line, and as an EAT attestation result (EAR) in JSON.
 *
 * The JSON is a claims set, not signed: one submod "PSA_IOT" with status and trustworthiness
 * vector, and the findings under a private claim of the submod.
 * Sources: draft-ietf-rats-ear-04, draft-ietf-rats-ar4si-10.
 */

#include "reference-impl/base/writer.h"
#include "reference-impl/service/verifier/appraisal.h"

/* The names of the files for messages; NULL where there is none. */
struct appraisal_files {
	const char *token, *chain;
};

void appraisal_write_text(struct writer *w, const struct appraisal *appraisal, const struct appraisal_files *files);

/* now: seconds since 1970 UTC, the time of the appraisal. */
void appraisal_write_json(struct writer *w, const struct appraisal *appraisal, struct bytes nonce, int64_t now);

#endif
