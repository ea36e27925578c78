/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVICE_VERIFIER_ATTESTED_CERTIFICATE_H
#define SERVICE_VERIFIER_ATTESTED_CERTIFICATE_H

/*
 * One certificate of a device's chain: the library reads X.509, what DICE adds is read here.
 *
 * The bytes must be the one DER form of what the library understood, the key a P-256 key in
 * plain form. A certificate is of DICE form when its subject is a serialNumber alone: then
 * subject, serial number and key identifier follow from the key.
 * Sources: RFC 5280; Open Profile for DICE v2.5, "X.509 UDS/CDI Certificates".
 */

#include <openssl/x509.h>

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/service/verifier/attested_tcb.h"

enum { ATTESTED_ID_LEN = 20, ATTESTED_NAME_MAX = 80 };

enum attested_form { ATTESTED_PLAIN, ATTESTED_DICE };

struct attested_certificate {
	struct bytes der;
	X509 *x509;
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	char name[ATTESTED_NAME_MAX]; /* the subject, for messages */
	enum attested_form form;
	bool has_tcb_info, has_inputs;
	struct tcb_info tcb_infos[TCB_MAX_IN_CERTIFICATE];
	size_t tcb_info_count;
	enum dice_mode mode;
	const char *bad_extension; /* what about its own extensions is wrong; NULL: nothing */
};

/*
 * Reads one certificate; RESULT_MALFORMED if it is none, RESULT_UNSUPPORTED for a key that is not P-256.
 * der outlives it. Release it in any case.
 */
enum result attested_certificate_read(struct bytes der, struct attested_certificate *ret_certificate) MUST_CHECK;
void attested_certificate_release(struct attested_certificate *certificate);

/* Is this critical extension one that was read here? */
bool attested_extension_is_ours(X509_EXTENSION *extension);

/* What is wrong with the identifiers of a certificate of DICE form, in words; NULL: nothing. */
const char *attested_certificate_wrong_id(const struct attested_certificate *certificate);

/* Is it the key of a device secret of zeros, which everybody can derive? */
bool attested_key_is_unprovisioned(struct bytes spki);

/* The key identifiers of the two extensions, empty if there is none. Views into the certificate. */
struct bytes attested_subject_key_id(X509 *certificate);
struct bytes attested_authority_key_id(X509 *certificate);

#endif
