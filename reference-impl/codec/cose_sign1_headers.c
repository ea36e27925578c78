/* SPDX-License-Identifier: Apache-2.0 */
/* Rules between labels; their number is bounded, so that they may be compared one with another. */

#include "reference-impl/codec/cose_sign1_headers.h"

/* Labels as they came: the same integer or text in another width of head is found by its value. */
static bool same_label(const struct cbor_item *a, const struct cbor_item *b)
{
	return a->kind == b->kind && a->argument == b->argument && bytes_equal(a->content, b->content);
}

static bool has_label(const struct cbor_item *header, const struct cbor_item *label)
{
	struct cbor_reader r = cbor_reader_over(header);

	while (cbor_reader_has_more(&r)) {
		struct cbor_item here = cbor_take(&r);

		(void)cbor_take(&r);
		if (same_label(&here, label))
			return true;
	}
	return false;
}

/* Labels are integers and texts; none of the `header` may be in `other`. */
static enum result check_bucket(const struct cbor_item *header, const struct cbor_item *other)
{
	struct cbor_reader r = cbor_reader_over(header);

	if (header->argument > COSE_MAX_HEADERS)
		return RESULT_TOO_LARGE;
	while (cbor_reader_has_more(&r)) {
		struct cbor_item label = cbor_take(&r);

		(void)cbor_take(&r);
		if (label.kind != CBOR_UNSIGNED && label.kind != CBOR_NEGATIVE && label.kind != CBOR_TEXT)
			return RESULT_MALFORMED;
		if (other && has_label(other, &label))
			return RESULT_REFUSED;
	}
	return cbor_reader_finish(&r);
}

static bool is_understood(const struct cose_sign1_profile *profile, int64_t label)
{
	if (label == COSE_ALG || label == COSE_CONTENT_TYPE || label == COSE_KID)
		return true;
	for (size_t i = 0; i < profile->understood_count; i++) {
		if (profile->understood[i] == label)
			return true;
	}
	return false;
}

/* What must be understood is understood, and is there, and is protected. */
static enum result check_critical(const struct cose_sign1_profile *profile, const struct cose_sign1 *message)
{
	struct cbor_item critical, absent;
	struct cbor_reader r;
	enum result result = cbor_map_find(&message->unprotected_header, COSE_CRIT, &absent);

	if (result != RESULT_NOT_FOUND)
		return result == RESULT_OK ? RESULT_REFUSED : result;
	result = cbor_map_find(&message->protected_header, COSE_CRIT, &critical);
	if (result != RESULT_OK)
		return result == RESULT_NOT_FOUND ? RESULT_OK : result;
	if (critical.kind != CBOR_ARRAY)
		return RESULT_MALFORMED;
	if (critical.argument == 0 || critical.argument > COSE_MAX_HEADERS)
		return RESULT_REFUSED;
	r = cbor_reader_over(&critical);
	while (cbor_reader_has_more(&r)) {
		struct cbor_item label = cbor_take(&r);
		int64_t number;

		if (!cbor_item_int(&label, &number) || !is_understood(profile, number) || !has_label(&message->protected_header, &label))
			return RESULT_REFUSED;
	}
	return cbor_reader_finish(&r);
}

static enum result find_algorithm(struct cose_sign1 *message)
{
	struct cbor_item item;
	int64_t algorithm;
	enum result result = cbor_map_find(&message->unprotected_header, COSE_ALG, &item);

	if (result == RESULT_OK)
		return RESULT_REFUSED;
	result = cbor_map_find(&message->protected_header, COSE_ALG, &item);
	if (result != RESULT_OK)
		return result == RESULT_NOT_FOUND ? RESULT_REFUSED : result;
	if (!cbor_item_int(&item, &algorithm))
		return item.kind == CBOR_TEXT ? RESULT_UNSUPPORTED : RESULT_MALFORMED;
	if (algorithm != COSE_ES256 && algorithm != COSE_ESP256)
		return RESULT_UNSUPPORTED;
	message->algorithm = (enum cose_algorithm)algorithm;
	return RESULT_OK;
}

static enum result find_key_id(struct cose_sign1 *message)
{
	struct cbor_item item;
	enum result result = cbor_map_find(&message->protected_header, COSE_KID, &item);

	if (result == RESULT_NOT_FOUND)
		result = cbor_map_find(&message->unprotected_header, COSE_KID, &item);
	if (result != RESULT_OK)
		return result == RESULT_NOT_FOUND ? RESULT_OK : result;
	if (item.kind != CBOR_BYTES)
		return RESULT_MALFORMED;
	message->key_id = item.content;
	return RESULT_OK;
}

enum result cose_sign1_headers(const struct cose_sign1_profile *profile, struct cose_sign1 *message)
{
	enum result result = check_bucket(&message->unprotected_header, NULL);

	if (result == RESULT_OK)
		result = check_bucket(&message->protected_header, &message->unprotected_header);
	if (result == RESULT_OK)
		result = find_algorithm(message);
	if (result == RESULT_OK)
		result = check_critical(profile, message);
	if (result == RESULT_OK)
		result = find_key_id(message);
	return result;
}
