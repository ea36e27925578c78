/* SPDX-License-Identifier: Apache-2.0 */
/* Constants, the name of a key, and a layer's TcbInfo. */

#include "reference-impl/codec/dice_template.h"

enum { BITS_IN_BYTE = 8, FLAGS_MAX_LEN = 5 };

#define CONSTANT(...)                                                                                                              \
	{                                                                                                                          \
		(const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })                                         \
	}

const struct bytes DICE_ALGORITHM = CONSTANT(0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);
const struct bytes DICE_VERSION = CONSTANT(0xa0, 0x03, 0x02, 0x01, 0x02);
static const struct bytes OID_SERIAL_NUMBER = CONSTANT(0x55, 0x04, 0x05);
const struct bytes DICE_OID_SUBJECT_KEY_ID = CONSTANT(0x55, 0x1d, 0x0e);
const struct bytes DICE_OID_KEY_USAGE = CONSTANT(0x55, 0x1d, 0x0f);
const struct bytes DICE_OID_BASIC_CONSTRAINTS = CONSTANT(0x55, 0x1d, 0x13);
const struct bytes DICE_OID_AUTHORITY_KEY_ID = CONSTANT(0x55, 0x1d, 0x23);
const struct bytes DICE_OID_EXTENDED_KEY_USAGE = CONSTANT(0x55, 0x1d, 0x25);
const struct bytes DICE_OID_TCB_INFO = CONSTANT(0x67, 0x81, 0x05, 0x05, 0x04, 0x01);
const struct bytes DICE_OID_MULTI_TCB_INFO = CONSTANT(0x67, 0x81, 0x05, 0x05, 0x04, 0x05);
const struct bytes DICE_OID_ATTEST_LOCAL = CONSTANT(0x67, 0x81, 0x05, 0x05, 0x04, 0x64, 0x09);

struct bytes dice_hash_oid(enum crypto_hash_kind kind)
{
	static const uint8_t oids[][9] = {
		[CRYPTO_SHA256] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01 },
		[CRYPTO_SHA384] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02 },
		[CRYPTO_SHA512] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03 },
	};

	return BYTES_OF(oids[kind]);
}

bool dice_spki_is_plain(struct bytes spki)
{
	/* SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING }, and that the point is uncompressed. */
	static const uint8_t HEAD[] = { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
					0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04 };

	return spki.len == CRYPTO_P256_SPKI_LEN && bytes_equal(bytes_from(spki.at, sizeof(HEAD)), BYTES_OF(HEAD));
}

void dice_put_name(struct der_writer *w, const uint8_t id[DICE_KEY_ID_LEN])
{
	static const char digits[] = "0123456789abcdef";
	char name[DICE_NAME_LEN];
	size_t since = w->used;

	for (size_t i = 0; i < DICE_KEY_ID_LEN; i++) {
		name[2 * i] = digits[id[i] >> 4];
		name[2 * i + 1] = digits[id[i] & 15];
	}
	der_writer_put_element(w, DER_PRINTABLE_STRING, BYTES_OF(name));
	der_writer_put_element(w, DER_OID, OID_SERIAL_NUMBER);
	der_writer_put_head(w, DER_SEQUENCE, since);
	der_writer_put_head(w, DER_SET, since);
	der_writer_put_head(w, DER_SEQUENCE, since);
}

static void put_text(struct der_writer *w, uint8_t tag, struct bytes text)
{
	if (text.at)
		der_writer_put_element(w, tag, text);
}

/* Named bits: no zero behind the last one. */
static void put_flags(struct der_writer *w, uint32_t flags)
{
	uint8_t bits[FLAGS_MAX_LEN] = { 0 };
	size_t len = 1;

	for (unsigned int i = 0; i < sizeof(flags) * BITS_IN_BYTE; i++) {
		if ((flags >> i & 1) == 0)
			continue;
		len = 2 + i / BITS_IN_BYTE;
		bits[len - 1] |= (uint8_t)(0x80 >> i % BITS_IN_BYTE);
		bits[0] = (uint8_t)(BITS_IN_BYTE - 1 - i % BITS_IN_BYTE);
	}
	if (flags != 0)
		der_writer_put_element(w, DICE_TCB_FLAGS, bytes_from(bits, len));
}

static void put_fwids(struct der_writer *w, const struct dice_tcb_info *info)
{
	size_t since = w->used;

	for (size_t i = info->fwid_count; i > 0; i--) {
		size_t since_fwid = w->used;

		der_writer_put_element(w, DER_OCTET_STRING, info->fwids[i - 1].digest);
		der_writer_put_element(w, DER_OID, dice_hash_oid(info->fwids[i - 1].kind));
		der_writer_put_head(w, DER_SEQUENCE, since_fwid);
	}
	der_writer_put_head(w, DICE_TCB_FWIDS, since);
}

void dice_put_tcb_info(struct der_writer *w, const struct dice_tcb_info *info)
{
	size_t since = w->used;

	put_flags(w, info->flags);
	put_fwids(w, info);
	if (info->has_layer)
		der_writer_put_unsigned(w, DICE_TCB_LAYER, info->layer);
	if (info->has_svn)
		der_writer_put_unsigned(w, DICE_TCB_SVN, info->svn);
	put_text(w, DICE_TCB_VERSION, info->version);
	put_text(w, DICE_TCB_MODEL, info->model);
	put_text(w, DICE_TCB_VENDOR, info->vendor);
	der_writer_put_head(w, DER_SEQUENCE, since);
}
