/* SPDX-License-Identifier: Apache-2.0 */
/* TcbInfo: context numbers rise strictly, each field in its one form, digests as long as their hash makes them. */

#include "conformance/readers/layer_extensions.h"

#include "conformance/readers/utf8_text.h"

enum { FIELD_NUMBER = 0x1f };

static const char *const FIELD_NAMES[] = { "vendor", "model", "version",     "svn",  "layer",	    "index",
					   "fwids",  "flags", "vendor_info", "type", "flags_mask", "registers" };
enum { FIELD_VERSION = 2, FIELD_SVN = 3, FIELD_LAYER = 4, FIELD_INDEX = 5, FIELD_FWIDS = 6, FIELD_FLAGS = 7, FIELD_FLAGS_MASK = 10, FIELD_REGISTERS = 11 };
enum { FIELD_COUNT = sizeof(FIELD_NAMES) / sizeof(FIELD_NAMES[0]) };

const char *layer_tcb_field_name(uint8_t tag)
{
	size_t number = tag & FIELD_NUMBER;

	return tag >= DER_CONTEXT && number < FIELD_COUNT ? FIELD_NAMES[number] : NULL;
}

static enum result read_hash(struct bytes oid, enum crypto_hash_kind *ret_kind)
{
	/* 2.16.840.1.101.3.4.2: the SHA-2 family; 1, 2 and 3 are 256, 384 and 512 bits. */
	static const uint8_t SHA2[8] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02 };
	static const enum crypto_hash_kind KINDS[3] = { CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512 };

	if (oid.len != sizeof(SHA2) + 1 || !bytes_equal(bytes_from(oid.at, sizeof(SHA2)), BYTES_OF(SHA2)) || oid.at[8] < 1 || oid.at[8] > 3)
		return RESULT_UNSUPPORTED;
	*ret_kind = KINDS[oid.at[8] - 1];
	return RESULT_OK;
}

static enum result take_fwid(struct bytes *rest, struct layer_fwid *ret_fwid)
{
	struct der_item sequence, oid, digest;
	struct bytes inside;
	enum result result = der_take_tag(rest, DER_SEQUENCE, &sequence);

	if (result != RESULT_OK)
		return result;
	inside = der_content(&sequence);
	result = der_take_tag(&inside, DER_OID, &oid);
	if (result == RESULT_OK)
		result = der_only(inside, DER_OCTET_STRING, &digest);
	if (result == RESULT_OK)
		result = read_hash(der_content(&oid), &ret_fwid->kind);
	if (result != RESULT_OK)
		return result;
	ret_fwid->digest = der_content(&digest);
	return ret_fwid->digest.len == crypto_hash_len(ret_fwid->kind) ? RESULT_OK : RESULT_MALFORMED;
}

static enum result read_fwids(struct bytes rest, struct layer_tcb_info *info)
{
	enum result result = rest.len > 0 ? RESULT_OK : RESULT_MALFORMED;

	while (result == RESULT_OK && rest.len > 0) {
		if (info->fwid_count == LAYER_FWIDS_MAX)
			return RESULT_TOO_LARGE;
		result = take_fwid(&rest, &info->fwids[info->fwid_count]);
		info->fwid_count += result == RESULT_OK;
	}
	return result;
}

static enum result read_field(unsigned int number, struct bytes content, struct layer_tcb_info *info)
{
	struct bytes *const texts[] = { &info->vendor, &info->model, &info->version, NULL, NULL, NULL, NULL, NULL, &info->vendor_info, &info->type };
	uint32_t mask;
	bool good = true;

	switch (number) {
	case FIELD_SVN:
		good = info->has_svn = der_read_number(content, &info->svn);
		break;
	case FIELD_LAYER:
		good = info->has_layer = der_read_number(content, &info->layer);
		break;
	case FIELD_INDEX:
		good = info->has_index = der_read_number(content, &info->index);
		break;
	case FIELD_FWIDS:
		return read_fwids(content, info);
	case FIELD_FLAGS:
		good = der_read_bits(content, &info->flags);
		break;
	case FIELD_FLAGS_MASK:
		good = der_read_bits(content, &mask);
		break;
	case FIELD_REGISTERS:
		break;
	default:
		good = number > FIELD_VERSION || utf8_text_is_whole(content);
		*texts[number] = content;
	}
	return good ? RESULT_OK : RESULT_MALFORMED;
}

/* Lists are constructed, everything else is primitive. */
static bool is_field_tag(uint8_t tag)
{
	unsigned int number = tag & FIELD_NUMBER;
	bool is_list = number == FIELD_FWIDS || number == FIELD_REGISTERS;

	return number < FIELD_COUNT && (tag & ~FIELD_NUMBER) == (is_list ? DER_CONTEXT_CONSTRUCTED : DER_CONTEXT);
}

enum result layer_tcb_info_read(struct bytes der, struct layer_tcb_info *ret_info)
{
	struct layer_tcb_info info = { .fwid_count = 0 };
	struct der_item sequence, field;
	struct bytes rest;
	int last = -1;
	enum result result = der_only(der, DER_SEQUENCE, &sequence);

	if (result != RESULT_OK)
		return result;
	rest = der_content(&sequence);
	while (result == RESULT_OK && rest.len > 0) {
		result = der_take(&rest, &field);
		if (result != RESULT_OK)
			break;
		if (!is_field_tag(field.tag) || (field.tag & FIELD_NUMBER) <= last)
			return RESULT_MALFORMED;
		last = field.tag & FIELD_NUMBER;
		result = read_field((unsigned int)last, der_content(&field), &info);
	}
	if (result == RESULT_OK)
		*ret_info = info;
	return result;
}
