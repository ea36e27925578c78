/* SPDX-License-Identifier: Apache-2.0 */
/* An envelope opens to what was sealed, and to nothing else: each byte of it matters. */
#include "conformance/certificate/dsse.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/canonical_json.h"

static struct crypto_p256_key key, other;
static const char BODY[] = "{\"_type\":\"x\"}";

static void set_up(void)
{
	ck_assert_int_eq(crypto_p256_generate(&key), RESULT_OK);
	ck_assert_int_eq(crypto_p256_generate(&other), RESULT_OK);
}

static json_t *sealed(void)
{
	const struct dsse_chain chain = { .certificates = { bytes_of_text("leaf certificate") }, .count = 1 };

	return dsse_seal(DSSE_IN_TOTO, bytes_of_text(BODY), &key, &chain);
}

START_TEST(opens_to_what_was_sealed)
{
	json_t *envelope = sealed();
	struct dsse dsse;

	ck_assert_int_eq(dsse_open(envelope, DSSE_IN_TOTO, &dsse), RESULT_OK);
	ck_assert(bytes_equal(dsse.body, bytes_of_text(BODY)));
	ck_assert_uint_eq(dsse.chain.count, 1);
	ck_assert_int_eq(dsse_verify(&dsse, DSSE_IN_TOTO, BYTES_OF(key.spki)), RESULT_OK);
	ck_assert_int_eq(dsse_verify(&dsse, DSSE_IN_TOTO, BYTES_OF(other.spki)), RESULT_UNKNOWN_KEY);
	ck_assert_int_eq(dsse_verify(&dsse, "application/other", BYTES_OF(key.spki)), RESULT_BAD_SIGNATURE);
	dsse_release(&dsse);
	json_decref(envelope);
}
END_TEST

/* Does this text, read strictly, still open and verify with the same certificate? */
static bool is_believed(struct bytes text)
{
	struct json_complaint why;
	struct dsse dsse;
	json_t *envelope;
	bool good;

	if (canonical_json_read(text, true, &envelope, &why) != RESULT_OK)
		return false;
	good = dsse_open(envelope, DSSE_IN_TOTO, &dsse) == RESULT_OK;
	if (good) {
		good = dsse_verify(&dsse, DSSE_IN_TOTO, BYTES_OF(key.spki)) == RESULT_OK &&
		       bytes_equal(dsse.chain.certificates[0], bytes_of_text("leaf certificate"));
		dsse_release(&dsse);
	}
	json_decref(envelope);
	return good;
}

START_TEST(refuses_every_flipped_bit)
{
	json_t *envelope = sealed();
	char *text = canonical_json_text(envelope);
	size_t len = strlen(text);

	ck_assert(is_believed(bytes_from(text, len)));
	for (size_t bit = 0; bit < 8 * len; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << (bit % 8)));
		ck_assert_msg(!is_believed(bytes_from(text, len)), "bit %zu may change unnoticed", bit);
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << (bit % 8)));
	}
	free(text);
	json_decref(envelope);
}
END_TEST

START_TEST(refuses_missing_and_additional_fields)
{
	static const char *const FIELDS[] = { "payload", "payloadType", "signatures" };
	struct dsse dsse;

	for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++) {
		json_t *envelope = sealed();

		(void)json_object_del(envelope, FIELDS[i]);
		ck_assert_int_eq(dsse_open(envelope, DSSE_IN_TOTO, &dsse), RESULT_MALFORMED);
		(void)json_object_set_new(envelope, "note", json_null());
		ck_assert_int_eq(dsse_open(envelope, DSSE_IN_TOTO, &dsse), RESULT_MALFORMED);
		json_decref(envelope);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dsse");
	TCase *tests = tcase_create("dsse");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, set_up, NULL);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, opens_to_what_was_sealed);
	tcase_add_test(tests, refuses_every_flipped_bit);
	tcase_add_test(tests, refuses_missing_and_additional_fields);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
