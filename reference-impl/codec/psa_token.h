/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_PSA_TOKEN_H
#define CODEC_PSA_TOKEN_H

/*
 * The PSA attestation token: what a device says of itself, in CBOR, inside COSE_Sign1.
 *
 * The claims are one struct of views into memory of the caller. Writer and reader hold them to the
 * same rules, so that nothing is signed that would be refused. The writer gives the one
 * deterministic encoding; the reader takes any order and any width of heads, ignores claims it
 * does not know, and refuses duplicates.
 *
 * Call order, device: fill the claims, psa_token_sign(). Reader: psa_token_parse(), find the key by
 * instance_id, cose_sign1_verify(), and only then believe a claim.
 * Sources: RFC 9783 (its one profile; older ones are refused), RFC 9711, RFC 9052.
 */

#include "reference-impl/codec/cose_sign1.h"

#define PSA_TOKEN_PROFILE "tag:psacertified.org,2023:psa#tfm"

enum { PSA_TOKEN_MAX_LEN = 4096, PSA_TOKEN_CLAIMS_MAX_LEN = PSA_TOKEN_MAX_LEN - 96, PSA_TOKEN_MAX_COMPONENTS = 16 };
enum { PSA_TOKEN_INSTANCE_ID_LEN = 33, PSA_TOKEN_IMPLEMENTATION_ID_LEN = 32, PSA_TOKEN_CERTIFICATION_REFERENCE_LEN = 19 };
enum { PSA_TOKEN_BOOT_SEED_MIN_LEN = 8, PSA_TOKEN_BOOT_SEED_MAX_LEN = 32, PSA_TOKEN_INSTANCE_ID_TYPE = 0x01 };

/* The upper byte of the lifecycle claim says the state; the lower is the maker's own. */
enum psa_lifecycle {
	PSA_LIFECYCLE_UNKNOWN = 0x0000,
	PSA_LIFECYCLE_ASSEMBLY_AND_TEST = 0x1000,
	PSA_LIFECYCLE_ROT_PROVISIONING = 0x2000,
	PSA_LIFECYCLE_SECURED = 0x3000,
	PSA_LIFECYCLE_NON_ROT_DEBUG = 0x4000,
	PSA_LIFECYCLE_RECOVERABLE_ROT_DEBUG = 0x5000,
	PSA_LIFECYCLE_DECOMMISSIONED = 0x6000,
	PSA_LIFECYCLE_STATE_MASK = 0xff00
};

/* One measured part of what runs. An optional part that is absent has no memory (.at is NULL). */
struct psa_token_component {
	struct bytes type;        /* text: "BL", "PRoT", "ARoT", "App" or the maker's own; optional */
	struct bytes measurement; /* a hash of 32, 48 or 64 bytes */
	struct bytes version;     /* text; optional */
	struct bytes signer_id;   /* the hash of the key that signed it: 32, 48 or 64 bytes */
	struct bytes description; /* text: which hash made the measurement, as "sha-256"; optional */
};

struct psa_token_claims {
	struct bytes nonce;       /* the verifier's challenge: 32, 48 or 64 bytes */
	struct bytes instance_id; /* 33 bytes: 0x01 and the hash that names the attestation key */
	int32_t client_id;        /* who asked: below 0 the non-secure side, above 0 the secure one, never 0 */
	uint16_t lifecycle;       /* enum psa_lifecycle and the maker's lower byte */
	struct bytes implementation_id; /* 32 bytes */
	struct bytes boot_seed;         /* 8 to 32 bytes, the same until the next boot; optional */
	struct bytes certification_reference; /* text: 13 digits, a hyphen, 5 digits; optional */
	struct psa_token_component components[PSA_TOKEN_MAX_COMPONENTS];
	size_t component_count; /* at least 1 */
	struct bytes verification_service; /* text, not empty: a hint where to verify; optional */
};

/*
 * Writes the claims into room; PSA_TOKEN_CLAIMS_MAX_LEN bytes always do. RESULT_NOT_FOUND when a claim is
 * missing that must be there, RESULT_REFUSED when one or a component's part breaks its rule above or a text is no UTF-8,
 * RESULT_TOO_LARGE beyond room, PSA_TOKEN_CLAIMS_MAX_LEN or PSA_TOKEN_MAX_COMPONENTS.
 */
enum result psa_token_write_claims(const struct psa_token_claims *claims, struct buffer room, struct bytes *ret_claims) MUST_CHECK;

/*
 * Writes the whole token, signed; scratch holds the claims meanwhile. Rooms of PSA_TOKEN_MAX_LEN always do.
 * Results as psa_token_write_claims() and cose_sign1_sign().
 */
enum result psa_token_sign(const struct psa_token_claims *claims, const struct cose_signer *signer, struct buffer scratch,
			   struct buffer room, struct bytes *ret_token) MUST_CHECK;

/*
 * Reads claims; *ret_claims views encoded. RESULT_TRUNCATED, RESULT_MALFORMED: not one map of CBOR.
 * RESULT_NOT_FOUND: a claim is missing. RESULT_UNSUPPORTED: of another profile. RESULT_REFUSED: a
 * claim breaks its rule, or the encoding those of CBOR_TOLERANT. RESULT_TOO_LARGE: beyond a limit above.
 */
enum result psa_token_read_claims(struct bytes encoded, struct psa_token_claims *ret_claims) MUST_CHECK;

/*
 * The envelope and the claims of a token whose signature nobody has checked yet. Results as
 * cose_sign1_parse() and psa_token_read_claims(); RESULT_REFUSED when the claims are not in the token.
 */
enum result psa_token_parse(struct bytes token, struct cose_sign1 *ret_message, struct psa_token_claims *ret_claims) MUST_CHECK;

#endif
