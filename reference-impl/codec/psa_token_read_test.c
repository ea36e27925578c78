/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader refuses: each claim against its rule, cut and changed bytes, limits. */

#include <check.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/codec/psa_token_rules.h"
#include "reference-impl/codec/psa_token_sample_fixture.h"

static uint8_t room[PSA_TOKEN_MAX_LEN], other_room[PSA_TOKEN_MAX_LEN], scratch[PSA_TOKEN_MAX_LEN];

static struct bytes written(const struct psa_token_claims *claims)
{
	struct bytes encoded;

	ck_assert_int_eq(psa_token_write_claims(claims, BUFFER_OF(room), &encoded), RESULT_OK);
	return encoded;
}

/* The claims with the value of one key replaced by hexadecimal; NULL leaves the pair out. A key that is not there is added. */
struct replaced {
	int64_t key;
	const char *hex;
	enum result expected;
};

#define HASH "5820" "0101010101010101010101010101010101010101010101010101010101010101"

static const struct replaced REPLACED[] = {
	{ PSA_CLAIM_NONCE, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_NONCE, "81" HASH, RESULT_REFUSED },
	{ PSA_CLAIM_NONCE, "40", RESULT_REFUSED },
	{ PSA_CLAIM_INSTANCE_ID, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_PROFILE, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_PROFILE, "43010203", RESULT_REFUSED },
	{ PSA_CLAIM_PROFILE, "71" "5053415f494f545f50524f46494c455f31", RESULT_UNSUPPORTED },
	{ PSA_CLAIM_BOOT_SEED, NULL, RESULT_OK },
	{ PSA_CLAIM_BOOT_SEED, "40", RESULT_REFUSED },
	{ PSA_CLAIM_CLIENT_ID, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_CLIENT_ID, "00", RESULT_REFUSED },
	{ PSA_CLAIM_CLIENT_ID, "1a7fffffff", RESULT_OK },
	{ PSA_CLAIM_CLIENT_ID, "1a80000000", RESULT_REFUSED },
	{ PSA_CLAIM_CLIENT_ID, "3a7fffffff", RESULT_OK },
	{ PSA_CLAIM_CLIENT_ID, "3a80000000", RESULT_REFUSED },
	{ PSA_CLAIM_CLIENT_ID, "1b0000000100000001", RESULT_REFUSED },
	{ PSA_CLAIM_CLIENT_ID, "1bffffffffffffffff", RESULT_REFUSED },
	{ PSA_CLAIM_CLIENT_ID, "f93c00", RESULT_REFUSED },
	{ PSA_CLAIM_LIFECYCLE, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_LIFECYCLE, "00", RESULT_OK },
	{ PSA_CLAIM_LIFECYCLE, "1960ff", RESULT_OK },
	{ PSA_CLAIM_LIFECYCLE, "1a00013000", RESULT_REFUSED },
	{ PSA_CLAIM_LIFECYCLE, "1b0001000000003000", RESULT_REFUSED },
	{ PSA_CLAIM_LIFECYCLE, "392fff", RESULT_REFUSED },
	{ PSA_CLAIM_IMPLEMENTATION_ID, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_IMPLEMENTATION_ID, "7820" "6161616161616161616161616161616161616161616161616161616161616161", RESULT_REFUSED },
	{ PSA_CLAIM_CERTIFICATION_REFERENCE, "60", RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, NULL, RESULT_NOT_FOUND },
	{ PSA_CLAIM_COMPONENTS, "80", RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "a0", RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "80", RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "a0", RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "a102" HASH, RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "a105" HASH, RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "a202" HASH "05" HASH, RESULT_OK },
	{ PSA_CLAIM_COMPONENTS, "81" "a305" HASH "02" HASH "0700", RESULT_OK },
	{ PSA_CLAIM_COMPONENTS, "81" "a302" HASH "02" HASH "05" HASH, RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "a30140" "02" HASH "05" HASH, RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "81" "a30100" "02" HASH "05" HASH, RESULT_REFUSED },
	{ PSA_CLAIM_COMPONENTS, "91a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0", RESULT_TOO_LARGE },
	{ PSA_CLAIM_VERIFICATION_SERVICE, "60", RESULT_REFUSED },
	{ 2401, "f6", RESULT_OK },
	{ -75000, "6178", RESULT_OK },
	{ 2397, "9f00ff", RESULT_REFUSED },
};

static void write_hex(struct writer *w, const char *hex)
{
	struct bytes value;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(scratch), &value), RESULT_OK);
	writer_bytes(w, value);
}

static struct bytes replace(struct bytes encoded, const struct replaced *replaced)
{
	struct writer w = writer_over(BUFFER_OF(other_room));
	struct cbor_item map, old;
	struct cbor_reader r;
	struct bytes changed;

	ck_assert_int_eq(cbor_parse(encoded, CBOR_DETERMINISTIC, &map), RESULT_OK);
	bool is_new = cbor_map_find(&map, replaced->key, &old) == RESULT_NOT_FOUND;

	cbor_write_map(&w, map.argument + is_new - !replaced->hex);
	for (r = cbor_reader_over(&map); cbor_reader_has_more(&r);) {
		int64_t key = cbor_take_int(&r);
		struct cbor_item value = cbor_take(&r);

		if (key == replaced->key && !replaced->hex)
			continue;
		cbor_write_int(&w, key);
		if (key == replaced->key)
			write_hex(&w, replaced->hex);
		else
			writer_bytes(&w, value.raw);
	}
	if (is_new) {
		cbor_write_int(&w, replaced->key);
		write_hex(&w, replaced->hex);
	}
	ck_assert_int_eq(writer_finish(&w, &changed), RESULT_OK);
	return changed;
}

START_TEST(each_claim_has_its_rule)
{
	struct psa_token_claims claims = psa_token_sample(), read;
	enum result result = psa_token_read_claims(replace(written(&claims), &REPLACED[_i]), &read);

	ck_assert_msg(result == REPLACED[_i].expected, "%d: %s: %s", (int)REPLACED[_i].key,
		      REPLACED[_i].hex ? REPLACED[_i].hex : "absent", result_name(result));
}
END_TEST

START_TEST(cut_claims_are_refused)
{
	struct psa_token_claims claims = psa_token_sample(), read;
	struct bytes encoded = written(&claims);

	for (size_t len = 0; len < encoded.len; len++) {
		uint8_t exact[PSA_TOKEN_MAX_LEN];

		memcpy(exact, encoded.at, len);
		ck_assert_int_ne(psa_token_read_claims(bytes_from(exact, len), &read), RESULT_OK);
	}
}
END_TEST

START_TEST(a_changed_byte_never_gives_parts_from_elsewhere)
{
	struct psa_token_claims claims = psa_token_sample(), read;
	struct bytes encoded = written(&claims);

	for (size_t i = 0; i < encoded.len * 8; i++) {
		room[i / 8] ^= (uint8_t)(1 << i % 8);
		if (psa_token_read_claims(encoded, &read) == RESULT_OK) {
			ck_assert(bytes_lie_within(read.nonce, encoded) && bytes_lie_within(read.instance_id, encoded));
			ck_assert_int_eq(psa_token_rules_hold(&read), RESULT_OK);
		}
		room[i / 8] ^= (uint8_t)(1 << i % 8);
	}
}
END_TEST

START_TEST(limits_of_a_token)
{
	struct psa_token_claims read;
	struct cose_sign1 message;

	memset(other_room, 0, sizeof(other_room));
	ck_assert_int_eq(psa_token_read_claims(bytes_from(other_room, PSA_TOKEN_CLAIMS_MAX_LEN + 1), &read), RESULT_TOO_LARGE);
	ck_assert_int_eq(psa_token_parse((struct bytes){ other_room, PSA_TOKEN_MAX_LEN + 1 }, &message, &read), RESULT_TOO_LARGE);
	ck_assert_int_eq(psa_token_read_claims(bytes_of_text("\x80"), &read), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("psa token reader");
	TCase *tests = tcase_create("claims");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, each_claim_has_its_rule, 0, (int)(sizeof(REPLACED) / sizeof(REPLACED[0])));
	tcase_add_test(tests, cut_claims_are_refused);
	tcase_add_test(tests, a_changed_byte_never_gives_parts_from_elsewhere);
	tcase_add_test(tests, limits_of_a_token);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
