/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_SIGN_H
#define CERTIFICATE_SIGN_H

/*
 * The signer: the one process that opens the lab's key, and it believes nobody.
 *
 * It has the judge decide again, scores again, compares with the report, finds the run in the
 * ledger, and only then signs. An incomplete run is never signed.
 */

#include <time.h>

#include "conformance/certificate/bundle.h"

/* Writes DIR/certificate.json. RESULT_REFUSED with the reason when there is nothing to sign for. */
enum result sign_bundle(const char *dir, const char *lab_dir, time_t now, struct bundle_complaint *ret_complaint) MUST_CHECK;

/* The program: assay-sign DIR. Returns its exit code. */
int sign_main(int argc, char **argv);

#endif
