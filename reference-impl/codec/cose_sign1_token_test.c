/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attestation tokens with known faults, as far as envelope and encoding go: which claims are
 * wanted is for their reader. A raw signature is held against Wycheproof besides.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/codec/ecdsa_raw.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/crypto/wycheproof_fixture.h"

static const struct cose_sign1_profile PROFILE = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_TOLERANT };

/* Where a token stops: in its envelope, in the encoding of its claims, or not here. */
enum stop { STOP_ENVELOPE, STOP_ENCODING, STOP_LATER, STOP_COUNT };

static const char *const STOP_NAMES[STOP_COUNT] = { "envelope", "encoding", "later" };

static enum stop judge(struct bytes token, const struct cose_key *key)
{
	struct cose_sign1 message;
	struct cbor_item claims;

	if (cose_sign1_parse(token, &PROFILE, &message) != RESULT_OK ||
	    cose_sign1_verify(&message, key, bytes_from(NULL, 0)) != RESULT_OK)
		return STOP_ENVELOPE;
	if (cbor_parse(message.payload, CBOR_TOLERANT, &claims) != RESULT_OK || claims.kind != CBOR_MAP)
		return STOP_ENCODING;
	return STOP_LATER;
}

static enum stop expected_stop(const char *reason)
{
	static const char *const envelope[] = { "bad_cose", "bad_signature", "wrong_key_type" };

	for (size_t i = 0; i < sizeof(envelope) / sizeof(envelope[0]); i++) {
		if (strcmp(reason, envelope[i]) == 0)
			return STOP_ENVELOPE;
	}
	return strcmp(reason, "bad_encoding") == 0 ? STOP_ENCODING : STOP_LATER;
}

static struct buffer read_vector(const char *folder, const char *name)
{
	char relative[256], path[VECTORS_PATH_MAX];

	snprintf(relative, sizeof(relative), "psa-eat/%s/%s", folder, name);
	ck_assert(vectors_path(relative, path));
	return vectors_read(path);
}

static struct bytes example_key(uint8_t spki[CRYPTO_P256_SPKI_LEN])
{
	struct buffer pem = read_vector("keys", "es-iak.pub.pem");
	struct bytes text = bytes_of_buffer(pem), der;

	ck_assert_int_eq(pem_read(&text, "PUBLIC KEY", (struct buffer){ spki, CRYPTO_P256_SPKI_LEN }, &der), RESULT_OK);
	free(pem.at);
	return der;
}

START_TEST(tokens_stop_where_they_should)
{
	char path[VECTORS_PATH_MAX], line[1024];
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct cose_key key = { .algorithm = COSE_ES256 };
	size_t tally[STOP_COUNT] = { 0 };
	FILE *table;

	if (!vectors_path("psa-eat/expected.csv", path))
		return;
	key.spki = example_key(spki);
	table = fopen(path, "r");
	ck_assert_ptr_nonnull(table);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), table));
	while (fgets(line, sizeof(line), table)) {
		char *rest = line;
		const char *file = strsep(&rest, ","), *verdict = strsep(&rest, ","), *reason = strsep(&rest, ",");
		struct buffer token = read_vector("tokens", file);
		enum stop stop = judge(bytes_of_buffer(token), &key);

		ck_assert_msg(stop == expected_stop(reason), "%s (%s, %s) stops: %s", file, verdict, reason, STOP_NAMES[stop]);
		tally[stop]++;
		free(token.at);
	}
	fclose(table);
	ck_assert_uint_gt(tally[STOP_LATER], 0);
	printf("vectors: psa-eat envelopes: %zu refused by envelope, %zu by encoding, as expected; apart: %zu whose claims alone decide\n",
	       tally[STOP_ENVELOPE], tally[STOP_ENCODING], tally[STOP_LATER]);
}
END_TEST

static bool takes_raw(const json_t *group, const json_t *test)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes der;

	ck_assert_int_eq(crypto_sha256(wycheproof_hex(test, "msg"), &digest), RESULT_OK);
	if (ecdsa_raw_to_der(wycheproof_hex(test, "sig"), BUFFER_OF(room), &der) != RESULT_OK)
		return false;
	return crypto_p256_verify(wycheproof_hex(group, "publicKeyDer"), BYTES_OF(digest), der) == RESULT_OK;
}

START_TEST(raw_signatures_are_as_wycheproof_has_them)
{
	wycheproof_run("ecdsa_secp256r1_sha256_p1363_test", takes_raw);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cose tokens");
	TCase *tests = tcase_create("tokens");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, tokens_stop_where_they_should);
	tcase_add_test(tests, raw_signatures_are_as_wycheproof_has_them);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
