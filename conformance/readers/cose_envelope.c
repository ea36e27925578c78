/* SPDX-License-Identifier: Apache-2.0 */
/* The structure first, then what the two headers may say together. */

#include "conformance/readers/cose_envelope.h"

#include "conformance/readers/raw_signature.h"
#include "reference-impl/base/writer.h"

enum { LABEL_ALGORITHM = 1, LABEL_CRITICAL = 2, LABEL_CONTENT_TYPE = 3, LABEL_KEY_ID = 4 };
enum { LABELS_MAX = 16, MEMBERS = 4, HEAD_MAX = 9 };

struct header {
	struct walked_pair pairs[LABELS_MAX];
	size_t count;
};

static enum result read_header(const struct walked_item *map, struct header *ret_header)
{
	enum result result = cbor_walk_pairs(map, ret_header->pairs, LABELS_MAX, &ret_header->count);

	for (size_t i = 0; result == RESULT_OK && i < ret_header->count; i++) {
		enum cbor_walk_kind kind = ret_header->pairs[i].key.kind;

		if (kind != WALK_UINT && kind != WALK_NEGATIVE && kind != WALK_TEXT)
			return RESULT_MALFORMED;
		/* Of the labels that are known here, one is always bytes. */
		if (walked_is_number(&ret_header->pairs[i].key, LABEL_KEY_ID) && ret_header->pairs[i].value.kind != WALK_BYTES)
			return RESULT_MALFORMED;
	}
	return result;
}

static bool same_label(const struct walked_item *a, const struct walked_item *b)
{
	return a->kind == b->kind && a->argument == b->argument && (a->kind != WALK_TEXT || bytes_equal(walked_content(a), walked_content(b)));
}

static bool has_label(const struct header *header, const struct walked_item *label)
{
	for (size_t i = 0; i < header->count; i++)
		if (same_label(&header->pairs[i].key, label))
			return true;
	return false;
}

/* Each critical label is understood here and protected. */
static enum result check_critical(const struct header *protected_header)
{
	const struct walked_item *critical = walked_value(protected_header->pairs, protected_header->count, LABEL_CRITICAL);
	struct walked_item label;
	struct bytes rest;

	if (critical == NULL)
		return RESULT_OK;
	if (critical->kind != WALK_ARRAY || critical->argument == 0)
		return RESULT_MALFORMED;
	rest = walked_content(critical);
	for (uint64_t i = 0; i < critical->argument; i++) {
		if (cbor_walk_take(&rest, &label) != RESULT_OK)
			return RESULT_INTERNAL;
		if (!walked_is_number(&label, LABEL_ALGORITHM) && !walked_is_number(&label, LABEL_CONTENT_TYPE) &&
		    !walked_is_number(&label, LABEL_KEY_ID))
			return RESULT_UNSUPPORTED;
		if (!has_label(protected_header, &label))
			return RESULT_MALFORMED;
	}
	return RESULT_OK;
}

static enum result read_algorithm(const struct header *protected_header, int64_t *ret_algorithm)
{
	const struct walked_item *value = walked_value(protected_header->pairs, protected_header->count, LABEL_ALGORITHM);

	*ret_algorithm = COSE_NO_ALGORITHM;
	return value == NULL || walked_number(value, ret_algorithm) ? RESULT_OK : RESULT_UNSUPPORTED;
}

static enum result check_headers(struct cose_envelope *e)
{
	struct header protected_header = { .count = 0 }, unprotected;
	struct bytes content = walked_content(&e->protected_header);
	struct walked_item map;
	enum result result = read_header(&e->unprotected, &unprotected);

	if (result == RESULT_OK && content.len > 0)
		result = cbor_walk_only(content, &map);
	if (result == RESULT_OK && content.len > 0)
		result = read_header(&map, &protected_header);
	if (result == RESULT_OK && walked_value(unprotected.pairs, unprotected.count, LABEL_CRITICAL) != NULL)
		result = RESULT_MALFORMED;
	for (size_t i = 0; result == RESULT_OK && i < unprotected.count; i++)
		if (has_label(&protected_header, &unprotected.pairs[i].key))
			result = RESULT_MALFORMED;
	if (result == RESULT_OK)
		result = check_critical(&protected_header);
	return result == RESULT_OK ? read_algorithm(&protected_header, &e->algorithm) : result;
}

static enum result read_members(struct cose_envelope *e, const char **ret_where)
{
	static const char *const NAMES[MEMBERS] = { "envelope.protected", "envelope.unprotected", "envelope.payload", "envelope.signature" };
	static const enum cbor_walk_kind KINDS[MEMBERS] = { WALK_BYTES, WALK_MAP, WALK_BYTES, WALK_BYTES };
	struct walked_item *members[MEMBERS] = { &e->protected_header, &e->unprotected, &e->payload, &e->signature };
	struct bytes rest = walked_content(&e->list);

	for (size_t i = 0; i < MEMBERS; i++) {
		*ret_where = NAMES[i];
		if (cbor_walk_take(&rest, members[i]) != RESULT_OK || members[i]->kind != KINDS[i])
			return RESULT_MALFORMED;
	}
	return RESULT_OK;
}

static enum result read_all(struct bytes bytes, struct cose_envelope *e, const char **ret_where)
{
	enum result result;

	*ret_where = "envelope";
	result = cbor_walk_only(bytes, &e->tag);
	if (result != RESULT_OK)
		return result;
	if (e->tag.kind != WALK_TAG || e->tag.argument != COSE_SIGN1_TAG)
		return RESULT_MALFORMED;
	result = cbor_walk_only(walked_content(&e->tag), &e->list);
	if (result != RESULT_OK)
		return result;
	if (e->list.kind != WALK_ARRAY || e->list.argument != MEMBERS)
		return RESULT_MALFORMED;
	result = read_members(e, ret_where);
	if (result != RESULT_OK)
		return result;
	*ret_where = "protected";
	return check_headers(e);
}

enum result cose_envelope_read(struct bytes bytes, struct cose_envelope *ret_envelope, const char **ret_where)
{
	struct cose_envelope envelope = { .whole = bytes };
	const char *where;
	enum result result = read_all(bytes, &envelope, &where);

	if (result == RESULT_OK)
		*ret_envelope = envelope;
	else if (ret_where != NULL)
		*ret_where = where;
	return result;
}

/* The head of a byte string in its shortest form. */
static void write_head(struct writer *w, uint64_t len)
{
	static const uint8_t MAJOR = WALK_BYTES << 5;

	if (len < 24) {
		writer_u8(w, (uint8_t)(MAJOR | len));
	} else if (len <= UINT8_MAX) {
		writer_u8(w, MAJOR | 24);
		writer_u8(w, (uint8_t)len);
	} else if (len <= UINT16_MAX) {
		writer_u8(w, MAJOR | 25);
		writer_u16_be(w, (uint16_t)len);
	} else {
		writer_u8(w, MAJOR | 27);
		writer_u64_be(w, len);
	}
}

static enum result hash_string(struct crypto_hash *hash, struct bytes bytes)
{
	uint8_t room[HEAD_MAX];
	struct writer w = writer_over(BUFFER_OF(room));
	enum result result;

	write_head(&w, bytes.len);
	result = crypto_hash_update(hash, bytes_from(room, writer_needed(&w)));
	return result == RESULT_OK ? crypto_hash_update(hash, bytes) : result;
}

enum result cose_envelope_digest(struct bytes protected_header, struct bytes external, struct bytes payload, struct crypto_sha256 *ret_digest)
{
	/* [ "Signature1", protected, external, payload ] */
	static const char START[] = "\x84\x6aSignature1";
	struct crypto_hash hash;
	enum result result = crypto_hash_init(&hash, CRYPTO_SHA256);

	if (result != RESULT_OK)
		return result;
	/* RFC 9052 section 4.4: a protected header without labels counts as empty. */
	if (bytes_equal(protected_header, bytes_of_text("\xa0")))
		protected_header.len = 0;
	result = crypto_hash_update(&hash, bytes_of_text(START));
	if (result == RESULT_OK)
		result = hash_string(&hash, protected_header);
	if (result == RESULT_OK)
		result = hash_string(&hash, external);
	if (result == RESULT_OK)
		result = hash_string(&hash, payload);
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, BUFFER_OF(ret_digest->at));
	crypto_hash_release(&hash);
	return result;
}

enum result cose_envelope_verify(const struct cose_envelope *envelope, struct bytes external, struct bytes spki)
{
	struct bytes raw = walked_content(&envelope->signature);
	struct crypto_sha256 digest;
	enum result result;

	if (envelope->algorithm != COSE_ES256 && envelope->algorithm != COSE_ESP256)
		return RESULT_UNSUPPORTED;
	if (raw.len != COSE_RAW_SIGNATURE_LEN)
		return RESULT_BAD_SIGNATURE;
	result = cose_envelope_digest(walked_content(&envelope->protected_header), external, walked_content(&envelope->payload), &digest);
	if (result != RESULT_OK)
		return result;
	return raw_signature_verify(spki, BYTES_OF(digest.at), bytes_from(raw.at, CRYPTO_P256_SCALAR_LEN),
				    bytes_from(raw.at + CRYPTO_P256_SCALAR_LEN, CRYPTO_P256_SCALAR_LEN));
}
