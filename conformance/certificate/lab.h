/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CERTIFICATE_LAB_H
#define CERTIFICATE_LAB_H

/*
 * The lab: whoever runs the suite and puts a name to what it saw.
 *
 * A folder of mode 0700 with the root's and the signer's key and certificate, a name, and the
 * ledger. It is $ASSAY_LAB, else ~/.local/share/assay/lab. A practice lab carries that word
 * in the name of its root and in each statement it signs; nothing makes it official later.
 * Only the signer opens the signer's key.
 *
 *   lab.json  root.key  root.pem  signer.key  signer.pem  ledger.jsonl  ledger.head
 */

#include <time.h>

#include "conformance/certificate/dsse.h"
#include "reference-impl/crypto/crypto.h"

enum { LAB_NAME_MAX = 48, LAB_PATH_MAX = 3072, LAB_ROOT_DAYS = 3650, LAB_SIGNER_DAYS = 1825 };

struct lab {
	char dir[LAB_PATH_MAX];
	char name[LAB_NAME_MAX + 1];
	bool practice;
	struct buffer memory; /* of the two certificates below */
	struct bytes root, signer;
};

struct lab_complaint {
	char says[512];
};

/* Where the lab is by environment; RESULT_NOT_FOUND if neither $ASSAY_LAB nor $HOME says. */
enum result lab_place(struct buffer ret_path) MUST_CHECK;

/* Makes a lab with new keys, whole or not at all. RESULT_REFUSED if dir exists, or for a name that is not printable ASCII. */
enum result lab_make(const char *dir, const char *name, bool practice, struct lab_complaint *ret_complaint) MUST_CHECK;

/* Opens a lab without its keys. RESULT_NOT_FOUND where there is none; RESULT_REFUSED if others can reach into it. */
enum result lab_open(const char *dir, struct lab *ret_lab, struct lab_complaint *ret_complaint) MUST_CHECK;
void lab_release(struct lab *lab);

/* The signer's key; wipe it with crypto_p256_release(). */
enum result lab_signer_key(const struct lab *lab, struct crypto_p256_key *ret_key, struct lab_complaint *ret_complaint) MUST_CHECK;

#endif
