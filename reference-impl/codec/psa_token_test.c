/* SPDX-License-Identifier: Apache-2.0 */
/* What is written is read back; a writer refuses claims that a reader would. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/psa_token_sample_fixture.h"

static uint8_t room[PSA_TOKEN_MAX_LEN], other_room[PSA_TOKEN_MAX_LEN], scratch[PSA_TOKEN_MAX_LEN];

static struct bytes written(const struct psa_token_claims *claims)
{
	struct bytes encoded;

	ck_assert_int_eq(psa_token_write_claims(claims, BUFFER_OF(room), &encoded), RESULT_OK);
	return encoded;
}

static bool same_component(const struct psa_token_component *a, const struct psa_token_component *b)
{
	return bytes_equal(a->type, b->type) && bytes_equal(a->measurement, b->measurement) && bytes_equal(a->version, b->version) &&
	       bytes_equal(a->signer_id, b->signer_id) && bytes_equal(a->description, b->description);
}

static void must_be_same(const struct psa_token_claims *a, const struct psa_token_claims *b)
{
	ck_assert(bytes_equal(a->nonce, b->nonce) && bytes_equal(a->instance_id, b->instance_id));
	ck_assert(bytes_equal(a->implementation_id, b->implementation_id) && bytes_equal(a->boot_seed, b->boot_seed));
	ck_assert(bytes_equal(a->certification_reference, b->certification_reference));
	ck_assert(bytes_equal(a->verification_service, b->verification_service));
	ck_assert_int_eq(a->client_id, b->client_id);
	ck_assert_uint_eq(a->lifecycle, b->lifecycle);
	ck_assert_uint_eq(a->component_count, b->component_count);
	for (size_t i = 0; i < a->component_count; i++)
		ck_assert(same_component(&a->components[i], &b->components[i]));
}

START_TEST(what_is_written_is_read)
{
	struct psa_token_claims claims = psa_token_sample(), read;
	struct bytes encoded = written(&claims);
	struct cbor_item map;

	ck_assert_int_eq(psa_token_read_claims(encoded, &read), RESULT_OK);
	must_be_same(&claims, &read);
	ck_assert_int_eq(cbor_parse(encoded, CBOR_DETERMINISTIC, &map), RESULT_OK);
	ck_assert_uint_eq(map.argument, 10);
}
END_TEST

START_TEST(optional_claims_may_be_absent)
{
	struct psa_token_claims claims = psa_token_sample(), read;

	claims.boot_seed = claims.certification_reference = claims.verification_service = bytes_from(NULL, 0);
	claims.component_count = 1;
	claims.components[0].type = claims.components[0].version = claims.components[0].description = bytes_from(NULL, 0);
	ck_assert_int_eq(psa_token_read_claims(written(&claims), &read), RESULT_OK);
	must_be_same(&claims, &read);
	ck_assert_ptr_null(read.boot_seed.at);
	ck_assert_ptr_null(read.components[0].type.at);
}
END_TEST

START_TEST(a_signed_token_is_read_and_verified)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = 7 };
	struct psa_token_claims claims = psa_token_sample(), read;
	struct crypto_p256_key key;
	struct cose_signer signer = cose_signer_of_key(COSE_ES256, &key);
	struct cose_key trusted = { COSE_ES256, BYTES_OF(key.spki) };
	struct cose_sign1 message;
	struct bytes token;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	ck_assert_int_eq(psa_token_sign(&claims, &signer, BUFFER_OF(scratch), BUFFER_OF(room), &token), RESULT_OK);
	ck_assert_int_eq(psa_token_parse(token, &message, &read), RESULT_OK);
	must_be_same(&claims, &read);
	ck_assert(bytes_lie_within(read.nonce, token));
	ck_assert_int_eq(cose_sign1_verify(&message, &trusted, bytes_from(NULL, 0)), RESULT_OK);
	room[(size_t)(read.nonce.at - room)] ^= 1;
	ck_assert_int_eq(cose_sign1_verify(&message, &trusted, bytes_from(NULL, 0)), RESULT_BAD_SIGNATURE);
}
END_TEST

/* How a claims struct is spoiled, and what its writer must say. */
struct spoiled {
	void (*spoil)(struct psa_token_claims *claims);
	enum result expected;
};

static void no_nonce(struct psa_token_claims *c) { c->nonce = bytes_from(NULL, 0); }
static void odd_nonce(struct psa_token_claims *c) { c->nonce.len = 33; }
static void no_instance(struct psa_token_claims *c) { c->instance_id = bytes_from(NULL, 0); }
static void short_instance(struct psa_token_claims *c) { c->instance_id.len = 32; }
static void other_instance_type(struct psa_token_claims *c) { c->instance_id.at = c->implementation_id.at; }
static void no_client(struct psa_token_claims *c) { c->client_id = 0; }
static void odd_lifecycle(struct psa_token_claims *c) { c->lifecycle = 0x3100; }
static void late_lifecycle(struct psa_token_claims *c) { c->lifecycle = 0x7000; }
static void no_implementation(struct psa_token_claims *c) { c->implementation_id = bytes_from(NULL, 0); }
static void short_implementation(struct psa_token_claims *c) { c->implementation_id.len = 31; }
static void short_seed(struct psa_token_claims *c) { c->boot_seed.len = 7; }
static void long_seed(struct psa_token_claims *c) { c->boot_seed.len = 33; }
static void short_reference(struct psa_token_claims *c) { c->certification_reference.len = 18; }
static void letters_in_reference(struct psa_token_claims *c) { c->certification_reference = bytes_of_text("123456789012a-12345"); }
static void no_hyphen(struct psa_token_claims *c) { c->certification_reference = bytes_of_text("1234567890123012345"); }
static void no_components(struct psa_token_claims *c) { c->component_count = 0; }
static void too_many_components(struct psa_token_claims *c) { c->component_count = PSA_TOKEN_MAX_COMPONENTS + 1; }
static void no_measurement(struct psa_token_claims *c) { c->components[1].measurement = bytes_from(NULL, 0); }
static void short_measurement(struct psa_token_claims *c) { c->components[1].measurement.len = 31; }
static void no_signer(struct psa_token_claims *c) { c->components[1].signer_id = bytes_from(NULL, 0); }
static void short_signer(struct psa_token_claims *c) { c->components[0].signer_id.len = 20; }
static void empty_service(struct psa_token_claims *c) { c->verification_service.len = 0; }
static void no_utf8(struct psa_token_claims *c) { c->components[0].version = bytes_of_text("\xff"); }

static const struct spoiled SPOILED[] = {
	{ no_nonce, RESULT_NOT_FOUND },          { odd_nonce, RESULT_REFUSED },           { no_instance, RESULT_NOT_FOUND },
	{ short_instance, RESULT_REFUSED },      { other_instance_type, RESULT_REFUSED }, { no_client, RESULT_REFUSED },
	{ odd_lifecycle, RESULT_REFUSED },       { late_lifecycle, RESULT_REFUSED },      { no_implementation, RESULT_NOT_FOUND },
	{ short_implementation, RESULT_REFUSED }, { short_seed, RESULT_REFUSED },         { long_seed, RESULT_REFUSED },
	{ short_reference, RESULT_REFUSED },     { letters_in_reference, RESULT_REFUSED }, { no_hyphen, RESULT_REFUSED },
	{ no_components, RESULT_REFUSED },       { too_many_components, RESULT_TOO_LARGE }, { no_measurement, RESULT_REFUSED },
	{ short_measurement, RESULT_REFUSED },   { no_signer, RESULT_REFUSED },         { short_signer, RESULT_REFUSED },
	{ empty_service, RESULT_REFUSED },       { no_utf8, RESULT_REFUSED },
};

START_TEST(a_writer_refuses_what_a_reader_would)
{
	struct psa_token_claims claims = psa_token_sample();
	struct bytes encoded = { NULL, 0 };

	SPOILED[_i].spoil(&claims);
	ck_assert_int_eq(psa_token_write_claims(&claims, BUFFER_OF(room), &encoded), SPOILED[_i].expected);
	ck_assert_ptr_null(encoded.at);
}
END_TEST

START_TEST(a_short_room_is_told)
{
	struct psa_token_claims claims = psa_token_sample();
	struct bytes encoded = written(&claims), again;
	size_t needed = encoded.len;

	for (size_t len = 0; len < needed; len++)
		ck_assert_int_eq(psa_token_write_claims(&claims, (struct buffer){ room, len }, &again), RESULT_TOO_LARGE);
	ck_assert_int_eq(psa_token_write_claims(&claims, (struct buffer){ room, needed }, &again), RESULT_OK);
	memset(scratch, 'a', sizeof(scratch));
	claims.verification_service = bytes_from(scratch, PSA_TOKEN_CLAIMS_MAX_LEN - 100);
	ck_assert_int_eq(psa_token_write_claims(&claims, BUFFER_OF(other_room), &again), RESULT_TOO_LARGE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("psa token");
	TCase *tests = tcase_create("claims");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, what_is_written_is_read);
	tcase_add_test(tests, optional_claims_may_be_absent);
	tcase_add_test(tests, a_signed_token_is_read_and_verified);
	tcase_add_loop_test(tests, a_writer_refuses_what_a_reader_would, 0, (int)(sizeof(SPOILED) / sizeof(SPOILED[0])));
	tcase_add_test(tests, a_short_room_is_told);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
