/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of a certificate; its extensions are read by their own file. */

#include <string.h>

#include "reference-impl/codec/der_time.h"
#include "reference-impl/codec/dice_extensions.h"

enum { NAME_MAX_PARTS = 4, NAME_ROOM_LEN = 64, PRINTABLE_FIRST = 0x20, PRINTABLE_LAST = 0x7e };

/* The next element whole; RESULT_UNSUPPORTED unless it is this constant. */
static void take_constant(struct reader *r, struct bytes constant)
{
	struct bytes element = der_reader_take_any(r, NULL);

	if (r->failed == RESULT_OK && !bytes_equal(element, constant))
		der_reader_refuse(r, RESULT_UNSUPPORTED);
}

static struct bytes take_serial(struct reader *r)
{
	struct bytes serial = der_reader_take(r, DER_INTEGER);
	bool is_padded = serial.len > 1 && serial.at[0] == 0;

	if (serial.len == 0 || serial.at[0] >= 0x80 || (is_padded && serial.at[1] < 0x80) || (serial.len == 1 && serial.at[0] == 0)) {
		der_reader_refuse(r, RESULT_MALFORMED);
		return serial;
	}
	if (is_padded)
		serial = bytes_from(serial.at + 1, serial.len - 1);
	if (serial.len > DICE_SERIAL_MAX_LEN)
		der_reader_refuse(r, RESULT_MALFORMED);
	return serial;
}

/* One attribute of printable characters; names of other forms have no use in a chain of layers. */
static void take_name_part(struct reader *name)
{
	struct reader set = der_reader_open(name, DER_SET), r = der_reader_open(&set, DER_SEQUENCE);
	struct bytes text;

	(void)der_reader_take_oid(&r);
	text = der_reader_take(&r, der_reader_next_is(&r, DER_UTF8_STRING) ? DER_UTF8_STRING : DER_PRINTABLE_STRING);
	if (text.len == 0)
		der_reader_refuse(&r, RESULT_MALFORMED);
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < PRINTABLE_FIRST || text.at[i] > PRINTABLE_LAST)
			der_reader_refuse(&r, RESULT_UNSUPPORTED);
	}
	der_reader_close(&set, &r);
	der_reader_close(name, &set);
}

static struct bytes take_name(struct reader *r)
{
	struct bytes start = reader_rest(r);
	struct reader name = der_reader_open(r, DER_SEQUENCE);
	size_t parts = 0;

	do {
		take_name_part(&name);
	} while (name.failed == RESULT_OK && reader_rest(&name).len > 0 && ++parts < NAME_MAX_PARTS);
	der_reader_close(r, &name);
	return bytes_from(start.at, start.len - reader_rest(r).len);
}

static struct bytes take_spki(struct reader *r)
{
	struct bytes spki = der_reader_take_any(r, NULL);

	if (r->failed == RESULT_OK && !dice_spki_is_plain(spki))
		der_reader_refuse(r, RESULT_UNSUPPORTED);
	return spki;
}

static void take_tbs(struct bytes tbs, struct reader *outer, struct dice_certificate *certificate)
{
	struct reader all = reader_over(tbs), r = der_reader_open(&all, DER_SEQUENCE), validity;

	take_constant(&r, DICE_VERSION);
	certificate->serial = take_serial(&r);
	take_constant(&r, DICE_ALGORITHM);
	certificate->issuer = take_name(&r);
	validity = der_reader_open(&r, DER_SEQUENCE);
	certificate->not_before = der_time_take(&validity);
	certificate->not_after = der_time_take(&validity);
	der_reader_close(&r, &validity);
	certificate->subject = take_name(&r);
	certificate->spki = take_spki(&r);
	dice_take_extensions(&r, certificate);
	der_reader_close(&all, &r);
	der_reader_close(outer, &all);
}

/* A key that may certify must say so in both places, and none may say so in one. */
static bool usage_agrees(const struct dice_certificate *certificate)
{
	bool signs_certificates = (certificate->key_usage & DICE_USAGE_CERTIFICATE_SIGN) != 0;

	return certificate->is_ca == signs_certificates;
}

static struct bytes take_signature(struct reader *r)
{
	struct bytes content = der_reader_take(r, DER_BIT_STRING), signature = bytes_from(NULL, 0);

	if (content.len > 0 && content.at[0] == 0)
		signature = bytes_from(content.at + 1, content.len - 1);
	if (!crypto_ecdsa_der_is_strict(signature))
		der_reader_refuse(r, RESULT_MALFORMED);
	return signature;
}

enum result dice_certificate_parse(struct bytes der, struct dice_certificate *ret_certificate)
{
	struct dice_certificate certificate = { .is_ca = false };
	struct reader all = reader_over(der), r;

	if (der.len > DICE_CERTIFICATE_MAX_LEN)
		return RESULT_TOO_LARGE;
	r = der_reader_open(&all, DER_SEQUENCE);
	certificate.tbs = der_reader_take_any(&r, NULL);
	if (r.failed == RESULT_OK)
		take_tbs(certificate.tbs, &r, &certificate);
	take_constant(&r, DICE_ALGORITHM);
	certificate.signature = take_signature(&r);
	der_reader_close(&all, &r);
	if (all.failed == RESULT_OK)
		all.failed = reader_finish(&all);
	if (all.failed == RESULT_OK && !usage_agrees(&certificate))
		all.failed = RESULT_REFUSED;
	if (all.failed == RESULT_OK)
		*ret_certificate = certificate;
	return all.failed;
}

bool dice_certificate_is_bound(const struct dice_certificate *certificate)
{
	uint8_t id[DICE_KEY_ID_LEN], padded[DICE_KEY_ID_LEN] = { 0 }, room[NAME_ROOM_LEN];
	struct der_writer w = der_writer_over(BUFFER_OF(room));
	struct bytes name;

	if (dice_key_id(certificate->spki, id) != RESULT_OK || certificate->serial.len > sizeof(padded))
		return false;
	dice_put_name(&w, id);
	memcpy(padded + sizeof(padded) - certificate->serial.len, certificate->serial.at, certificate->serial.len);
	return der_writer_finish(&w, &name) == RESULT_OK && bytes_equal(name, certificate->subject) &&
	       bytes_equal(BYTES_OF(padded), BYTES_OF(id)) && bytes_equal(certificate->subject_key_id, BYTES_OF(id));
}
