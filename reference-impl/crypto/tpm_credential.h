/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_TPM_CREDENTIAL_H
#define CRYPTO_TPM_CREDENTIAL_H

/*
 * What a verifier needs to make a TPM 2.0 credential that only the owner of one
 * endorsement key can open: a seed under the endorsement key (RSA-OAEP or ECDH), and
 * AES-128-CFB for the credential. KDFa and KDFe are the caller's, on hash and HMAC.
 *
 * Source: TPM 2.0 Library, Part 1, "Credential Protection", Annexes B.10.4 and C.6.4.
 */

#include "reference-impl/crypto/crypto.h"

enum { TPM_AES128_KEY_LEN = 16, TPM_RSA_MODULUS_MAX_LEN = 512 };

/*
 * Encrypts plain under the RSA key of spki with OAEP, SHA-256 for hash and MGF1. The label
 * goes in as it is: the TPM's labels end in a NUL, which the caller includes. *ret_cipher views the
 * part of room used. RESULT_MALFORMED for what is no RSA key, RESULT_UNSUPPORTED below 2048
 * bits or over 4096 or when plain does not fit the key, RESULT_TOO_LARGE if room is short.
 */
struct tpm_oaep {
	struct bytes spki;
	struct bytes label;
	struct bytes plain;
};
enum result tpm_rsa_oaep_encrypt(const struct tpm_oaep *oaep, struct buffer room, struct bytes *ret_cipher) MUST_CHECK;

/* The modulus of an RSA key, big endian without leading zeros; RESULT_UNSUPPORTED unless its exponent is 65537. */
enum result tpm_rsa_modulus(struct bytes spki, struct buffer room, struct bytes *ret_modulus) MUST_CHECK;

/* AES-128-CFB (feedback of 128 bits) from an initial vector of zeros; to.len == plain.len, may be the same memory. */
enum result tpm_aes128_cfb_encrypt(struct bytes key, struct bytes plain, struct buffer to) MUST_CHECK;

/*
 * The x coordinate of the shared point, 32 bytes into shared_x (a secret: the caller wipes it).
 * RESULT_MALFORMED when peer_spki is not a P-256 key on the curve.
 */
enum result tpm_ecdh_p256(const struct crypto_p256_key *key, struct bytes peer_spki, struct buffer shared_x) MUST_CHECK;

#endif
