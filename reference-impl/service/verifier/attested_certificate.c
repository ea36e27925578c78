/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a certificate: the library's view, held against the bytes. */

#include "reference-impl/service/verifier/attested_certificate.h"

#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "reference-impl/crypto/p256_spki.h"

static const char TCB_INFO[] = "2.23.133.5.4.1", UEID[] = "2.23.133.5.4.4", MULTI_TCB_INFO[] = "2.23.133.5.4.5";
static const char DICE_INPUTS[] = "1.3.6.1.4.1.11129.2.1.24";

static bool is_called(X509_EXTENSION *extension, const char *oid)
{
	char text[64];
	int len = OBJ_obj2txt(text, sizeof(text), X509_EXTENSION_get_object(extension), 1);

	return len > 0 && strcmp(text, oid) == 0;
}

bool attested_extension_is_ours(X509_EXTENSION *extension)
{
	return is_called(extension, TCB_INFO) || is_called(extension, MULTI_TCB_INFO) || is_called(extension, UEID) ||
	       is_called(extension, DICE_INPUTS);
}

static struct bytes value_of(X509_EXTENSION *extension)
{
	const ASN1_OCTET_STRING *data = X509_EXTENSION_get_data(extension);

	return bytes_from(ASN1_STRING_get0_data(data), (size_t)ASN1_STRING_length(data));
}

/* Two statements about one layer would be one too many. */
static const char *read_tcb_info(X509_EXTENSION *extension, struct attested_certificate *c)
{
	enum result result;

	if (c->has_tcb_info)
		return "TcbInfo stands twice";
	c->has_tcb_info = true;
	c->tcb_info_count = 1;
	result = is_called(extension, TCB_INFO) ? attested_tcb_read(value_of(extension), &c->tcb_infos[0]) :
		attested_tcb_read_several(value_of(extension), c->tcb_infos, &c->tcb_info_count);
	return result == RESULT_OK ? NULL : "TcbInfo is not strict DER";
}

static const char *read_inputs(X509_EXTENSION *extension, struct attested_certificate *c)
{
	enum result result;

	if (c->has_inputs)
		return "the inputs of DICE stand twice";
	c->has_inputs = true;
	result = attested_dice_inputs_read(value_of(extension), &c->mode);
	if (result == RESULT_BAD_HASH)
		return "the hash of the configuration does not follow from its descriptor";
	return result == RESULT_OK ? NULL : "the inputs of DICE are not strict DER";
}

static void read_extensions(struct attested_certificate *c)
{
	for (int i = 0; i < X509_get_ext_count(c->x509) && !c->bad_extension; i++) {
		X509_EXTENSION *extension = X509_get_ext(c->x509, i);

		if (is_called(extension, TCB_INFO) || is_called(extension, MULTI_TCB_INFO))
			c->bad_extension = read_tcb_info(extension, c);
		else if (is_called(extension, DICE_INPUTS))
			c->bad_extension = read_inputs(extension, c);
	}
}

/* Written again it must be the same bytes: else there are two forms of one certificate. */
static bool is_the_one_form(X509 *x509, struct bytes der)
{
	unsigned char *encoded = NULL;
	int len = i2d_X509(x509, &encoded);
	bool same = len > 0 && bytes_equal(bytes_from(encoded, (size_t)len), der);

	OPENSSL_free(encoded);
	return same;
}

static bool read_key(X509 *x509, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	unsigned char *encoded = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &encoded);
	/* The library gives a key only if the point is on its curve. */
	bool is_plain = len == CRYPTO_P256_SPKI_LEN && p256_spki_is_plain(bytes_from(encoded, (size_t)len)) && X509_get0_pubkey(x509);

	if (is_plain)
		memcpy(ret_spki, encoded, CRYPTO_P256_SPKI_LEN);
	OPENSSL_free(encoded);
	return is_plain;
}

static enum attested_form form_of(X509 *x509)
{
	const X509_NAME *subject = X509_get_subject_name(x509);
	X509_NAME_ENTRY *entry = X509_NAME_entry_count(subject) == 1 ? X509_NAME_get_entry(subject, 0) : NULL;

	return entry && OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) == NID_serialNumber ? ATTESTED_DICE : ATTESTED_PLAIN;
}

static void write_name(X509 *x509, char ret_name[ATTESTED_NAME_MAX])
{
	if (!X509_NAME_oneline(X509_get_subject_name(x509), ret_name, ATTESTED_NAME_MAX))
		ret_name[0] = '\0';
}

static enum result read_certificate(struct attested_certificate *c)
{
	const unsigned char *at = c->der.at;

	if (c->der.len == 0 || c->der.len > LONG_MAX)
		return RESULT_MALFORMED;
	c->x509 = d2i_X509(NULL, &at, (long)c->der.len);
	if (!c->x509 || at != c->der.at + c->der.len || X509_get_version(c->x509) != X509_VERSION_3 || !is_the_one_form(c->x509, c->der))
		return RESULT_MALFORMED;
	write_name(c->x509, c->name);
	if (!read_key(c->x509, c->spki))
		return RESULT_UNSUPPORTED;
	c->form = form_of(c->x509);
	read_extensions(c);
	return RESULT_OK;
}

enum result attested_certificate_read(struct bytes der, struct attested_certificate *ret_certificate)
{
	enum result result;

	*ret_certificate = (struct attested_certificate){ .der = der };
	ERR_set_mark();
	result = read_certificate(ret_certificate);
	ERR_pop_to_mark();
	return result;
}

void attested_certificate_release(struct attested_certificate *certificate)
{
	X509_free(certificate->x509);
	certificate->x509 = NULL;
}

struct bytes attested_subject_key_id(X509 *certificate)
{
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(certificate);

	return id ? bytes_from(ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id)) : bytes_from(NULL, 0);
}

struct bytes attested_authority_key_id(X509 *certificate)
{
	const ASN1_OCTET_STRING *id = X509_get0_authority_key_id(certificate);

	return id ? bytes_from(ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id)) : bytes_from(NULL, 0);
}
