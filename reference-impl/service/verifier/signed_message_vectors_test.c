/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The COSE working group's examples and Wycheproof's raw signatures: what is a COSE_Sign1 under ES256 has the
 * verdict that it is published with, and nothing else passes for one.
 */

#include <check.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/crypto/wycheproof_fixture.h"
#include "reference-impl/service/verifier/evidence_signature.h"
#include "reference-impl/service/verifier/signed_message.h"

enum { EXAMPLE_MAX_LEN = 4096 };

struct example {
	json_t *json;
	uint8_t room[EXAMPLE_MAX_LEN];
	struct bytes message;
};

/* The files write hexadecimal in upper case. */
static struct bytes read_hex(const json_t *text, struct buffer room)
{
	char lower[2 * EXAMPLE_MAX_LEN];
	const char *hex = json_string_value(text);
	struct bytes bytes;
	size_t len = hex ? strlen(hex) : 0;

	ck_assert_uint_lt(len, sizeof(lower));
	for (size_t i = 0; i < len; i++)
		lower[i] = (char)tolower((unsigned char)hex[i]);
	ck_assert_int_eq(text_read_hex(bytes_from(lower, len), room, &bytes), RESULT_OK);
	return bytes;
}

static const json_t *at(const json_t *object, const char *first, const char *second)
{
	return json_object_get(json_object_get(object, first), second);
}

static void read_coordinate(const json_t *key, const char *hex_name, const char *name, uint8_t ret_coordinate[32])
{
	char padded[48] = "";
	const char *url = json_string_value(json_object_get(key, name));
	struct bytes bytes;

	if (json_object_get(key, hex_name)) {
		bytes = read_hex(json_object_get(key, hex_name), (struct buffer){ ret_coordinate, 32 });
	} else {
		ck_assert_uint_eq(strlen(url), 43);
		for (size_t i = 0; i < 44; i++)
			padded[i] = (char)(i == 43 ? '=' : url[i] == '-' ? '+' : url[i] == '_' ? '/' : url[i]);
		ck_assert_int_eq(text_read_base64(bytes_of_text(padded), (struct buffer){ ret_coordinate, 32 }, &bytes), RESULT_OK);
	}
	ck_assert_uint_eq(bytes.len, 32);
}

static void read_key(const json_t *key, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	uint8_t point[CRYPTO_P256_POINT_LEN] = { 4 };

	read_coordinate(key, "x_hex", "x", point + 1);
	read_coordinate(key, "y_hex", "y", point + 33);
	ck_assert_int_eq(p256_spki_from_point(BYTES_OF(point), ret_spki), RESULT_OK);
}

static void open_example(const char *file, struct example *example)
{
	char relative[512], path[VECTORS_PATH_MAX];

	snprintf(relative, sizeof(relative), "cose/%s", file);
	ck_assert(vectors_path(relative, path));
	example->json = json_load_file(path, 0, NULL);
	ck_assert_msg(example->json != NULL, "%s is no JSON", path);
	example->message = read_hex(at(example->json, "output", "cbor"), BUFFER_OF(example->room));
}

static bool is_text(const json_t *text, const char *expected)
{
	return json_is_string(text) && strcmp(json_string_value(text), expected) == 0;
}

struct tally {
	size_t verified, refused, external, other;
};

/* Of our algorithm and curve. Data beside the message is signed with it nowhere here, so that one has to fail. */
static void judge_ours(const char *file, const struct example *example, bool should_pass, struct tally *tally)
{
	const json_t *sign0 = at(example->json, "input", "sign0");
	bool has_external = json_object_get(sign0, "external") != NULL, passes;
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct signed_message message;
	struct evidence_fault fault = { "", 0 };

	read_key(json_object_get(sign0, "key"), spki);
	passes = signed_message_read(example->message, EVIDENCE_TOLERANT, &message, &fault) == REASON_NONE &&
		 signed_message_verify(&message, BYTES_OF(spki)) == RESULT_OK;
	ck_assert_msg(passes == (should_pass && !has_external), "%s: %s", file, fault.what);
	*(has_external ? &tally->external : passes ? &tally->verified : &tally->refused) += 1;
}

static void judge_file(const char *file, const char *kind, bool should_pass, struct tally *tally)
{
	static struct example example;
	struct signed_message message;
	struct evidence_fault fault;
	const json_t *sign0;

	open_example(file, &example);
	sign0 = at(example.json, "input", "sign0");
	if (strcmp(kind, "sign0") == 0 && is_text(json_object_get(sign0, "alg"), "ES256") && is_text(at(sign0, "key", "crv"), "P-256")) {
		judge_ours(file, &example, should_pass, tally);
	} else {
		ck_assert_msg(signed_message_read(example.message, EVIDENCE_TOLERANT, &message, &fault) != REASON_NONE, "%s passes for what it is not", file);
		tally->other++;
	}
	json_decref(example.json);
}

START_TEST(examples_have_their_verdicts)
{
	char path[VECTORS_PATH_MAX], line[1024];
	struct tally tally = { 0 };
	FILE *index;

	if (!vectors_path("cose/index.csv", path))
		return;
	index = fopen(path, "r");
	ck_assert_ptr_nonnull(index);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), index));
	while (fgets(line, sizeof(line), index)) {
		char *rest = line;
		const char *file = strsep(&rest, ","), *kind = strsep(&rest, ","), *expected = strsep(&rest, ",");

		ck_assert_ptr_nonnull(expected);
		judge_file(file, kind, strcmp(expected, "PASS") == 0, &tally);
	}
	fclose(index);
	ck_assert(tally.verified > 0 && tally.refused > 0);
	printf("vectors: cose for the verifier: %zu verified, %zu refused, as expected; apart: %zu signed with data beside it and %zu of other "
	       "kinds and algorithms, refused as outside the profile\n", tally.verified, tally.refused, tally.external, tally.other);
}
END_TEST

static bool takes_raw(const json_t *group, const json_t *test)
{
	struct crypto_sha256 digest;

	ck_assert_int_eq(crypto_sha256(wycheproof_hex(test, "msg"), &digest), RESULT_OK);
	return evidence_signature_verify(wycheproof_hex(group, "publicKeyDer"), BYTES_OF(digest), wycheproof_hex(test, "sig")) == RESULT_OK;
}

START_TEST(raw_signatures_are_as_wycheproof_has_them)
{
	printf("vectors: raw signatures for the verifier, by wycheproof: ");
	(void)fflush(stdout);
	wycheproof_run("ecdsa_secp256r1_sha256_p1363_test", takes_raw);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("signed message vectors");
	TCase *tests = tcase_create("vectors");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, examples_have_their_verdicts);
	tcase_add_test(tests, raw_signatures_are_as_wycheproof_has_them);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
