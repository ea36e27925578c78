/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHEATS_SOFTWARE_KEY_H
#define CHEATS_SOFTWARE_KEY_H

/* A P-256 key in plain memory that passes itself off as one of a TPM's, in a TPM's own structures. */

#include "reference-impl/base/bytes.h"

enum { SOFTWARE_SIGNATURE_LEN = 72 };

/* Puts the key's point where TPM2B_PUBLIC of a P-256 key has it: at its end. Attributes stay as they are. */
enum result software_key_replace(struct buffer public_area) MUST_CHECK;

/* TPMT_SIGNATURE (ECDSA, SHA-256) over message. */
enum result software_key_sign(struct bytes message, uint8_t ret_signature[SOFTWARE_SIGNATURE_LEN]) MUST_CHECK;

#endif
