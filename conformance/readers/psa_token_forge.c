/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forges PSA tokens: the act on a claim, a header or the signature; then counts and lengths of
 * all that encloses it; then a signature by a key of the suite over what the token has become.
 */

#include <stdio.h>
#include <string.h>

#include "conformance/readers/cose_envelope.h"
#include "conformance/readers/forgery.h"
#include "conformance/readers/raw_signature.h"
#include "reference-impl/base/writer.h"

extern const struct format_reader reader_psa_token;

enum { IN_HEAD_MAX = 23, MAJOR_MASK = 0xe0 };

static size_t write_head(uint8_t major, uint64_t argument, uint8_t ret_head[9])
{
	struct writer w = writer_over((struct buffer){ ret_head, 9 });

	if (argument <= IN_HEAD_MAX) {
		writer_u8(&w, (uint8_t)(major | argument));
	} else if (argument <= UINT8_MAX) {
		writer_u8(&w, major | 24);
		writer_u8(&w, (uint8_t)argument);
	} else if (argument <= UINT16_MAX) {
		writer_u8(&w, major | 25);
		writer_u16_be(&w, (uint16_t)argument);
	} else {
		writer_u8(&w, major | 27);
		writer_u64_be(&w, argument);
	}
	return writer_needed(&w);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), ending_len = strlen(ending);

	return len >= ending_len && strcmp(name + len - ending_len, ending) == 0;
}

/* What the head at the start says; false for one that says nothing definite. */
static bool read_argument(struct bytes rest, uint64_t *ret_argument)
{
	uint8_t info = rest.len > 0 ? rest.at[0] & (uint8_t)~MAJOR_MASK : UINT8_MAX;
	size_t more = info <= IN_HEAD_MAX ? 0 : (size_t)1 << (info & 3);
	uint64_t argument = info <= IN_HEAD_MAX ? info : 0;

	if (info > 27 || more >= rest.len)
		return false;
	for (size_t i = 1; i <= more; i++)
		argument = argument << 8 | rest.at[i];
	*ret_argument = argument;
	return true;
}

/* The heads of strings announce bytes. */
static bool announces(const char *region, struct bytes rest, uint64_t *ret_len)
{
	return ends_in(region, ".head") && read_argument(rest, ret_len);
}

static size_t rewrite(struct bytes old, uint64_t len, uint8_t ret_head[9])
{
	return write_head(old.at[0] & MAJOR_MASK, len, ret_head);
}

static const struct forgery_heads HEADS = { announces, rewrite };

/* The head that counts the members of which `group` is one: "payload.map" for "payload.nonce". */
static bool find_count(const struct forgery *f, const char *group, struct forgery_group *ret_head)
{
	static const char *const COUNTS[] = { "map", "list" };
	const char *dot = strrchr(group, '.');
	char name[REGION_NAME_LEN];

	for (size_t i = 0; dot != NULL && i < sizeof(COUNTS) / sizeof(COUNTS[0]); i++) {
		(void)snprintf(name, sizeof(name), "%.*s.%s", (int)(dot - group), group, COUNTS[i]);
		if (strcmp(name, group) != 0 && forgery_find(f, name, ret_head))
			return true;
	}
	return false;
}

/* A member more, or one less. */
static enum result mend_count(struct forgery *f, const struct forge_order *order)
{
	struct forgery_group head;
	uint64_t count;
	uint8_t room[9];
	uint8_t major;

	if ((order->act != FORGE_DROP && order->act != FORGE_REPEAT) || !find_count(f, order->region, &head))
		return RESULT_OK;
	if (!read_argument(bytes_from(f->room.at + head.offset, (size_t)head.length), &count))
		return RESULT_INTERNAL;
	major = f->room.at[head.offset] & MAJOR_MASK;
	return forgery_replace(f, &head, bytes_from(room, write_head(major, order->act == FORGE_DROP ? count - 1 : count + 1, room)));
}

/* From behind the payload's head to the head of the signature. */
static bool find_payload(const struct forgery *f, struct bytes *ret_payload)
{
	const struct region *head = region_by_name(&f->regions, "payload.head"), *end = region_by_name(&f->regions, "signature.head");
	uint64_t start = head == NULL ? 0 : head->offset + head->length;

	if (head == NULL || end == NULL || end->offset < start)
		return false;
	*ret_payload = bytes_from(f->room.at + start, (size_t)(end->offset - start));
	return true;
}

static enum result sign(struct forgery *f, const struct suite_signer *signer)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN], raw[COSE_RAW_SIGNATURE_LEN];
	const struct region *header = region_by_name(&f->regions, "protected.value");
	struct bytes payload, signature, protected_header = { 0 };
	struct crypto_sha256 digest;
	struct forgery_group value;
	enum result result;

	if (!find_payload(f, &payload) || !forgery_find(f, "signature.value", &value))
		return RESULT_NOT_FOUND;
	if (header != NULL)
		protected_header = bytes_from(f->room.at + header->offset, (size_t)header->length);
	result = cose_envelope_digest(protected_header, bytes_from(NULL, 0), payload, &digest);
	if (result == RESULT_OK)
		result = signer->sign(signer->context, BYTES_OF(digest.at), BUFFER_OF(room), &signature);
	if (result == RESULT_OK)
		result = raw_signature_from_der(signature, raw);
	return result == RESULT_OK ? forgery_replace(f, &value, BYTES_OF(raw)) : result;
}

static enum result forge(struct bytes image, const struct forge_order *order, struct buffer room, struct bytes *ret_forged)
{
	struct forgery f;
	struct forgery_group group;
	enum result result = forgery_start(&f, &reader_psa_token, image, room);

	if (result != RESULT_OK)
		return result == RESULT_TOO_LARGE && room.len < image.len ? result : RESULT_MALFORMED;
	forgery_note_heads(&f, &HEADS);
	result = forgery_act(&f, order, &group);
	if (result == RESULT_OK && order->mend_lengths)
		result = mend_count(&f, order);
	if (result == RESULT_OK && order->mend_lengths)
		result = forgery_mend_heads(&f, &HEADS, &group);
	if (result == RESULT_OK && order->signer != NULL)
		result = sign(&f, order->signer);
	/* Lengths that lie on purpose stay as they are. */
	if (result == RESULT_OK && order->signer != NULL && (order->mend_lengths || order->act == FORGE_NOTHING))
		result = forgery_mend_heads(&f, &HEADS, &group);
	return result == RESULT_OK ? forgery_finish(&f, image, ret_forged) : result;
}

const struct format_forger forger_psa_token = { .forge = forge };
