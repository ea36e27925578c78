/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_CERTIFICATE_H
#define CRYPTO_CERTIFICATE_H

/*
 * X.509 certificates as the suite and the makers' tools need them: read one, follow
 * a chain to a root at a given time, issue one for a P-256 key.
 *
 * Time comes in as seconds since 1970-01-01 UTC, so that a verdict replays. Everything is
 * DER; files hold PEM (pem.h). No path is fetched from a network, no purpose is enforced,
 * and signatures below 112 bits of strength (SHA-1, RSA-1024) are refused.
 * Sources: RFC 5280; the TCG EK Credential Profile for what makers leave empty.
 */

#include "reference-impl/crypto/crypto.h"

enum { CERTIFICATE_SUBJECT_MAX = 512, CERTIFICATE_PATH_MAX = 16 };

enum certificate_key_kind { CERTIFICATE_KEY_P256, CERTIFICATE_KEY_RSA, CERTIFICATE_KEY_OTHER };

struct certificate {
	struct bytes der;
	struct bytes spki; /* the SubjectPublicKeyInfo, a view into der */
	enum certificate_key_kind key_kind;
	char subject[CERTIFICATE_SUBJECT_MAX]; /* RFC 4514 text, printable ASCII; may be empty */
	int64_t not_before, not_after;
	bool is_ca;
};

/*
 * Reads one certificate; der outlives *ret_certificate. RESULT_MALFORMED for anything but
 * exactly one certificate, RESULT_TOO_LARGE for a subject that does not fit.
 */
enum result certificate_parse(struct bytes der, struct certificate *ret_certificate) MUST_CHECK;

/* Whom to believe: any of the roots, self-signed or not, with the intermediates as help. */
struct certificate_chain {
	struct bytes leaf;
	const struct bytes *intermediates; /* in any order; not believed by themselves */
	size_t intermediate_count;
	const struct bytes *roots;
	size_t root_count;
	int64_t at_time;
	/*
	 * Dotted object identifier of the one critical extension that the caller reads itself
	 * (the DICE TcbInfo); NULL: every unknown critical extension refuses the chain.
	 */
	const char *understood_extension;
};

/* From the leaf to the root that ended it; views of what the chain was given. */
struct certificate_path {
	struct bytes at[CERTIFICATE_PATH_MAX];
	size_t count;
};

/*
 * RESULT_OK only if a path leads from the leaf to a root and all of it holds at at_time;
 * RESULT_REFUSED otherwise, RESULT_MALFORMED if the leaf or a root is no certificate
 * (an intermediate that is none is not used). *ret_reason (a static text for people)
 * is set in either case; it may be NULL.
 */
enum result certificate_verify_chain(const struct certificate_chain *chain, struct certificate_path *ret_path,
				     const char **ret_reason) MUST_CHECK;

struct certificate_issue {
	const struct crypto_p256_key *issuer_key;
	struct bytes issuer;       /* its certificate; empty: self-signed, issuer and subject alike */
	struct bytes subject_spki; /* the 91 bytes of a P-256 key; empty: that of issuer_key */
	const char *common_name;   /* 1 to 64 characters of UTF-8 */
	const char *dns_name;      /* subjectAltName of a server; NULL: none */
	int64_t not_before;
	uint32_t days;
	bool is_ca;
};

/*
 * Issues a certificate with a random serial number; *ret_der views the part of room used.
 * RESULT_REFUSED when the names are empty or too long, issuer is not a certificate of
 * issuer_key, or a self-signed certificate is asked for another key.
 */
enum result certificate_issue(const struct certificate_issue *issue, struct buffer room, struct bytes *ret_der) MUST_CHECK;

#endif
