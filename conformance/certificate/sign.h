/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_SIGN_H
#define CERTIFICATE_SIGN_H

/*
 * The signer: the one process that opens the lab's key, and it believes nobody.
 *
 * It has the judge decide again, scores again, compares with the report, finds the run in the
 * ledger, and only then signs. An incomplete run is never signed.
 */

/* The program: assay-sign DIR, which writes DIR/certificate.json. Returns its exit code. */
int sign_main(int argc, char **argv);

#endif
