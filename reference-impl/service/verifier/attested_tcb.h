/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_ATTESTED_TCB_H
#define SERVICE_VERIFIER_ATTESTED_TCB_H

/*
 * What a layer's certificate says about the layer: the extensions TcbInfo and MultiTcbInfo
 * of TCG (2.23.133.5.4.1 and .5), and the inputs of Open Profile for DICE
 * (1.3.6.1.4.1.11129.2.1.24). Read by strict DER: fields in their order, each once, numbers minimal,
 * nothing behind.
 * Sources: TCG DICE Attestation Architecture section 6.1; Open Profile for DICE v2.5, "X.509".
 */

#include "reference-impl/base/bytes.h"

enum { TCB_MAX_FWIDS = 8, TCB_MAX_IN_CERTIFICATE = 4 };

/* Bits of the flags, by their numbers in the BIT STRING. */
enum tcb_flag { TCB_NOT_CONFIGURED = 1 << 0, TCB_NOT_SECURE = 1 << 1, TCB_RECOVERY = 1 << 2, TCB_DEBUG = 1 << 3 };

enum dice_mode { DICE_NOT_CONFIGURED, DICE_NORMAL, DICE_DEBUG, DICE_RECOVERY };

struct tcb_fwid {
	struct bytes algorithm; /* content of the OID */
	struct bytes digest;
};

struct tcb_info {
	struct bytes vendor, model, version; /* empty: not stated */
	bool has_layer;
	uint64_t svn, layer, index; /* 0 if not stated */
	uint32_t flags;
	struct tcb_fwid fwids[TCB_MAX_FWIDS];
	size_t fwid_count;
};

/* RESULT_OK, or RESULT_MALFORMED; outputs are untouched then. */
enum result attested_tcb_read(struct bytes extension, struct tcb_info *ret_info) MUST_CHECK;
enum result attested_tcb_read_several(struct bytes extension, struct tcb_info ret_infos[TCB_MAX_IN_CERTIFICATE], size_t *ret_count) MUST_CHECK;

/*
 * The mode of the inputs of Open Profile for DICE. RESULT_BAD_HASH when the hash of the configuration does not
 * follow from its descriptor, RESULT_CRYPTO.
 */
enum result attested_dice_inputs_read(struct bytes extension, enum dice_mode *ret_mode) MUST_CHECK;

enum tcb_hash { TCB_HASH_FITS, TCB_HASH_WEAK, TCB_HASH_WRONG_LENGTH };

/* Is it SHA-256, SHA-384 or SHA-512, with a digest of that length? */
enum tcb_hash attested_fwid_hash(const struct tcb_fwid *fwid);

#endif
