/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to the four parts of a message. */

#include "reference-impl/codec/cose_sign1_headers.h"
#include "reference-impl/codec/ecdsa_raw.h"

enum { PART_COUNT = 4 };

/* Takes the tag off, if it is there and may be. */
static enum result untag(enum cose_tag_rule rule, struct cbor_item *item)
{
	struct cbor_reader r;

	if (item->kind != CBOR_TAG)
		return rule == COSE_TAG_REQUIRED ? RESULT_REFUSED : RESULT_OK;
	if (rule == COSE_TAG_FORBIDDEN || item->argument != COSE_TAG_SIGN1)
		return RESULT_REFUSED;
	r = cbor_reader_over(item);
	*item = cbor_take(&r);
	return cbor_reader_finish(&r);
}

static enum result take_payload(struct cbor_reader *r, struct cose_sign1 *message)
{
	struct cbor_item item = cbor_take(r);

	message->is_detached = cbor_item_is_null(&item);
	if (!message->is_detached && item.kind != CBOR_BYTES)
		return RESULT_MALFORMED;
	message->payload = item.content;
	return RESULT_OK;
}

static enum result take_parts(const struct cbor_item *array, struct cose_sign1 *message)
{
	struct cbor_reader r = cbor_reader_over(array);
	enum result result;

	if (array->kind != CBOR_ARRAY || array->argument != PART_COUNT)
		return RESULT_MALFORMED;
	message->protected = cbor_take_bytes(&r);
	message->unprotected_header = cbor_take_kind(&r, CBOR_MAP);
	result = take_payload(&r, message);
	message->signature = cbor_take_bytes(&r);
	if (cbor_reader_finish(&r) != RESULT_OK)
		return cbor_reader_finish(&r);
	if (result == RESULT_OK && message->signature.len != ECDSA_RAW_LEN)
		result = RESULT_MALFORMED;
	return result;
}

/*
 * A header of no parameters may come as no bytes or as an empty map. Neither names an
 * algorithm, so both end here, and what would be signed for them never matters.
 */
static enum result read_protected(enum cbor_rules rules, struct cose_sign1 *message)
{
	enum result result;

	if (message->protected.len == 0)
		return RESULT_REFUSED;
	result = cbor_parse(message->protected, rules, &message->protected_header);
	if (result != RESULT_OK)
		return result;
	return message->protected_header.kind == CBOR_MAP ? RESULT_OK : RESULT_MALFORMED;
}

enum result cose_sign1_parse(struct bytes input, const struct cose_sign1_profile *profile, struct cose_sign1 *ret_message)
{
	struct cose_sign1 message = { 0 };
	struct cbor_item item;
	enum result result;

	/* Duplicates are not looked for under the laxest rules, and headers must have none. */
	if (profile->rules == CBOR_WELL_FORMED)
		return RESULT_INTERNAL;
	result = cbor_parse(input, profile->rules, &item);
	if (result == RESULT_OK)
		result = untag(profile->tag, &item);
	if (result == RESULT_OK)
		result = take_parts(&item, &message);
	if (result == RESULT_OK)
		result = read_protected(profile->rules, &message);
	if (result == RESULT_OK)
		result = cose_sign1_headers(profile, &message);
	if (result == RESULT_OK)
		*ret_message = message;
	return result;
}
