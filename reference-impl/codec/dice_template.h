/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DICE_TEMPLATE_H
#define CODEC_DICE_TEMPLATE_H

/*
 * Inside codec/ only: the constant parts of layer certificates, which writer and reader share.
 * Sources: RFC 5280, RFC 5758 section 3.2, TCG DICE Attestation Architecture.
 */

#include "reference-impl/codec/der_writer.h"
#include "reference-impl/codec/dice_certificate.h"

enum { DICE_NAME_LEN = 2 * DICE_KEY_ID_LEN, DICE_NAME_DER_LEN = 53, DICE_SERIAL_MAX_LEN = 20 };

/* Tags of the optional parts of a TcbInfo. */
enum dice_tcb_tag {
	DICE_TCB_VENDOR = DER_CONTEXT,
	DICE_TCB_MODEL,
	DICE_TCB_VERSION,
	DICE_TCB_SVN,
	DICE_TCB_LAYER,
	DICE_TCB_INDEX,
	DICE_TCB_FLAGS = DER_CONTEXT + 7,
	DICE_TCB_VENDOR_INFO,
	DICE_TCB_TYPE,
	DICE_TCB_FLAGS_MASK,
	DICE_TCB_FWIDS = DER_CONTEXT_CONSTRUCTED + 6
};

/* AlgorithmIdentifier of ecdsa-with-SHA256, and version [0] INTEGER 2, whole. */
extern const struct bytes DICE_ALGORITHM, DICE_VERSION;

/* Contents of object identifiers. */
extern const struct bytes DICE_OID_BASIC_CONSTRAINTS, DICE_OID_KEY_USAGE, DICE_OID_EXTENDED_KEY_USAGE,
	DICE_OID_SUBJECT_KEY_ID, DICE_OID_AUTHORITY_KEY_ID, DICE_OID_TCB_INFO, DICE_OID_MULTI_TCB_INFO, DICE_OID_ATTEST_LOCAL;

/* The object identifier of a hash; SHA-1 has none here. */
struct bytes dice_hash_oid(enum crypto_hash_kind kind);

/* The name that follows from an identifier, whole: one serialNumber in lower-case hexadecimal. */
void dice_put_name(struct der_writer *w, const uint8_t id[DICE_KEY_ID_LEN]);

/* Is it a P-256 key in its one form here, uncompressed? Whether the point lies on the curve is not looked at. */
bool dice_spki_is_plain(struct bytes spki);

void dice_put_tcb_info(struct der_writer *w, const struct dice_tcb_info *info);

#endif
