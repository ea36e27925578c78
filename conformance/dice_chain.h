/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_DICE_CHAIN_H
#define CONFORMANCE_DICE_CHAIN_H

/*
 * The certificates of a device's layers, leaf first, read strictly from their DER: who issued
 * whom, what may be issued, and what each layer measured of the next (DICE TcbInfo).
 *
 * Read the certificates, verify the path to a root that was named before the run, then look at
 * what they say. Views into the input, nothing allocated. An extension that is not named here
 * is passed over, unless it is critical: then the path is refused.
 *
 * As a format ("dice_chain": the certificates one behind the other) its regions are, for each
 * certificate N, "N.head", "N.tbs.head", "N.tbs.serial" and so on, "N.tbs.tcb_info.svn",
 * "N.tbs.tcb_info.fwids.0.digest.value", "N.algorithm", "N.signature.value".
 * Sources: X.690; RFC 5280; RFC 5480; TCG DICE Attestation Architecture section 6.1 (TcbInfo).
 */

#include "conformance/reader.h"

enum { LAYERS_MAX = 16, LAYER_CHAIN_MAX_LEN = 16384, LAYER_TCB_INFOS_MAX = 4, LAYER_FWIDS_MAX = 8 };
enum layer_key_usage { LAYER_DIGITAL_SIGNATURE = 1 << 0, LAYER_KEY_CERT_SIGN = 1 << 5 }; /* bit n is bit n of the BIT STRING */
/* OperationalFlags of TcbInfo, numbered likewise. */
enum layer_flags { LAYER_NOT_CONFIGURED = 1 << 0, LAYER_NOT_SECURE = 1 << 1, LAYER_RECOVERY = 1 << 2, LAYER_DEBUG = 1 << 3 };

struct layer_fwid {
	enum crypto_hash_kind kind;
	struct bytes digest;
};

/* Empty, and false, where the layer says nothing. */
struct layer_tcb_info {
	struct bytes vendor, model, version, vendor_info, type;
	bool has_svn, has_layer, has_index;
	int64_t svn, layer, index;
	uint32_t flags;
	struct layer_fwid fwids[LAYER_FWIDS_MAX];
	size_t fwid_count;
};

struct layer_certificate {
	struct bytes whole, tbs, serial, issuer, subject; /* names as DER */
	struct bytes spki, signature;                     /* SubjectPublicKeyInfo; DER of an ECDSA signature */
	struct bytes subject_key_id, authority_key_id, key_purposes, ueid;
	int64_t not_before, not_after; /* seconds since 1970 */
	bool is_ecdsa_sha256;          /* the signature is of the one algorithm that is verified here */
	bool is_ca, has_path_len, has_unknown_critical;
	int64_t path_len;
	uint32_t key_usage;
	struct layer_tcb_info tcb_infos[LAYER_TCB_INFOS_MAX];
	size_t tcb_info_count;
};

struct layer_chain {
	size_t count;
	struct layer_certificate at[LAYERS_MAX]; /* leaf first */
};

/*
 * Reads exactly one certificate. RESULT_UNSUPPORTED for a measurement by a hash that is not
 * SHA-256, -384 or -512; RESULT_MALFORMED, RESULT_TRUNCATED, RESULT_TOO_LARGE. *ret_where (static
 * text, may be NULL) names what was at fault.
 */
enum result layer_certificate_read(struct bytes der, struct layer_certificate *ret_certificate, const char **ret_where) MUST_CHECK;

/*
 * Reads count certificates, leaf first; RESULT_TOO_LARGE for too many or too much, RESULT_MALFORMED
 * for none. *ret_chain is empty unless all of them were read.
 */
enum result layer_chain_read(const struct bytes *ders, size_t count, struct layer_chain *ret_chain, const char **ret_where) MUST_CHECK;

/*
 * Is each certificate issued by the next, the last by one of the roots (or itself one), at that
 * time, by issuers that may? RESULT_BAD_SIGNATURE, RESULT_UNKNOWN_KEY when no root is met,
 * RESULT_REFUSED for a broken rule. *ret_root (may be NULL) is the root that ended it.
 */
struct layer_trust {
	const struct bytes *roots; /* DER */
	size_t root_count;
	int64_t at_time; /* seconds since 1970 */
};

enum result layer_chain_verify(const struct layer_chain *chain, const struct layer_trust *trust, struct bytes *ret_root,
			       const char **ret_where) MUST_CHECK;

/* Is it a key for attesting and for nothing else: no CA, signs no certificates, and made for tcg-dice-kp-attestLoc? */
bool layer_attests_only(const struct layer_certificate *certificate);

#endif
