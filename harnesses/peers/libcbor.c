/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcbor, which makes a tree on the heap and allocates by announced length before it reads on.
 * So it is not asked about input that could announce much, wherever in it that may be.
 */
#include <cbor.h>

#include "harnesses/peers/cbor_peer.h"

enum { ANNOUNCED_MAX = 4096, TWO_BYTES = 0x19, EIGHT_BYTES = 0x1b };

static bool announces_much(struct bytes input, size_t at)
{
	unsigned int info = input.at[at] & 0x1f;
	uint64_t value = 0;
	size_t len;

	if (info < TWO_BYTES || info > EIGHT_BYTES)
		return false;
	len = (size_t)2 << (info - TWO_BYTES);
	if (input.len - at - 1 < len)
		return false;
	for (size_t i = 0; i < len; i++)
		value = value << 8 | input.at[at + 1 + i];
	return value > ANNOUNCED_MAX;
}

/* Strings, arrays, maps: what libcbor allocates for. */
static bool may_be_asked(struct bytes input)
{
	for (size_t i = 0; i < input.len; i++) {
		if (input.at[i] >= 0x40 && input.at[i] < 0xc0 && announces_much(input, i))
			return false;
	}
	return true;
}

enum cbor_peer_answer cbor_peer_judge(struct bytes input)
{
	struct cbor_load_result result;
	cbor_item_t *item;
	bool is_whole;

	if (input.len == 0)
		return CBOR_PEER_REFUSES;
	if (!may_be_asked(input))
		return CBOR_PEER_SILENT;
	item = cbor_load(input.at, input.len, &result);
	if (item == NULL)
		return result.error.code == CBOR_ERR_MEMERROR ? CBOR_PEER_SILENT : CBOR_PEER_REFUSES;
	is_whole = result.read == input.len;
	cbor_decref(&item);
	return is_whole ? CBOR_PEER_TAKES : CBOR_PEER_REFUSES;
}
