/* SPDX-License-Identifier: Apache-2.0 */
/* Fields by their context tags, which must rise: so each stands once and in its place. */

#include "reference-impl/service/verifier/attested_tcb.h"

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/service/verifier/evidence_der.h"

enum tcb_field {
	FIELD_VENDOR, FIELD_MODEL, FIELD_VERSION, FIELD_SVN, FIELD_LAYER, FIELD_INDEX, FIELD_FWIDS, FIELD_FLAGS, FIELD_VENDOR_INFO,
	FIELD_TYPE, FIELD_FLAGS_MASK, FIELD_REGISTERS, FIELD_COUNT
};

static bool read_fwids(struct bytes content, struct tcb_info *info)
{
	struct evidence_der pair, algorithm, digest;

	while (content.len > 0) {
		if (info->fwid_count == TCB_MAX_FWIDS || !evidence_der_next_of(&content, DER_SEQUENCE, &pair))
			return false;
		if (!evidence_der_next_of(&pair.content, DER_OBJECT, &algorithm) || !evidence_der_next_of(&pair.content, DER_OCTET_STRING, &digest))
			return false;
		if (pair.content.len > 0 || algorithm.content.len == 0)
			return false;
		info->fwids[info->fwid_count++] = (struct tcb_fwid){ algorithm.content, digest.content };
	}
	return info->fwid_count > 0;
}

/* Only the first 32 bits have a meaning; those that are not used must be zero. */
static bool read_bits(struct bytes content, uint32_t *ret_bits)
{
	unsigned int unused = content.len > 0 ? content.at[0] : 8;
	uint32_t bits = 0;

	if (unused > 7 || (content.len == 1 && unused > 0))
		return false;
	if (content.len > 1 && (content.at[content.len - 1] & ((1u << unused) - 1)))
		return false;
	for (size_t i = 0; i < 32 && i / 8 + 1 < content.len; i++) {
		if (content.at[1 + i / 8] & (0x80 >> i % 8))
			bits |= (uint32_t)1 << i;
	}
	*ret_bits = bits;
	return true;
}

static bool read_field(enum tcb_field field, struct bytes content, struct tcb_info *info)
{
	uint32_t mask;

	switch (field) {
	case FIELD_VENDOR:
		info->vendor = content;
		return content.len > 0;
	case FIELD_MODEL:
		info->model = content;
		return content.len > 0;
	case FIELD_VERSION:
		info->version = content;
		return content.len > 0;
	case FIELD_SVN:
		return evidence_der_number(content, &info->svn);
	case FIELD_LAYER:
		info->has_layer = true;
		return evidence_der_number(content, &info->layer);
	case FIELD_INDEX:
		return evidence_der_number(content, &info->index);
	case FIELD_FWIDS:
		return read_fwids(content, info);
	case FIELD_FLAGS:
		return read_bits(content, &info->flags);
	case FIELD_FLAGS_MASK:
		return read_bits(content, &mask);
	default:
		return true;
	}
}

static bool read_fields(struct bytes content, struct tcb_info *ret_info)
{
	struct tcb_info info = { .svn = 0 };
	int before = -1;

	while (content.len > 0) {
		struct evidence_der item;
		int number;
		bool is_constructed;

		if (!evidence_der_next(&content, &item))
			return false;
		number = item.tag & 0x1f;
		is_constructed = number == FIELD_FWIDS || number == FIELD_REGISTERS;
		if ((item.tag & 0xe0) != (is_constructed ? DER_CONTEXT_CONSTRUCTED : DER_CONTEXT) || number >= FIELD_COUNT || number <= before)
			return false;
		before = number;
		if (!read_field((enum tcb_field)number, item.content, &info))
			return false;
	}
	*ret_info = info;
	return true;
}

enum result attested_tcb_read(struct bytes extension, struct tcb_info *ret_info)
{
	struct bytes content;

	return evidence_der_only(extension, DER_SEQUENCE, &content) && read_fields(content, ret_info) ? RESULT_OK : RESULT_MALFORMED;
}

enum result attested_tcb_read_several(struct bytes extension, struct tcb_info ret_infos[TCB_MAX_IN_CERTIFICATE], size_t *ret_count)
{
	struct tcb_info infos[TCB_MAX_IN_CERTIFICATE];
	struct evidence_der item;
	struct bytes content;
	size_t count = 0;

	if (!evidence_der_only(extension, DER_SEQUENCE, &content))
		return RESULT_MALFORMED;
	while (content.len > 0) {
		if (count == TCB_MAX_IN_CERTIFICATE || !evidence_der_next_of(&content, DER_SEQUENCE, &item) || !read_fields(item.content, &infos[count++]))
			return RESULT_MALFORMED;
	}
	if (count == 0)
		return RESULT_MALFORMED;
	for (size_t i = 0; i < count; i++)
		ret_infos[i] = infos[i];
	*ret_count = count;
	return RESULT_OK;
}

enum tcb_hash attested_fwid_hash(const struct tcb_fwid *fwid)
{
	/* 2.16.840.1.101.3.4.2.n: n is 1, 2, 3 for SHA-256, SHA-384, SHA-512. */
	static const uint8_t start[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02 };
	static const size_t lens[] = { 0, CRYPTO_SHA256_LEN, CRYPTO_SHA384_LEN, CRYPTO_SHA512_LEN };
	uint8_t n;

	if (fwid->algorithm.len != sizeof(start) + 1 || !bytes_equal(bytes_from(fwid->algorithm.at, sizeof(start)), BYTES_OF(start)))
		return TCB_HASH_WEAK;
	n = fwid->algorithm.at[sizeof(start)];
	if (n == 0 || n >= sizeof(lens) / sizeof(lens[0]))
		return TCB_HASH_WEAK;
	return fwid->digest.len == lens[n] ? TCB_HASH_FITS : TCB_HASH_WRONG_LENGTH;
}
