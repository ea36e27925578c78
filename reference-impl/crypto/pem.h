/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_PEM_H
#define CRYPTO_PEM_H

/*
 * DER in text files: "-----BEGIN label-----", base64 in lines of 64, "-----END label-----".
 *
 * Labels in use: "CERTIFICATE", "PUBLIC KEY" (SubjectPublicKeyInfo), "PRIVATE KEY" (PKCS #8).
 * Source: RFC 7468.
 */

#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/crypto.h"

void pem_write(struct writer *w, const char *label, struct bytes der);

/*
 * Decodes the next block with this label into room and moves *text behind it; blocks of
 * other labels and text between blocks are skipped. RESULT_NOT_FOUND when none is left,
 * RESULT_MALFORMED for a block that is not closed or not base64, RESULT_TOO_LARGE if room
 * is short. *text only moves on RESULT_OK.
 */
enum result pem_read(struct bytes *text, const char *label, struct buffer room, struct bytes *ret_der) MUST_CHECK;

/* A P-256 private key as PKCS #8; what is written holds the secret. */
enum result pem_write_p256_key(struct writer *w, const struct crypto_p256_key *key) MUST_CHECK;

/*
 * The first private key of a file, "PRIVATE KEY" or "EC PRIVATE KEY", never encrypted.
 * RESULT_NOT_FOUND, RESULT_MALFORMED; RESULT_UNSUPPORTED for keys that are not P-256.
 */
enum result pem_read_p256_key(struct bytes text, struct crypto_p256_key *ret_key) MUST_CHECK;

#endif
