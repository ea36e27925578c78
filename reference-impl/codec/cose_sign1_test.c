/* SPDX-License-Identifier: Apache-2.0 */
/* Signing, verifying, and every way in which a message must not pass. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/codec/ecdsa_raw.h"

static struct crypto_p256_key maker, stranger;
static struct cose_key trusted;
static const struct cose_sign1_profile STRICT = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_DETERMINISTIC };
static const struct cose_sign1_profile TOLERANT = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_TOLERANT };
static uint8_t room[512];

static struct crypto_p256_key key_of(uint8_t number)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = number };
	struct crypto_p256_key key;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	return key;
}

static void setup(void)
{
	maker = key_of(5);
	stranger = key_of(6);
	trusted = (struct cose_key){ COSE_ES256, BYTES_OF(maker.spki) };
}

static struct cose_sign1_request request_of(const char *payload)
{
	return (struct cose_sign1_request){ .payload = bytes_of_text(payload), .key_id = bytes_of_text("11") };
}

static struct bytes sign(const struct cose_sign1_request *request, enum cose_algorithm algorithm, const struct crypto_p256_key *key)
{
	struct cose_signer signer = cose_signer_of_key(algorithm, key);
	struct bytes message;

	ck_assert_int_eq(cose_sign1_sign(request, &signer, BUFFER_OF(room), &message), RESULT_OK);
	return message;
}

static enum result judge(struct bytes input, const struct cose_sign1_profile *profile, struct bytes external_aad)
{
	struct cose_sign1 message;
	enum result result = cose_sign1_parse(input, profile, &message);

	return result == RESULT_OK ? cose_sign1_verify(&message, &trusted, external_aad) : result;
}

static const struct bytes nothing = { NULL, 0 };

START_TEST(what_is_signed_verifies)
{
	struct cose_sign1_request request = request_of("This is the content.");
	struct bytes input = sign(&request, COSE_ES256, &maker);
	struct cose_sign1 message;

	ck_assert_int_eq(cose_sign1_parse(input, &STRICT, &message), RESULT_OK);
	ck_assert_int_eq(message.algorithm, COSE_ES256);
	ck_assert(bytes_equal(message.payload, request.payload) && bytes_equal(message.key_id, request.key_id));
	ck_assert(!message.is_detached);
	ck_assert_int_eq(cose_sign1_verify(&message, &trusted, nothing), RESULT_OK);
	ck_assert_int_eq(cose_sign1_verify_detached(&message, &trusted, nothing, request.payload), RESULT_REFUSED);
}
END_TEST

START_TEST(a_key_is_for_one_algorithm)
{
	struct cose_sign1_request request = request_of("payload");
	struct cose_key other = { COSE_ESP256, BYTES_OF(maker.spki) };
	struct cose_sign1 message;

	ck_assert_int_eq(judge(sign(&request, COSE_ESP256, &maker), &STRICT, nothing), RESULT_REFUSED);
	ck_assert_int_eq(cose_sign1_parse(sign(&request, COSE_ESP256, &maker), &STRICT, &message), RESULT_OK);
	ck_assert_int_eq(cose_sign1_verify(&message, &other, nothing), RESULT_OK);
	message.algorithm = COSE_ES256;
	ck_assert_int_eq(cose_sign1_verify(&message, &other, nothing), RESULT_REFUSED);
	other.algorithm = (enum cose_algorithm)5;
	message.algorithm = (enum cose_algorithm)5;
	ck_assert_int_eq(cose_sign1_verify(&message, &other, nothing), RESULT_UNSUPPORTED);
}
END_TEST

START_TEST(another_key_or_context_is_refused)
{
	struct cose_sign1_request request = request_of("payload");

	ck_assert_int_eq(judge(sign(&request, COSE_ES256, &stranger), &STRICT, nothing), RESULT_BAD_SIGNATURE);
	request.external_aad = bytes_of_text("context");
	ck_assert_int_eq(judge(sign(&request, COSE_ES256, &maker), &STRICT, bytes_of_text("context")), RESULT_OK);
	ck_assert_int_eq(judge(sign(&request, COSE_ES256, &maker), &STRICT, bytes_of_text("contexT")), RESULT_BAD_SIGNATURE);
	ck_assert_int_eq(judge(sign(&request, COSE_ES256, &maker), &STRICT, nothing), RESULT_BAD_SIGNATURE);
	trusted.spki.len--;
	ck_assert_int_eq(judge(sign(&request, COSE_ES256, &maker), &STRICT, bytes_of_text("context")), RESULT_MALFORMED);
}
END_TEST

START_TEST(detached_payloads_need_their_own_call)
{
	struct cose_sign1_request request = request_of("elsewhere");
	struct cose_sign1 message;

	request.is_detached = true;
	ck_assert_int_eq(cose_sign1_parse(sign(&request, COSE_ES256, &maker), &STRICT, &message), RESULT_OK);
	ck_assert(message.is_detached && message.payload.len == 0);
	ck_assert_int_eq(cose_sign1_verify(&message, &trusted, nothing), RESULT_REFUSED);
	ck_assert_int_eq(cose_sign1_verify_detached(&message, &trusted, nothing, request.payload), RESULT_OK);
	ck_assert_int_eq(cose_sign1_verify_detached(&message, &trusted, nothing, bytes_of_text("elsewherE")), RESULT_BAD_SIGNATURE);
	ck_assert_int_eq(cose_sign1_verify_detached(&message, &trusted, nothing, nothing), RESULT_BAD_SIGNATURE);
}
END_TEST

START_TEST(tags_are_as_the_profile_has_them)
{
	static const struct {
		enum cose_tag_rule rule;
		enum result tagged, untagged;
	} rows[] = {
		{ COSE_TAG_REQUIRED, RESULT_OK, RESULT_REFUSED },
		{ COSE_TAG_OPTIONAL, RESULT_OK, RESULT_OK },
		{ COSE_TAG_FORBIDDEN, RESULT_REFUSED, RESULT_OK },
	};

	for (size_t i = 0; i < 3; i++) {
		struct cose_sign1_profile profile = { .tag = rows[i].rule, .rules = CBOR_DETERMINISTIC };
		struct cose_sign1_request request = request_of("payload");
		uint8_t twice[sizeof(room) + 1] = { 0xd2 };
		struct bytes message = sign(&request, COSE_ES256, &maker);

		ck_assert_int_eq(judge(message, &profile, nothing), rows[i].tagged);
		memcpy(twice + 1, message.at, message.len);
		ck_assert_int_eq(judge(bytes_from(twice, message.len + 1), &profile, nothing), i == 2 ? RESULT_REFUSED : RESULT_MALFORMED);
		room[0] = 0xd1; /* COSE_Mac0 */
		ck_assert_int_eq(judge(message, &profile, nothing), RESULT_REFUSED);
		request.is_untagged = true;
		ck_assert_int_eq(judge(sign(&request, COSE_ES256, &maker), &profile, nothing), rows[i].untagged);
	}
}
END_TEST

/* All but the unprotected header is signed, signature, or the form of the message. */
START_TEST(one_changed_bit_is_refused)
{
	struct cose_sign1_request request = request_of("payload");
	struct bytes message = sign(&request, COSE_ES256, &maker);
	struct cose_sign1 parsed;
	struct bytes unsigned_part;

	ck_assert_int_eq(cose_sign1_parse(message, &STRICT, &parsed), RESULT_OK);
	unsigned_part = parsed.unprotected_header.raw;
	for (size_t bit = 0; bit < 8 * message.len; bit++) {
		uint8_t *changed = room + bit / 8;

		*changed ^= (uint8_t)(1 << bit % 8);
		if (!bytes_lie_within(bytes_from(changed, 1), unsigned_part))
			ck_assert_msg(judge(message, &TOLERANT, nothing) != RESULT_OK, "bit %zu", bit);
		*changed ^= (uint8_t)(1 << bit % 8);
	}
	ck_assert_int_eq(judge(message, &TOLERANT, nothing), RESULT_OK);
}
END_TEST

START_TEST(a_short_room_signs_nothing)
{
	struct cose_sign1_request request = request_of("payload");
	struct cose_signer signer = cose_signer_of_key(COSE_ES256, &maker);
	struct bytes message = { NULL, 77 };
	size_t len = sign(&request, COSE_ES256, &maker).len;

	ck_assert_uint_le(len, request.payload.len + request.key_id.len + 96);
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, (struct buffer){ room, len - 1 }, &message), RESULT_TOO_LARGE);
	signer.algorithm = (enum cose_algorithm)-35;
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, BUFFER_OF(room), &message), RESULT_UNSUPPORTED);
	ck_assert_uint_eq(message.len, 77);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cose_sign1");
	TCase *tests = tcase_create("messages");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, what_is_signed_verifies);
	tcase_add_test(tests, a_key_is_for_one_algorithm);
	tcase_add_test(tests, another_key_or_context_is_refused);
	tcase_add_test(tests, detached_payloads_need_their_own_call);
	tcase_add_test(tests, tags_are_as_the_profile_has_them);
	tcase_add_test(tests, one_changed_bit_is_refused);
	tcase_add_test(tests, a_short_room_signs_nothing);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
