/* SPDX-License-Identifier: Apache-2.0 */
/* Each alteration is a row: what stands in each place of the message that is put together again. */

#include "conformance/token_alter.h"

#include <string.h>

#include "conformance/readers/cose_envelope.h"
#include "reference-impl/base/writer.h"

/* How the signature of a row comes about. */
enum seal { SEAL_KEPT, SEAL_CUT, SEAL_ZEROS, SEAL_SWAPPED, SEAL_LONGER, SEAL_HMAC_OF_SIGNATURE, SEAL_HMAC_OF_MAC };

/* What else is different. */
enum form { FORM_SAME, KEY_IS_POINT, LIST_IS_OPEN, PAYLOAD_IS_OPEN, PAYLOAD_HEAD_IS_LONG, PAYLOAD_TWICE, IS_DOUBLED, HAS_TAIL };

struct alteration {
	const char *how;
	const char *tag;                /* NULL: 0xd2, COSE_Sign1 */
	const char *protected_header;   /* its map; NULL: as it was */
	size_t protected_len;
	const char *unprotected;        /* NULL: as it was */
	enum seal seal;
	size_t seal_len;                /* how much of it is kept */
	enum form form;
};

#define ES384 "\xa1\x01\x38\x22", 4
#define NONE_BY_NAME "\xa1\x01\x64none", 7
#define HMAC_256 "\xa1\x01\x05", 3
#define HMAC_64 "\xa1\x01\x04", 3
#define NO_LABELS "\xa0", 1
#define EMPTY "", 0
#define AS_IT_WAS NULL, 0

static const struct alteration ALTERATIONS[] = {
	{ "the algorithm is another one", NULL, ES384, NULL, SEAL_KEPT, 64, FORM_SAME },
	{ "the algorithm is \"none\"", NULL, NONE_BY_NAME, NULL, SEAL_KEPT, 64, FORM_SAME },
	{ "the algorithm is \"none\", without a signature", NULL, NONE_BY_NAME, NULL, SEAL_CUT, 0, FORM_SAME },
	{ "no algorithm is named", NULL, NO_LABELS, NULL, SEAL_KEPT, 64, FORM_SAME },
	{ "the protected header is empty", NULL, EMPTY, NULL, SEAL_CUT, 0, FORM_SAME },
	{ "the algorithm stands outside the signature", NULL, EMPTY, "\xa1\x01\x26", SEAL_KEPT, 64, FORM_SAME },
	{ "the algorithm stands inside and outside", NULL, AS_IT_WAS, "\xa1\x01\x26", SEAL_KEPT, 64, FORM_SAME },
	{ "an HMAC under the public key", NULL, HMAC_256, NULL, SEAL_HMAC_OF_SIGNATURE, 32, FORM_SAME },
	{ "an HMAC under the public point", NULL, HMAC_256, NULL, SEAL_HMAC_OF_SIGNATURE, 32, KEY_IS_POINT },
	{ "an HMAC under the public key, named outside", NULL, EMPTY, "\xa1\x01\x05", SEAL_HMAC_OF_SIGNATURE, 32, FORM_SAME },
	{ "an HMAC under the public key, named as a signature", NULL, AS_IT_WAS, NULL, SEAL_HMAC_OF_SIGNATURE, 32, FORM_SAME },
	{ "a COSE_Mac0 under the public key", "\xd1", HMAC_256, NULL, SEAL_HMAC_OF_MAC, 32, FORM_SAME },
	{ "a COSE_Mac0 of 8 bytes under the public key", "\xd1", HMAC_64, NULL, SEAL_HMAC_OF_MAC, 8, FORM_SAME },
	{ "an HMAC of 8 bytes under the public key", NULL, HMAC_64, NULL, SEAL_HMAC_OF_SIGNATURE, 8, FORM_SAME },
	{ "an HMAC of 8 bytes under the public point", NULL, HMAC_64, NULL, SEAL_HMAC_OF_SIGNATURE, 8, KEY_IS_POINT },
	{ "an HMAC under the public key, filled up to a signature", NULL, HMAC_256, NULL, SEAL_HMAC_OF_SIGNATURE, 64, FORM_SAME },
	{ "an HMAC under the public point, filled up to a signature", NULL, HMAC_256, NULL, SEAL_HMAC_OF_SIGNATURE, 64, KEY_IS_POINT },
	{ "the signature is empty", NULL, AS_IT_WAS, NULL, SEAL_CUT, 0, FORM_SAME },
	{ "the signature lacks its last byte", NULL, AS_IT_WAS, NULL, SEAL_CUT, 63, FORM_SAME },
	{ "only the first half of the signature is there", NULL, AS_IT_WAS, NULL, SEAL_CUT, 32, FORM_SAME },
	{ "the signature is of zeros", NULL, AS_IT_WAS, NULL, SEAL_ZEROS, 64, FORM_SAME },
	{ "the halves of the signature are swapped", NULL, AS_IT_WAS, NULL, SEAL_SWAPPED, 64, FORM_SAME },
	{ "the signature has a byte more", NULL, AS_IT_WAS, NULL, SEAL_LONGER, 65, FORM_SAME },
	{ "the list has no definite length", NULL, AS_IT_WAS, NULL, SEAL_KEPT, 64, LIST_IS_OPEN },
	{ "the payload has no definite length", NULL, AS_IT_WAS, NULL, SEAL_KEPT, 64, PAYLOAD_IS_OPEN },
	{ "a length is longer than it need be", NULL, AS_IT_WAS, NULL, SEAL_KEPT, 64, PAYLOAD_HEAD_IS_LONG },
	{ "the payload stands there twice", NULL, AS_IT_WAS, NULL, SEAL_KEPT, 64, PAYLOAD_TWICE },
	{ "there is no tag", "", AS_IT_WAS, NULL, SEAL_KEPT, 64, FORM_SAME },
	{ "the tag is that of COSE_Sign", "\xd8\x62", AS_IT_WAS, NULL, SEAL_KEPT, 64, FORM_SAME },
	{ "a byte stands behind it", NULL, AS_IT_WAS, NULL, SEAL_KEPT, 64, HAS_TAIL },
	{ "the whole message stands there twice", NULL, AS_IT_WAS, NULL, SEAL_KEPT, 64, IS_DOUBLED },
};

/* What a device may take for a reason not to look at the signature: a name that it does not know, or knows as something else. */
struct algorithm {
	const char *how;
	const char *value; /* as the header has it */
	size_t len;
};

static const struct algorithm ALGORITHMS[] = {
	{ "the algorithm is 0, which is reserved", "\x00", 1 },
	{ "the algorithm is null", "\xf6", 1 },
	{ "the algorithm is false", "\xf4", 1 },
	{ "the algorithm is A128GCM", "\x01", 1 },
	{ "the algorithm is HMAC 512/512", "\x07", 1 },
	{ "the algorithm is 100, which is nobody's", "\x18\x64", 2 },
	{ "the algorithm is EdDSA", "\x27", 1 },
	{ "the algorithm is ESP256", "\x28", 1 },
	{ "the algorithm is ES512", "\x38\x23", 2 },
	{ "the algorithm is PS256", "\x38\x24", 2 },
	{ "the algorithm is ES256K", "\x38\x2e", 2 },
	{ "the algorithm is RS256", "\x39\x01\x00", 3 },
	{ "the algorithm is one for private use", "\x3a\x00\x01\x00\x00", 5 },
	{ "the algorithm is \"\"", "\x60", 1 },
	{ "the algorithm is \"None\"", "\x64None", 5 },
	{ "the algorithm is \"NONE\"", "\x64NONE", 5 },
	{ "the algorithm is \"ES256\"", "\x65" "ES256", 6 },
};

/* Each is named where a signature covers it, there without one, outside of no header or an empty one, and beside the right name. */
enum naming { NAMED_INSIDE, NAMED_ALONE, NAMED_OUTSIDE, NAMED_OUTSIDE_A_MAP, NAMED_BESIDE, NAMING_COUNT };

enum { ALGORITHM_COUNT = sizeof(ALGORITHMS) / sizeof(ALGORITHMS[0]), HEADER_MAX = 8 };
enum { ALTERATION_COUNT = sizeof(ALTERATIONS) / sizeof(ALTERATIONS[0]), TAG_SIGN1 = 0xd2, POINT_LEN = 65, TEXT_MAX = 2048, SEAL_MAX = 128 };

/* A token taken apart: what stands before the message, and its members. */
struct parts {
	struct bytes before, protected_header, unprotected, payload, signature, context;
};

size_t token_alterations(void)
{
	return ALTERATION_COUNT + (size_t)NAMING_COUNT * ALGORITHM_COUNT;
}

/* The message is what makes the rest of the token whole. */
static enum result take_apart(struct bytes token, struct parts *ret_parts)
{
	for (size_t i = 0; i < token.len; i++) {
		struct cose_envelope envelope;

		if (token.at[i] != TAG_SIGN1 || cose_envelope_read(bytes_from(token.at + i, token.len - i), &envelope, NULL) != RESULT_OK)
			continue;
		*ret_parts = (struct parts){ .before = bytes_from(token.at, i),
					     .protected_header = walked_content(&envelope.protected_header),
					     .unprotected = envelope.unprotected.whole,
					     .payload = walked_content(&envelope.payload),
					     .signature = walked_content(&envelope.signature) };
		return RESULT_OK;
	}
	return RESULT_NOT_FOUND;
}

static void write_string(struct writer *w, struct bytes bytes, bool head_is_long)
{
	if (head_is_long) {
		writer_u8(w, 0x5a);
		writer_u32_be(w, (uint32_t)bytes.len);
	} else if (bytes.len > UINT8_MAX) {
		writer_u8(w, 0x59);
		writer_u16_be(w, (uint16_t)bytes.len);
	} else if (bytes.len > 23) {
		writer_u8(w, 0x58);
		writer_u8(w, (uint8_t)bytes.len);
	} else {
		writer_u8(w, (uint8_t)(0x40 | bytes.len));
	}
	writer_bytes(w, bytes);
}

/* [ "Signature1" or "MAC0", protected, external, payload ] */
static enum result hmac(const struct alteration *a, const struct parts *p, struct crypto_sha256 *ret_tag)
{
	uint8_t room[TEXT_MAX];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes key = p->before, text;
	enum result result;

	if (a->form == KEY_IS_POINT && key.len > POINT_LEN)
		key = bytes_from(key.at + key.len - POINT_LEN, POINT_LEN);
	writer_text(&w, a->seal == SEAL_HMAC_OF_MAC ? "\x84\x64MAC0" : "\x84\x6aSignature1");
	write_string(&w, p->protected_header, false);
	write_string(&w, p->context, false);
	write_string(&w, p->payload, false);
	result = writer_finish(&w, &text);
	return result == RESULT_OK ? crypto_hmac_sha256(key, text, ret_tag) : result;
}

static enum result make_seal(const struct alteration *a, const struct parts *p, uint8_t seal[SEAL_MAX])
{
	size_t half = p->signature.len / 2;

	memset(seal, 0, SEAL_MAX);
	if (p->signature.len > SEAL_MAX - 1)
		return RESULT_TOO_LARGE;
	if (a->seal == SEAL_HMAC_OF_SIGNATURE || a->seal == SEAL_HMAC_OF_MAC) {
		struct crypto_sha256 tag;
		enum result result = hmac(a, p, &tag);

		memcpy(seal, tag.at, sizeof(tag.at));
		return result;
	}
	if (a->seal == SEAL_ZEROS)
		return RESULT_OK;
	memcpy(seal, p->signature.at, p->signature.len);
	if (a->seal == SEAL_SWAPPED) {
		memcpy(seal, p->signature.at + half, half);
		memcpy(seal + half, p->signature.at, half);
	}
	return RESULT_OK;
}

static void write_payload(const struct alteration *a, struct bytes payload, struct writer *w)
{
	if (a->form == PAYLOAD_IS_OPEN)
		writer_u8(w, 0x5f);
	write_string(w, payload, a->form == PAYLOAD_HEAD_IS_LONG);
	if (a->form == PAYLOAD_IS_OPEN)
		writer_u8(w, 0xff);
}

static void write_message(const struct alteration *a, const struct parts *p, struct bytes seal, struct writer *w)
{
	writer_text(w, a->tag ? a->tag : "\xd2");
	writer_u8(w, a->form == LIST_IS_OPEN ? 0x9f : a->form == PAYLOAD_TWICE ? 0x85 : 0x84);
	write_string(w, p->protected_header, false);
	writer_bytes(w, p->unprotected);
	for (unsigned int i = 0; i < (a->form == PAYLOAD_TWICE ? 2u : 1u); i++)
		write_payload(a, p->payload, w);
	write_string(w, seal, false);
	if (a->form == LIST_IS_OPEN)
		writer_u8(w, 0xff);
}

static const uint8_t EMPTY_MAP[] = { 0xa0 };

/* The row for an algorithm, whose header is already among the parts. */
static struct alteration name_algorithm(size_t number, struct parts *p, uint8_t header[HEADER_MAX])
{
	const struct algorithm *named = &ALGORITHMS[number / NAMING_COUNT % ALGORITHM_COUNT];
	enum naming naming = (enum naming)(number % NAMING_COUNT);
	struct bytes name;

	memcpy(header, "\xa1\x01", 2);
	memcpy(header + 2, named->value, named->len);
	name = bytes_from(header, 2 + named->len);
	if (naming >= NAMED_OUTSIDE)
		p->unprotected = name;
	if (naming == NAMED_OUTSIDE || naming == NAMED_OUTSIDE_A_MAP)
		p->protected_header = bytes_from(EMPTY_MAP, naming == NAMED_OUTSIDE_A_MAP);
	else if (naming != NAMED_BESIDE)
		p->protected_header = name;
	if (naming == NAMED_BESIDE)
		return (struct alteration){ .how = named->how, .seal = SEAL_ZEROS, .seal_len = p->signature.len };
	return (struct alteration){ .how = named->how, .seal = naming == NAMED_ALONE ? SEAL_CUT : SEAL_KEPT };
}

static struct alteration row_of(size_t number, struct parts *p, uint8_t header[HEADER_MAX])
{
	struct alteration a;

	if (number >= ALTERATION_COUNT)
		return name_algorithm(number - ALTERATION_COUNT, p, header);
	a = ALTERATIONS[number];
	if (a.protected_header)
		p->protected_header = bytes_from(a.protected_header, a.protected_len);
	if (a.unprotected)
		p->unprotected = bytes_of_text(a.unprotected);
	return a;
}

enum result token_alter(struct bytes token, struct bytes context, size_t number, struct buffer room,
			struct altered_token *ret_altered)
{
	struct writer w = writer_over(room);
	uint8_t seal[SEAL_MAX], header[HEADER_MAX];
	struct alteration a;
	struct parts p;
	enum result result = take_apart(token, &p);

	if (result != RESULT_OK)
		return result;
	p.context = context;
	a = row_of(number, &p, header);
	result = make_seal(&a, &p, seal);
	if (result != RESULT_OK)
		return result;
	if (a.seal == SEAL_KEPT)
		a.seal_len = p.signature.len;
	writer_bytes(&w, p.before);
	for (unsigned int i = 0; i < (a.form == IS_DOUBLED ? 2u : 1u); i++)
		write_message(&a, &p, bytes_from(seal, a.seal_len), &w);
	if (a.form == HAS_TAIL)
		writer_u8(&w, 0);
	ret_altered->how = a.how;
	return writer_finish(&w, &ret_altered->bytes);
}
