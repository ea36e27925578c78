/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers that follow from a key, as Open Profile for DICE derives them. */

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/x509v3.h>

#include "reference-impl/base/text.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/service/verifier/attested_certificate.h"

static const uint8_t ID_SALT[] = {
	0xdb, 0xdb, 0xae, 0xbc, 0x80, 0x20, 0xda, 0x9f, 0xf0, 0xdd, 0x5a, 0x24, 0xc8, 0x3a, 0xa5, 0xa5,
	0x42, 0x86, 0xdf, 0xc2, 0x63, 0x03, 0x1e, 0x32, 0x9b, 0x4d, 0xa1, 0x48, 0x43, 0x06, 0x59, 0xfe,
	0x62, 0xcd, 0xb5, 0xb7, 0xe1, 0xe0, 0x0f, 0xc6, 0x80, 0x30, 0x67, 0x11, 0xeb, 0x44, 0x4a, 0xf7,
	0x72, 0x09, 0x35, 0x94, 0x96, 0xfc, 0xff, 0x1d, 0xb9, 0x52, 0x0b, 0xa5, 0x1c, 0x7b, 0x29, 0xea,
};

/* The identifier of the P-256 key that a device secret of 32 zero bytes gives (published in the profile's test vectors). */
static const uint8_t ID_OF_ZEROS[ATTESTED_ID_LEN] = {
	0x67, 0x2d, 0x00, 0x53, 0xae, 0x45, 0x13, 0xfb, 0xb3, 0xba, 0xc8, 0x20, 0x9d, 0xae, 0xb3, 0xe8, 0x89, 0x76, 0x81, 0xcd,
};

/* HKDF-SHA-512 over x || y, with the top bit clear so that it is a positive serial number. */
static enum result derive_id(struct bytes spki, uint8_t ret_id[ATTESTED_ID_LEN])
{
	struct bytes point = p256_spki_point(spki);
	enum result result = crypto_hkdf(CRYPTO_SHA512, bytes_from(point.at + 1, point.len - 1), BYTES_OF(ID_SALT), bytes_of_text("ID"),
					 (struct buffer){ ret_id, ATTESTED_ID_LEN });

	ret_id[0] &= 0x7f;
	return result;
}

static bool subject_is(X509 *x509, struct bytes id)
{
	X509_NAME_ENTRY *entry = X509_NAME_get_entry(X509_get_subject_name(x509), 0);
	const ASN1_STRING *text = entry ? X509_NAME_ENTRY_get_data(entry) : NULL;
	uint8_t room[2 * ATTESTED_ID_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes hex;

	text_write_hex(&w, id);
	if (!text || writer_finish(&w, &hex) != RESULT_OK)
		return false;
	return bytes_equal(bytes_from(ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text)), hex);
}

/* The number's bytes without leading zeros, as an INTEGER has them. */
static bool serial_is(X509 *x509, struct bytes id)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(x509);

	while (id.len > 1 && id.at[0] == 0)
		id = bytes_from(id.at + 1, id.len - 1);
	return ASN1_STRING_type((const ASN1_STRING *)serial) == V_ASN1_INTEGER &&
	       bytes_equal(bytes_from(ASN1_STRING_get0_data((const ASN1_STRING *)serial), (size_t)ASN1_STRING_length((const ASN1_STRING *)serial)), id);
}

const char *attested_certificate_wrong_id(const struct attested_certificate *certificate)
{
	uint8_t id[ATTESTED_ID_LEN];

	if (derive_id(BYTES_OF(certificate->spki), id) != RESULT_OK)
		return "the identifier could not be derived";
	if (!subject_is(certificate->x509, BYTES_OF(id)))
		return "subject";
	if (!serial_is(certificate->x509, BYTES_OF(id)))
		return "serial number";
	return bytes_equal(attested_subject_key_id(certificate->x509), BYTES_OF(id)) ? NULL : "subject key identifier";
}

bool attested_key_is_unprovisioned(struct bytes spki)
{
	uint8_t id[ATTESTED_ID_LEN];

	return p256_spki_is_plain(spki) && derive_id(spki, id) == RESULT_OK && bytes_equal(BYTES_OF(id), BYTES_OF(ID_OF_ZEROS));
}
