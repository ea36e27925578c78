/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DICE_CERTIFICATE_H
#define CODEC_DICE_CERTIFICATE_H

/*
 * Certificates of a device's layers: X.509 v3 on P-256, each with the measurement of its layer
 * (TCG DICE TcbInfo), written from one template and read strictly.
 *
 * A layer's key is its name: identifier, subject, serial number and key identifiers all follow
 * from the public key. Whoever holds the issuer's private key signs a digest; no private key comes in here.
 * The reader takes what other makers write as well, as long as it is DER and of this profile;
 * whether signatures hold is dice_chain.h's to say.
 * Sources: Open Profile for DICE v2.5; TCG DICE Attestation Architecture; RFC 5280.
 */

#include "reference-impl/crypto/crypto.h"

enum { DICE_KEY_ID_LEN = 20, DICE_MAX_FWIDS = 4, DICE_TEXT_MAX_LEN = 64, DICE_CERTIFICATE_MAX_LEN = 2048 };

/* The identifier of a P-256 key; RESULT_MALFORMED for another key. */
enum result dice_key_id(struct bytes spki, uint8_t ret_id[DICE_KEY_ID_LEN]) MUST_CHECK;

/* A measurement; the digest is as long as its hash is. */
struct dice_fwid {
	enum crypto_hash_kind kind;
	struct bytes digest;
};

/* Bits of the flags of a layer that is not in its normal state. */
enum dice_tcb_flag { DICE_TCB_NOT_CONFIGURED = 1, DICE_TCB_NOT_SECURE = 2, DICE_TCB_RECOVERY = 4, DICE_TCB_DEBUG = 8 };

/* What a layer measured of the code that it starts. Texts that are absent have no memory. */
struct dice_tcb_info {
	struct bytes vendor, model, version; /* UTF-8, up to DICE_TEXT_MAX_LEN bytes each */
	bool has_svn, has_layer;
	uint64_t svn;   /* security version: counts up */
	uint64_t layer; /* counts up from the root */
	struct dice_fwid fwids[DICE_MAX_FWIDS];
	size_t fwid_count; /* at least 1 */
	uint32_t flags;    /* 0 when absent */
};

/* Who signs: holds the issuer's key and gives a DER signature of a SHA-256 digest in room. */
struct dice_signer {
	enum result (*sign)(const void *context, struct bytes digest, struct buffer room, struct bytes *ret_der);
	const void *context;
};

enum dice_role {
	DICE_LAYER,          /* may certify further keys */
	DICE_LAST_LAYER,     /* may certify leaves only */
	DICE_ATTESTATION_KEY /* a leaf that signs evidence */
};

struct dice_certificate_request {
	struct bytes issuer_spki, subject_spki; /* 91 bytes each; alike: signed by itself */
	enum dice_role role;
	const struct dice_tcb_info *tcb_info; /* NULL: nothing was measured for this key */
	bool is_tcb_info_critical;            /* then whoever does not understand the extension must refuse */
};

/*
 * Writes a certificate; *ret_der views the end of room, DICE_CERTIFICATE_MAX_LEN bytes always do. RESULT_MALFORMED
 * for a key that is not P-256, RESULT_REFUSED for TcbInfo that breaks a rule above, RESULT_TOO_LARGE;
 * the signer's failures, and RESULT_CRYPTO when what it gave is no signature by its form, are handed on.
 */
enum result dice_certificate_write(const struct dice_certificate_request *request, const struct dice_signer *signer,
				   struct buffer room, struct bytes *ret_der) MUST_CHECK;

enum dice_key_usage { DICE_USAGE_DIGITAL_SIGNATURE = 1 << 0, DICE_USAGE_CERTIFICATE_SIGN = 1 << 5 };

struct dice_certificate {
	struct bytes tbs;             /* what is signed, with its head */
	struct bytes signature;       /* strict DER */
	struct bytes serial;          /* big endian, without a leading zero */
	struct bytes issuer, subject; /* names with their heads */
	struct bytes spki;            /* 91 bytes; whether on the curve is not known yet */
	int64_t not_before, not_after; /* seconds since 1970-01-01 UTC */
	bool is_ca, has_path_len, is_for_attestation; /* the last: extended key usage attestLoc */
	uint64_t path_len;
	uint32_t key_usage;                           /* bits of enum dice_key_usage and others; 0 when absent */
	struct bytes subject_key_id, authority_key_id; /* empty: absent */
	struct bytes tcb_infos; /* one or more TcbInfo behind one another, checked; empty: absent */
};

/*
 * Reads exactly one certificate. RESULT_TRUNCATED, RESULT_MALFORMED: not one by its bytes, or not DER.
 * RESULT_UNSUPPORTED: another version, algorithm, kind of key, of name or of fwid. RESULT_REFUSED: an extension
 * twice, one that is not understood and critical or of RFC 5280, a certificate authority that its key usage contradicts.
 * RESULT_TOO_LARGE beyond DICE_CERTIFICATE_MAX_LEN.
 */
enum result dice_certificate_parse(struct bytes der, struct dice_certificate *ret_certificate) MUST_CHECK;

/* Takes the first of *tcb_infos; RESULT_NOT_FOUND when none is left, otherwise as the parser. */
enum result dice_tcb_info_take(struct bytes *tcb_infos, struct dice_tcb_info *ret_info) MUST_CHECK;

/* Do subject, serial number and subject key identifier name the key that the certificate is for? */
bool dice_certificate_is_bound(const struct dice_certificate *certificate);

#endif
