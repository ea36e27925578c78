/* SPDX-License-Identifier: Apache-2.0 */
/* Reading one certificate: the library judges the form, and says what is in it. */

#include <limits.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/openssl_certificate.h"
#include "reference-impl/crypto/p256_spki.h"

X509 *openssl_certificate(struct bytes der)
{
	const unsigned char *at = der.at;
	X509 *certificate = der.len > 0 && der.len <= LONG_MAX ? d2i_X509(NULL, &at, (long)der.len) : NULL;

	if (certificate && at == der.at + der.len)
		return certificate;
	X509_free(certificate);
	return NULL;
}

/* Takes one DER element off the front of *rest; *content is what is inside. */
static bool take_element(struct bytes *rest, struct bytes *ret_element, struct bytes *ret_content, int *ret_tag)
{
	const unsigned char *at = rest->at;
	long len;
	int class;
	size_t whole;

	if (rest->len == 0 || rest->len > LONG_MAX)
		return false;
	/* 0x80: broken; 0x01: of a length that is not told. */
	if (ASN1_get_object(&at, &len, ret_tag, &class, (long)rest->len) & 0x81)
		return false;
	*ret_content = bytes_from(at, (size_t)len);
	whole = (size_t)(at - rest->at) + (size_t)len;
	*ret_element = bytes_from(rest->at, whole);
	*rest = bytes_from(rest->at + whole, rest->len - whole);
	return true;
}

/* In TBSCertificate: [0] version, serial, signature, issuer, validity, subject, then the key. */
static bool find_spki(struct bytes der, struct bytes *ret_spki)
{
	struct bytes element, fields, tbs;
	int tag, before = 6;

	if (!take_element(&der, &element, &fields, &tag) || !take_element(&fields, &element, &tbs, &tag))
		return false;
	while (before > 0) {
		if (!take_element(&tbs, &element, &fields, &tag))
			return false;
		/* A version of 1 is left out, and then the serial number comes first. */
		if (before == 6 && tag == V_ASN1_INTEGER)
			before--;
		before--;
	}
	return take_element(&tbs, ret_spki, &fields, &tag);
}

/* The library read the certificate in its own way: what was found must be what it uses. */
static bool is_key_of(X509 *certificate, struct bytes spki)
{
	unsigned char *encoded = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded);
	bool same = len > 0 && bytes_equal(bytes_from(encoded, (size_t)len), spki);

	OPENSSL_free(encoded);
	return same;
}

static bool to_seconds(const ASN1_TIME *time, int64_t *ret_seconds)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days, seconds;
	bool done = epoch && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;

	if (done)
		*ret_seconds = (int64_t)days * 86400 + seconds;
	ASN1_TIME_free(epoch);
	return done;
}

static enum result write_subject(X509 *certificate, char ret_subject[CERTIFICATE_SUBJECT_MAX])
{
	BIO *text = BIO_new(BIO_s_mem());
	int len = text ? X509_NAME_print_ex(text, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253) : -1;
	enum result result = len < 0 ? RESULT_MALFORMED : RESULT_TOO_LARGE;

	if (len >= 0 && len < CERTIFICATE_SUBJECT_MAX) {
		if (len > 0)
			len = BIO_read(text, ret_subject, len);
		ret_subject[len > 0 ? len : 0] = '\0';
		result = RESULT_OK;
	}
	BIO_free(text);
	return result;
}

static enum certificate_key_kind key_kind_of(X509 *certificate, struct bytes spki)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	if (key && p256_spki_is_plain(spki))
		return CERTIFICATE_KEY_P256;
	return key && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? CERTIFICATE_KEY_RSA : CERTIFICATE_KEY_OTHER;
}

static enum result describe(X509 *x509, struct certificate *c)
{
	if (!find_spki(c->der, &c->spki) || !is_key_of(x509, c->spki))
		return RESULT_MALFORMED;
	if (!to_seconds(X509_get0_notBefore(x509), &c->not_before) || !to_seconds(X509_get0_notAfter(x509), &c->not_after))
		return RESULT_MALFORMED;
	c->key_kind = key_kind_of(x509, c->spki);
	c->is_ca = X509_check_ca(x509) == 1;
	return write_subject(x509, c->subject);
}

enum result certificate_parse(struct bytes der, struct certificate *ret_certificate)
{
	struct certificate certificate = { .der = der };
	enum result result = RESULT_MALFORMED;
	X509 *x509;

	ERR_set_mark();
	x509 = openssl_certificate(der);
	if (x509)
		result = describe(x509, &certificate);
	X509_free(x509);
	ERR_pop_to_mark();
	if (result == RESULT_OK)
		*ret_certificate = certificate;
	return result;
}
