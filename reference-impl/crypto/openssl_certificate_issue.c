/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing a certificate: version 3, SHA-256, key identifiers, and only the rights asked for. */


#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/openssl_certificate.h"
#include "reference-impl/crypto/openssl_key.h"

enum { SERIAL_LEN = 16, COMMON_NAME_MAX = 64, SECONDS_A_DAY = 86400 };

static bool set_serial(X509 *certificate)
{
	uint8_t serial[SERIAL_LEN];
	BIGNUM *number;
	bool done;

	if (crypto_random(BUFFER_OF(serial)) != RESULT_OK)
		return false;
	/* Positive and of fixed length, whatever was drawn. */
	serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40);
	number = BN_bin2bn(serial, sizeof(serial), NULL);
	done = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
	BN_free(number);
	return done;
}

static bool set_names(X509 *certificate, X509 *issuer, const char *common_name)
{
	X509_NAME *name = X509_NAME_new();
	bool done = name && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1, 0) == 1 &&
		    X509_set_subject_name(certificate, name) == 1 &&
		    X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : name) == 1;

	X509_NAME_free(name);
	return done;
}

static bool set_validity(X509 *certificate, int64_t not_before, uint32_t days)
{
	return ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)not_before) &&
	       ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(not_before + (int64_t)days * SECONDS_A_DAY));
}

static bool set_key(X509 *certificate, const struct certificate_issue *issue)
{
	struct bytes spki = issue->subject_spki.len > 0 ? issue->subject_spki : BYTES_OF(issue->issuer_key->spki);
	EVP_PKEY *key = openssl_p256_public(spki);
	bool done = key && X509_set_pubkey(certificate, key) == 1;

	EVP_PKEY_free(key);
	return done;
}

static bool add_extension(X509 *certificate, X509V3_CTX *context, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, context, nid, value);
	bool done = extension && X509_add_ext(certificate, extension, -1) == 1;

	X509_EXTENSION_free(extension);
	return done;
}

/* Built from parts: in the library's little language a name could bring entries of its own. */
static bool add_dns_name(X509 *certificate, const char *dns_name)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *name = GENERAL_NAME_new();
	ASN1_IA5STRING *text = ASN1_IA5STRING_new();
	bool done = false;

	if (names && name && text && ASN1_STRING_set(text, dns_name, -1) == 1) {
		GENERAL_NAME_set0_value(name, GEN_DNS, text);
		text = NULL;
		if (sk_GENERAL_NAME_push(names, name) > 0) {
			name = NULL;
			done = X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0) == 1;
		}
	}
	ASN1_IA5STRING_free(text);
	GENERAL_NAME_free(name);
	GENERAL_NAMES_free(names);
	return done;
}

static bool add_extensions(X509 *certificate, X509 *issuer, const struct certificate_issue *issue)
{
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer ? issuer : certificate, certificate, NULL, NULL, 0);
	return add_extension(certificate, &context, NID_basic_constraints, issue->is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
	       add_extension(certificate, &context, NID_key_usage, issue->is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature") &&
	       add_extension(certificate, &context, NID_subject_key_identifier, "hash") &&
	       add_extension(certificate, &context, NID_authority_key_identifier, "keyid:always") &&
	       (!issue->dns_name || add_dns_name(certificate, issue->dns_name));
}

static bool fill_and_sign(X509 *certificate, X509 *issuer, const struct certificate_issue *issue)
{
	EVP_PKEY *key = openssl_p256_private(issue->issuer_key);
	bool done = key && X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
		    set_names(certificate, issuer, issue->common_name) &&
		    set_validity(certificate, issue->not_before, issue->days) && set_key(certificate, issue) &&
		    add_extensions(certificate, issuer, issue) && X509_sign(certificate, key, EVP_sha256()) > 0;

	EVP_PKEY_free(key);
	return done;
}

static enum result encode(X509 *certificate, struct buffer room, struct bytes *ret_der)
{
	unsigned char *der = NULL;
	int len = i2d_X509(certificate, &der);
	enum result result = RESULT_CRYPTO;

	if (len > 0)
		result = bytes_copy(room, bytes_from(der, (size_t)len));
	if (result == RESULT_OK)
		*ret_der = bytes_from(room.at, (size_t)len);
	OPENSSL_free(der);
	return result;
}

/* A certificate whose issuer's key is another one would verify nowhere. */
static bool signs_for(const struct crypto_p256_key *key, X509 *issuer)
{
	EVP_PKEY *own = openssl_p256_public(BYTES_OF(key->spki));
	bool same = own && X509_get0_pubkey(issuer) && EVP_PKEY_eq(own, X509_get0_pubkey(issuer)) == 1;

	EVP_PKEY_free(own);
	return same;
}

static bool can_be_issued(const struct certificate_issue *issue)
{
	size_t name_len = bytes_of_text(issue->common_name).len;

	if (name_len < 1 || name_len > COMMON_NAME_MAX)
		return false;
	return issue->issuer.len > 0 || issue->subject_spki.len == 0 ||
	       bytes_equal(issue->subject_spki, BYTES_OF(issue->issuer_key->spki));
}

enum result certificate_issue(const struct certificate_issue *issue, struct buffer room, struct bytes *ret_der)
{
	X509 *issuer = NULL, *certificate = NULL;
	enum result result = RESULT_REFUSED;

	if (!can_be_issued(issue))
		return RESULT_REFUSED;
	ERR_set_mark();
	if (issue->issuer.len > 0)
		issuer = openssl_certificate(issue->issuer);
	if (issue->issuer.len == 0 || (issuer && signs_for(issue->issuer_key, issuer))) {
		certificate = X509_new();
		result = RESULT_CRYPTO;
		if (certificate && fill_and_sign(certificate, issuer, issue))
			result = encode(certificate, room, ret_der);
	}
	X509_free(certificate);
	X509_free(issuer);
	ERR_pop_to_mark();
	return result;
}
