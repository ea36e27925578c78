/* SPDX-License-Identifier: Apache-2.0 */
/* Reads TcbInfo: its parts in the order of their tags, each at most once. */

#include "reference-impl/codec/cbor_utf8.h"
#include "reference-impl/codec/dice_template.h"

static struct bytes take_text(struct reader *r, uint8_t tag)
{
	struct bytes text;

	if (!der_reader_next_is(r, tag))
		return (struct bytes){ NULL, 0 };
	text = der_reader_take(r, tag);
	if (text.len == 0 || text.len > DICE_TEXT_MAX_LEN || !cbor_utf8_is_valid(text))
		der_reader_refuse(r, RESULT_MALFORMED);
	return text;
}

static bool take_number(struct reader *r, uint8_t tag, uint64_t *ret_number)
{
	bool is_there = der_reader_next_is(r, tag);

	if (is_there)
		*ret_number = der_reader_take_unsigned(r, tag);
	return is_there;
}

static bool kind_of(struct bytes oid, enum crypto_hash_kind *ret_kind)
{
	for (enum crypto_hash_kind kind = CRYPTO_SHA256; kind <= CRYPTO_SHA512; kind++) {
		if (bytes_equal(oid, dice_hash_oid(kind))) {
			*ret_kind = kind;
			return true;
		}
	}
	return false;
}

static void take_fwid(struct reader *fwids, struct dice_fwid *ret_fwid)
{
	struct reader r = der_reader_open(fwids, DER_SEQUENCE);
	struct bytes oid = der_reader_take_oid(&r);

	ret_fwid->digest = der_reader_take(&r, DER_OCTET_STRING);
	ret_fwid->kind = CRYPTO_SHA256;
	/* SHA-1, and whatever else nobody should measure with. */
	if (r.failed == RESULT_OK && !kind_of(oid, &ret_fwid->kind))
		der_reader_refuse(&r, RESULT_UNSUPPORTED);
	if (r.failed == RESULT_OK && ret_fwid->digest.len != crypto_hash_len(ret_fwid->kind))
		der_reader_refuse(&r, RESULT_MALFORMED);
	der_reader_close(fwids, &r);
}

static void take_fwids(struct reader *r, struct dice_tcb_info *info)
{
	struct reader fwids;

	if (!der_reader_next_is(r, DICE_TCB_FWIDS))
		return;
	fwids = der_reader_open(r, DICE_TCB_FWIDS);
	if (reader_rest(&fwids).len == 0)
		der_reader_refuse(&fwids, RESULT_MALFORMED);
	while (fwids.failed == RESULT_OK && reader_rest(&fwids).len > 0) {
		if (info->fwid_count == DICE_MAX_FWIDS)
			der_reader_refuse(&fwids, RESULT_UNSUPPORTED);
		else
			take_fwid(&fwids, &info->fwids[info->fwid_count++]);
	}
	der_reader_close(r, &fwids);
}

static void take_rest(struct reader *r, struct dice_tcb_info *info)
{
	if (der_reader_next_is(r, DICE_TCB_FLAGS))
		info->flags = der_reader_take_bits(r, DICE_TCB_FLAGS);
	if (der_reader_next_is(r, DICE_TCB_VENDOR_INFO))
		(void)der_reader_take(r, DICE_TCB_VENDOR_INFO);
	if (der_reader_next_is(r, DICE_TCB_TYPE))
		(void)der_reader_take(r, DICE_TCB_TYPE);
	if (der_reader_next_is(r, DICE_TCB_FLAGS_MASK))
		(void)der_reader_take_bits(r, DICE_TCB_FLAGS_MASK);
}

enum result dice_tcb_info_take(struct bytes *tcb_infos, struct dice_tcb_info *ret_info)
{
	struct dice_tcb_info info = { .fwid_count = 0 };
	struct reader all = reader_over(*tcb_infos), r;
	uint64_t index;

	if (tcb_infos->len == 0)
		return RESULT_NOT_FOUND;
	r = der_reader_open(&all, DER_SEQUENCE);
	info.vendor = take_text(&r, DICE_TCB_VENDOR);
	info.model = take_text(&r, DICE_TCB_MODEL);
	info.version = take_text(&r, DICE_TCB_VERSION);
	info.has_svn = take_number(&r, DICE_TCB_SVN, &info.svn);
	info.has_layer = take_number(&r, DICE_TCB_LAYER, &info.layer);
	(void)take_number(&r, DICE_TCB_INDEX, &index);
	take_fwids(&r, &info);
	take_rest(&r, &info);
	der_reader_close(&all, &r);
	if (all.failed != RESULT_OK)
		return all.failed;
	*tcb_infos = reader_rest(&all);
	*ret_info = info;
	return RESULT_OK;
}
