/* SPDX-License-Identifier: Apache-2.0 */
/* COSE_Sign1: reading the envelope, and the signature over it. */

#include "reference-impl/service/verifier/signed_message.h"

#include "reference-impl/base/writer.h"
#include "reference-impl/service/verifier/evidence_signature.h"

enum { TAG_MAC0 = 17, TAG_SIGN1 = 18, MEMBERS = 4 };
enum { LABEL_ALG = 1, LABEL_CRIT = 2, LABEL_CONTENT_TYPE = 3, LABEL_KID = 4 };
enum { ALG_ES256 = -7, ALG_ESP256 = -9, ALG_HMAC_FIRST = 4, ALG_HMAC_LAST = 7 };

/* The members in their order, and the protected header as a map. */
struct envelope {
	struct evidence_item members[MEMBERS];
	struct evidence_item protected;
	uint64_t tag;
};

static enum appraisal_reason fault_at(struct evidence_fault *fault, enum appraisal_reason reason, const char *what, size_t offset)
{
	*fault = (struct evidence_fault){ what, offset };
	return reason;
}

static bool take_members(const struct evidence_item *array, struct evidence_item members[MEMBERS])
{
	struct evidence_walk walk = evidence_walk_into(array);

	if (array->kind != EVIDENCE_ARRAY || array->argument != MEMBERS)
		return false;
	for (size_t i = 0; i < MEMBERS; i++) {
		if (!evidence_next(&walk, &members[i]))
			return false;
	}
	return true;
}

/* The map inside of the first byte string. */
static const char *open_protected(struct envelope *envelope, enum evidence_rules rules, struct evidence_fault *fault)
{
	const struct evidence_item *wrapped = &envelope->members[0];
	size_t base = wrapped->offset + wrapped->raw.len - wrapped->content.len;

	fault->offset = wrapped->offset;
	if (wrapped->kind != EVIDENCE_BYTES)
		return "the protected header is not a byte string";
	if (evidence_check(wrapped->content, base, rules, fault) != RESULT_OK)
		return fault->what;
	if (!evidence_whole(wrapped->content, base, &envelope->protected) || envelope->protected.kind != EVIDENCE_MAP)
		return "the protected header is not a map";
	return NULL;
}

static const char *open_envelope(struct bytes input, enum evidence_rules rules, struct envelope *envelope, struct evidence_fault *fault)
{
	struct evidence_item tagged, array;
	struct evidence_walk walk;

	if (evidence_check(input, 0, rules, fault) != RESULT_OK)
		return fault->what;
	fault->offset = 0;
	if (!evidence_whole(input, 0, &tagged) || tagged.kind != EVIDENCE_TAG)
		return "the tag 18 of COSE_Sign1 is missing";
	envelope->tag = tagged.argument;
	walk = evidence_walk_into(&tagged);
	if (!evidence_next(&walk, &array) || !take_members(&array, envelope->members))
		return "it is not an array of four members";
	return open_protected(envelope, rules, fault);
}

/* A label that stands in both headers has two meanings. */
static const char *look_at_labels(const struct envelope *envelope)
{
	const struct evidence_item *unprotected = &envelope->members[1];
	struct evidence_walk walk = evidence_walk_into(unprotected);
	struct evidence_item label, value;
	int64_t number;

	if (unprotected->kind != EVIDENCE_MAP)
		return "the unprotected header is not a map";
	while (evidence_next(&walk, &label) && evidence_next(&walk, &value)) {
		if (!evidence_number(&label, &number))
			continue;
		if (number == LABEL_ALG || number == LABEL_CRIT)
			return "the algorithm or the list of critical labels is not protected";
		if (evidence_find(&envelope->protected, number, &value))
			return "a label stands in both headers";
	}
	return NULL;
}

static const char *look_at_critical(const struct envelope *envelope)
{
	struct evidence_item list, label, value;
	struct evidence_walk walk;
	int64_t number;

	if (!evidence_find(&envelope->protected, LABEL_CRIT, &list))
		return NULL;
	if (list.kind != EVIDENCE_ARRAY || list.argument == 0)
		return "the list of critical labels is empty or no list";
	walk = evidence_walk_into(&list);
	while (evidence_next(&walk, &label)) {
		if (!evidence_number(&label, &number) || (number != LABEL_ALG && number != LABEL_CONTENT_TYPE && number != LABEL_KID))
			return "a label is called critical that is not understood here";
		if (!evidence_find(&envelope->protected, number, &value))
			return "a label is called critical that is not in the protected header";
	}
	return NULL;
}

static const char *look_at_members(const struct envelope *envelope, int64_t *ret_algorithm)
{
	struct evidence_item algorithm;
	const char *what = look_at_labels(envelope);

	if (!what)
		what = look_at_critical(envelope);
	if (what)
		return what;
	if (!evidence_find(&envelope->protected, LABEL_ALG, &algorithm))
		return "the protected header names no algorithm";
	if (!evidence_number(&algorithm, ret_algorithm) || (*ret_algorithm != ALG_ES256 && *ret_algorithm != ALG_ESP256))
		return "the algorithm is not ES256";
	if (evidence_is_null(&envelope->members[2]))
		return "the payload is not in the message";
	if (envelope->members[2].kind != EVIDENCE_BYTES || envelope->members[3].kind != EVIDENCE_BYTES)
		return "payload or signature is not a byte string";
	return NULL;
}

static bool is_made_with_shared_secret(const struct envelope *envelope)
{
	struct evidence_item algorithm;
	int64_t number;

	return envelope->tag == TAG_MAC0 && evidence_find(&envelope->protected, LABEL_ALG, &algorithm) &&
	       evidence_number(&algorithm, &number) && number >= ALG_HMAC_FIRST && number <= ALG_HMAC_LAST;
}

enum appraisal_reason signed_message_read(struct bytes input, enum evidence_rules rules, struct signed_message *ret_message,
					  struct evidence_fault *ret_fault)
{
	struct envelope e = { .tag = 0 };
	struct signed_message message;
	const char *what = open_envelope(input, rules, &e, ret_fault);

	if (what)
		return fault_at(ret_fault, REASON_BAD_COSE, what, ret_fault->offset);
	if (is_made_with_shared_secret(&e))
		return fault_at(ret_fault, REASON_WRONG_KEY_TYPE, "a COSE_Mac0 message", 0);
	if (e.tag != TAG_SIGN1)
		return fault_at(ret_fault, REASON_BAD_COSE, "the tag is not 18, that of COSE_Sign1", 0);
	what = look_at_members(&e, &message.algorithm);
	if (what)
		return fault_at(ret_fault, REASON_BAD_COSE, what, e.members[0].offset);
	message.protected = e.members[0].content;
	message.payload = e.members[2].content;
	message.payload_offset = e.members[2].offset + e.members[2].raw.len - e.members[2].content.len;
	message.signature = e.members[3].content;
	message.signature_offset = e.members[3].offset;
	if (message.signature.len != EVIDENCE_SIGNATURE_LEN)
		return fault_at(ret_fault, REASON_BAD_SIGNATURE, "the signature has not 64 bytes", message.signature_offset);
	*ret_message = message;
	return REASON_NONE;
}

/* The head of a byte string, in its shortest form. */
static void write_bytes_head(struct writer *w, size_t len)
{
	if (len < 24) {
		writer_u8(w, (uint8_t)(0x40 | len));
	} else if (len < 0x100) {
		writer_u8(w, 0x58);
		writer_u8(w, (uint8_t)len);
	} else if (len < 0x10000) {
		writer_u8(w, 0x59);
		writer_u16_be(w, (uint16_t)len);
	} else {
		writer_u8(w, 0x5a);
		writer_u32_be(w, (uint32_t)len);
	}
}

static enum result hash_head(struct crypto_hash *hash, size_t len)
{
	uint8_t room[5];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes head;
	enum result result;

	write_bytes_head(&w, len);
	result = writer_finish(&w, &head);
	return result == RESULT_OK ? crypto_hash_update(hash, head) : result;
}

/* SHA-256 of ["Signature1", protected, external_aad (empty), payload]. */
static enum result digest_of(const struct signed_message *message, struct crypto_sha256 *ret_digest)
{
	static const uint8_t start[] = { 0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1' };
	const struct bytes pieces[] = { message->protected, { NULL, 0 }, message->payload };
	struct crypto_hash hash;
	enum result result = crypto_hash_init(&hash, CRYPTO_SHA256);

	if (result == RESULT_OK)
		result = crypto_hash_update(&hash, BYTES_OF(start));
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]) && result == RESULT_OK; i++) {
		result = hash_head(&hash, pieces[i].len);
		if (result == RESULT_OK && pieces[i].len > 0)
			result = crypto_hash_update(&hash, pieces[i]);
	}
	if (result == RESULT_OK)
		result = crypto_hash_final(&hash, BUFFER_OF(*ret_digest));
	crypto_hash_release(&hash);
	return result;
}

enum result signed_message_verify(const struct signed_message *message, struct bytes spki)
{
	struct crypto_sha256 digest;
	enum result result = digest_of(message, &digest);

	return result == RESULT_OK ? evidence_signature_verify(spki, BYTES_OF(digest), message->signature) : result;
}
