/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_TPM_STRUCTURES_H
#define CONFORMANCE_TPM_STRUCTURES_H

/*
 * What a TPM 2.0 hands out, read strictly from its bytes: the quote, its signature, a public
 * area with the attributes that decide what a key is worth. Nothing a device says of these
 * is believed; it is read here.
 *
 * All big endian, sizes before contents; views into the input, nothing allocated.
 * Source: TCG TPM 2.0 Library, Part 2: Structures, sections 8, 10, 11 and 12.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/crypto/crypto.h"

enum { TPM_NAME_LEN = 34, TPM_PCR_BANKS_MAX = 4, TPM_PCR_SELECT_MAX = 4, TPM_SPKI_MAX_LEN = 600 };
enum { TPM_ALG_RSA = 0x0001, TPM_ALG_SHA256 = 0x000b, TPM_ALG_ECDSA = 0x0018, TPM_ALG_ECC = 0x0023 };
/* The first four bytes of everything that a restricted key signs (TPM_GENERATED_VALUE). */
#define TPM_GENERATED "\xff\x54\x43\x47"

/* TPMA_OBJECT, Part 2 section 8.3. */
enum tpm_attribute {
	TPM_FIXED_TPM = 1 << 1,
	TPM_FIXED_PARENT = 1 << 4,
	TPM_SENSITIVE_DATA_ORIGIN = 1 << 5,
	TPM_RESTRICTED = 1 << 16,
	TPM_DECRYPT = 1 << 17,
	TPM_SIGN = 1 << 18
};

struct tpm_pcr_bank {
	uint16_t hash;
	uint32_t selected; /* bit n: PCR n */
};

struct tpm_quote {
	struct bytes signer;  /* qualified name of the key */
	struct bytes nonce;   /* extraData: what the challenger gave */
	uint64_t clock;
	uint32_t reset_count, restart_count;
	struct tpm_pcr_bank banks[TPM_PCR_BANKS_MAX];
	size_t bank_count;
	struct bytes pcr_digest; /* hash over the selected registers, in order */
};

struct tpm_public {
	uint16_t type, name_hash;
	uint32_t attributes;
	uint8_t name[TPM_NAME_LEN]; /* of a SHA-256 name */
	uint8_t spki[TPM_SPKI_MAX_LEN];
	size_t spki_len; /* of a P-256 key; 0 for RSA, whose modulus follows */
	struct bytes modulus;
};

/* Reads TPMS_ATTEST. RESULT_MALFORMED unless it is a quote with the magic, whole, and nothing behind. */
enum result tpm_quote_read(struct bytes evidence, struct tpm_quote *ret_quote) MUST_CHECK;

/* Reads TPM2B_PUBLIC and computes its name. RESULT_UNSUPPORTED for other keys than P-256 and RSA, or other names than SHA-256. */
enum result tpm_public_read(struct bytes public_area, struct tpm_public *ret_public) MUST_CHECK;

/*
 * Did the P-256 key spki sign message, by a TPMT_SIGNATURE (ECDSA, SHA-256)? RESULT_BAD_SIGNATURE, or
 * RESULT_MALFORMED when it is no such structure.
 */
enum result tpm_signature_verify(struct bytes spki, struct bytes message, struct bytes signature) MUST_CHECK;

#endif
