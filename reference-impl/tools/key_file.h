/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_KEY_FILE_H
#define TOOLS_KEY_FILE_H

/* The maker's P-256 keys as PEM files. Failures have been told on stderr. */

#include "reference-impl/crypto/crypto.h"

/* A private key; wipe it with crypto_p256_release(). */
enum result key_file_read_private(const char *path, struct crypto_p256_key *ret_key) MUST_CHECK;

/* The SubjectPublicKeyInfo of a public or a private key. */
enum result key_file_read_public(const char *path, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN]) MUST_CHECK;

/* Makes a key: its secret goes to path (mode 0600), the public part to path with ".pub" behind; neither may exist. */
enum result key_file_create(const char *path) MUST_CHECK;

#endif
