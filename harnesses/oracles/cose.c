/* SPDX-License-Identifier: Apache-2.0 */
/* A second, slower opinion about COSE_Sign1, from RFC 9052 and nothing of codec/ but its answer. */
#include "harnesses/oracles/cose.h"

#include "reference-impl/base/writer.h"

enum { SCALAR_LEN = CRYPTO_P256_SCALAR_LEN, SIGNATURE_LEN = 2 * SCALAR_LEN, LABEL_ALG = 1 };
enum { BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6 };

static enum result ask(const struct cose_judge *judge, struct bytes input, struct cose_sign1 *ret_message)
{
	enum result result = cose_sign1_parse(input, judge->profile, ret_message);

	return result == RESULT_OK ? cose_sign1_verify(ret_message, &judge->key, judge->external_aad) : result;
}

/* Where a head ends, and its argument; the input was accepted, so it is all there, of definite lengths. */
static size_t head_at(struct bytes input, size_t at, uint64_t *ret_argument)
{
	unsigned int info = input.at[at] & 0x1f;
	size_t width = info < 24 ? 0 : (size_t)1 << (info - 24);

	*ret_argument = width == 0 ? info : 0;
	for (size_t i = 0; i < width; i++)
		*ret_argument = *ret_argument << 8 | input.at[at + 1 + i];
	return at + 1 + width;
}

static unsigned int major_at(struct bytes input, size_t at)
{
	return input.at[at] >> 5;
}

/* Where the item that begins there ends. */
static size_t end_of(struct bytes input, size_t at)
{
	uint64_t argument;

	for (uint64_t left = 1; left > 0; left--) {
		unsigned int major = major_at(input, at);

		at = head_at(input, at, &argument);
		if (major == BYTES || major == TEXT)
			at += (size_t)argument;
		else if (major >= ARRAY && major <= TAG)
			left += major == TAG ? 1 : major == MAP ? 2 * argument : argument;
	}
	return at;
}

struct parts {
	struct bytes protected, unprotected, payload, signature;
};

static struct bytes string_at(struct bytes input, size_t at)
{
	uint64_t len;
	size_t content = head_at(input, at, &len);

	return bytes_from(input.at + content, (size_t)len);
}

static struct parts parts_of(struct bytes input)
{
	uint64_t ignored;
	size_t protected = head_at(input, major_at(input, 0) == TAG ? head_at(input, 0, &ignored) : 0, &ignored);
	size_t unprotected = end_of(input, protected), payload = end_of(input, unprotected), signature = end_of(input, payload);

	return (struct parts){ .protected = string_at(input, protected),
			       .unprotected = bytes_from(input.at + unprotected, payload - unprotected),
			       .payload = string_at(input, payload), .signature = string_at(input, signature) };
}

static void write_string(struct writer *w, struct bytes string)
{
	if (string.len < 24) {
		writer_u8(w, (uint8_t)(0x40 | string.len));
	} else if (string.len < 256) {
		writer_u8(w, 0x58);
		writer_u8(w, (uint8_t)string.len);
	} else {
		writer_u8(w, 0x59);
		writer_u16_be(w, (uint16_t)string.len);
	}
	writer_bytes(w, string);
}

static void write_integer(struct writer *w, const uint8_t *scalar)
{
	size_t zeros = 0;

	while (zeros < SCALAR_LEN - 1 && scalar[zeros] == 0)
		zeros++;
	writer_u8(w, 0x02);
	writer_u8(w, (uint8_t)(SCALAR_LEN - zeros + (scalar[zeros] >> 7)));
	writer_fill(w, 0, scalar[zeros] >> 7);
	writer_bytes(w, bytes_from(scalar + zeros, SCALAR_LEN - zeros));
}

static bool is_signature(struct bytes spki, const struct crypto_sha256 *digest, struct bytes raw)
{
	uint8_t integers[80], der[80];
	struct writer inner = writer_over(BUFFER_OF(integers)), w = writer_over(BUFFER_OF(der));
	struct bytes written;

	if (raw.len != SIGNATURE_LEN)
		return false;
	write_integer(&inner, raw.at);
	write_integer(&inner, raw.at + SCALAR_LEN);
	if (writer_finish(&inner, &written) != RESULT_OK)
		return false;
	writer_u8(&w, 0x30);
	writer_u8(&w, (uint8_t)written.len);
	writer_bytes(&w, written);
	return writer_finish(&w, &written) == RESULT_OK && crypto_p256_verify(spki, BYTES_OF(digest->at), written) == RESULT_OK;
}

ORACLE FZ_COSE_001_accepted_means_signed(struct bytes input, const struct cose_judge *judge)
{
	static uint8_t room[2 * COSE_ORACLE_MAX_LEN];
	const char *id = "FZ-COSE-001", *promise = "accepted-means-signed";
	struct writer w = writer_over(BUFFER_OF(room));
	struct parts parts = parts_of(input);
	struct crypto_sha256 digest;
	struct bytes structure;

	writer_u8(&w, 0x84);
	writer_u8(&w, 0x6a);
	writer_text(&w, "Signature1");
	write_string(&w, parts.protected);
	write_string(&w, judge->external_aad);
	write_string(&w, parts.payload);
	harness_holds(writer_finish(&w, &structure) == RESULT_OK && crypto_sha256(structure, &digest) == RESULT_OK,
		      "a Sig_structure cannot be hashed");
	oracle_holds(is_signature(judge->key.spki, &digest, parts.signature), id, promise, "the key did not sign header and payload");
	oracle_holds(parts.signature.at + parts.signature.len == input.at + input.len, id, promise, "bytes stand behind the signature");
}

/* How often an integer label stands in a header map, and where its last value begins. */
static unsigned int count_label(struct bytes map, unsigned int label, size_t *ret_value)
{
	uint64_t pairs, argument;
	size_t at = head_at(map, 0, &pairs);
	unsigned int count = 0;

	for (; pairs > 0; pairs--) {
		bool is_label = major_at(map, at) == 0 && head_at(map, at, &argument) > at && argument == label;

		at = end_of(map, at);
		if (is_label) {
			*ret_value = at;
			count++;
		}
		at = end_of(map, at);
	}
	return count;
}

ORACLE FZ_COSE_002_algorithm_is_protected(struct bytes input, const struct cose_judge *judge)
{
	const char *id = "FZ-COSE-002", *promise = "algorithm-is-protected";
	struct parts parts = parts_of(input);
	uint64_t argument = 0;
	size_t value = 0, elsewhere = 0;

	oracle_holds(parts.protected.len > 0 && major_at(parts.protected, 0) == MAP, id, promise, "there is no protected header");
	oracle_holds(end_of(parts.protected, 0) == parts.protected.len, id, promise, "bytes stand behind the protected header");
	oracle_holds(count_label(parts.protected, LABEL_ALG, &value) == 1, id, promise, "the protected header does not name one algorithm");
	(void)head_at(parts.protected, value, &argument);
	oracle_holds(major_at(parts.protected, value) == 1 && -1 - (int64_t)argument == (int64_t)judge->key.algorithm, id, promise,
		     "the algorithm named is not the key's");
	oracle_holds(count_label(parts.unprotected, LABEL_ALG, &elsewhere) == 0, id, promise, "an algorithm stands where nobody signs");
}

ORACLE FZ_COSE_003_one_bit_changed_is_refused(const struct cose_judge *judge, struct bytes input, const struct cose_sign1 *message,
					      uint64_t which)
{
	static uint8_t room[COSE_ORACLE_MAX_LEN];
	struct bytes copy = bytes_from(room, input.len);
	struct cose_sign1 ignored;
	size_t byte = (size_t)(which / 8) % input.len;

	if (bytes_lie_within(bytes_from(input.at + byte, 1), message->unprotected_header.raw))
		return;
	harness_holds(bytes_copy(BUFFER_OF(room), input) == RESULT_OK, "an input is longer than the oracle's room");
	room[byte] ^= (uint8_t)(1u << which % 8);
	oracle_holds(ask(judge, copy, &ignored) != RESULT_OK, "FZ-COSE-003", "one-bit-changed-is-refused",
		     "a changed message was accepted");
}

ORACLE FZ_COSE_004_key_is_for_one_algorithm(const struct cose_judge *judge, const struct cose_sign1 *message)
{
	struct cose_key other = judge->key;

	other.algorithm = other.algorithm == COSE_ES256 ? COSE_ESP256 : COSE_ES256;
	oracle_holds(cose_sign1_verify(message, &other, judge->external_aad) == RESULT_REFUSED, "FZ-COSE-004",
		     "key-is-for-one-algorithm", "a key for one algorithm verified under another");
}

ORACLE FZ_COSE_005_detached_is_asked_for(const struct cose_judge *judge, const struct cose_sign1 *message)
{
	const char *id = "FZ-COSE-005", *promise = "detached-is-asked-for";
	enum result result;

	if (message->is_detached)
		result = cose_sign1_verify(message, &judge->key, judge->external_aad);
	else
		result = cose_sign1_verify_detached(message, &judge->key, judge->external_aad, message->payload);
	oracle_holds(result == RESULT_REFUSED, id, promise, "a payload was taken from where it is not");
}
