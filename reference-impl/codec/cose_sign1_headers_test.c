/* SPDX-License-Identifier: Apache-2.0 */
/* Header parameters in every wrong place; all of these messages are properly signed. */

#include <check.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/codec/ecdsa_raw.h"

static struct crypto_p256_key maker;

static void setup(void)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = 5 };

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &maker), RESULT_OK);
}

static struct bytes of_hex(const char *hex, struct buffer room)
{
	struct bytes bytes;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), room, &bytes), RESULT_OK);
	return bytes;
}

static void signature_of(struct bytes protected, struct bytes payload, uint8_t raw[ECDSA_RAW_LEN])
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes der;

	ck_assert_int_eq(cose_sign1_digest(protected, bytes_from(NULL, 0), payload, &digest), RESULT_OK);
	ck_assert_int_eq(crypto_p256_sign(&maker, BYTES_OF(digest), BUFFER_OF(room), &der), RESULT_OK);
	ck_assert_int_eq(ecdsa_raw_from_der(der, raw), RESULT_OK);
}

/* A message with these two headers, signed over the protected one as it is. */
static enum result judge(const char *protected_hex, const char *unprotected_hex, enum cbor_rules rules, size_t understood_count)
{
	static const int64_t understood[] = { 33, -70001 };
	struct cose_sign1_profile profile = { COSE_TAG_REQUIRED, rules, understood, understood_count };
	struct cose_key key = { COSE_ES256, BYTES_OF(maker.spki) };
	uint8_t protected_room[128], unprotected_room[128], room[512], raw[ECDSA_RAW_LEN];
	struct bytes protected = of_hex(protected_hex, BUFFER_OF(protected_room)), payload = bytes_of_text("pay"), input;
	struct writer w = writer_over(BUFFER_OF(room));
	struct cose_sign1 message;
	enum result result;

	signature_of(protected, payload, raw);
	cbor_write_tag(&w, 18);
	cbor_write_array(&w, 4);
	cbor_write_bytes(&w, protected);
	writer_bytes(&w, of_hex(unprotected_hex, BUFFER_OF(unprotected_room)));
	cbor_write_bytes(&w, payload);
	cbor_write_bytes(&w, BYTES_OF(raw));
	ck_assert_int_eq(writer_finish(&w, &input), RESULT_OK);
	result = cose_sign1_parse(input, &profile, &message);
	return result == RESULT_OK ? cose_sign1_verify(&message, &key, bytes_from(NULL, 0)) : result;
}

static const struct row {
	const char *protected, *unprotected;
	enum result tolerant, deterministic;
	size_t understood_count;
} ROWS[] = {
	{ "a10126", "a0", RESULT_OK, RESULT_OK, 0 },
	{ "a2012604423131", "a0", RESULT_OK, RESULT_OK, 0 },
	/* nobody says the algorithm, or only where nobody signs */
	{ "", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a0", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "", "a10126", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a0", "a10126", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a10126", "a10126", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a10126", "a1180126", RESULT_REFUSED, RESULT_REFUSED, 0 },
	/* algorithms that are not ours */
	{ "a1013822", "a0", RESULT_UNSUPPORTED, RESULT_UNSUPPORTED, 0 },
	{ "a10105", "a0", RESULT_UNSUPPORTED, RESULT_UNSUPPORTED, 0 },
	{ "a1013b7fffffffffffffff", "a0", RESULT_UNSUPPORTED, RESULT_UNSUPPORTED, 0 },
	{ "a1013bffffffffffffffff", "a0", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a1013b0000000100000006", "a0", RESULT_UNSUPPORTED, RESULT_UNSUPPORTED, 0 },
	{ "a101654553323536", "a0", RESULT_UNSUPPORTED, RESULT_UNSUPPORTED, 0 },
	{ "a1014126", "a0", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a101f6", "a0", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	/* what is no header */
	{ "80", "a0", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a1012600", "a0", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a101", "a0", RESULT_TRUNCATED, RESULT_TRUNCATED, 0 },
	{ "a10126", "80", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a10126", "a1410100", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a10126", "a10400", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	/* a label twice, in one bucket or in both, also where its head has another width */
	{ "a201260126", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a20126180126", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a2012604423131", "a104423131", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a2012604423131", "a11804423131", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a20126616100", "a1616100", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a20126616100", "a1616200", RESULT_OK, RESULT_OK, 0 },
	/* order and width are the deterministic rule's business */
	{ "a1180126", "a0", RESULT_OK, RESULT_REFUSED, 0 },
	{ "a2044231310126", "a0", RESULT_OK, RESULT_REFUSED, 0 },
	/* crit: not empty, protected, present, understood */
	{ "a201260280", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a201260201", "a0", RESULT_MALFORMED, RESULT_MALFORMED, 0 },
	{ "a20126028101", "a0", RESULT_OK, RESULT_OK, 0 },
	{ "a3012602811821182100", "a0", RESULT_OK, RESULT_OK, 1 },
	{ "a3012602811821182100", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a2012602811821", "a0", RESULT_REFUSED, RESULT_REFUSED, 1 },
	{ "a2012602811821", "a1182100", RESULT_REFUSED, RESULT_REFUSED, 1 },
	{ "a3012602811862186200", "a0", RESULT_REFUSED, RESULT_REFUSED, 2 },
	{ "a3012602816161616100", "a0", RESULT_REFUSED, RESULT_REFUSED, 2 },
	{ "a301260282011862186200", "a0", RESULT_REFUSED, RESULT_REFUSED, 2 },
	{ "a301260281020300", "a0", RESULT_REFUSED, RESULT_REFUSED, 2 },
	{ "a10126", "a1028101", RESULT_REFUSED, RESULT_REFUSED, 0 },
	{ "a3012602813a000111703a0001117000", "a0", RESULT_OK, RESULT_OK, 2 },
	/* more than anybody needs */
	{ "a10126", "b1050006000700080009000a000b000c000d000e000f00100011001200130014001500", RESULT_TOO_LARGE, RESULT_TOO_LARGE, 0 },
	/* indefinite */
	{ "bf0126ff", "a0", RESULT_REFUSED, RESULT_REFUSED, 0 },
};

START_TEST(rows_have_their_results)
{
	const struct row *row = &ROWS[_i];
	enum result tolerant = judge(row->protected, row->unprotected, CBOR_TOLERANT, row->understood_count);
	enum result deterministic = judge(row->protected, row->unprotected, CBOR_DETERMINISTIC, row->understood_count);

	ck_assert_msg(tolerant == row->tolerant, "%s %s tolerant: %s", row->protected, row->unprotected, result_name(tolerant));
	ck_assert_msg(deterministic == row->deterministic, "%s %s deterministic: %s", row->protected, row->unprotected,
		      result_name(deterministic));
}
END_TEST

START_TEST(duplicates_must_be_looked_for)
{
	ck_assert_int_eq(judge("a10126", "a0", CBOR_WELL_FORMED, 0), RESULT_INTERNAL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cose_sign1_headers");
	TCase *tests = tcase_create("headers");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_loop_test(tests, rows_have_their_results, 0, sizeof(ROWS) / sizeof(ROWS[0]));
	tcase_add_test(tests, duplicates_must_be_looked_for);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
