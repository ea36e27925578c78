/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The COSE working group's examples: each COSE_Sign1 under ES256 has the verdict that it is
 * published with, what is signed is what they say is signed, and no other kind of message passes.
 */

#include <check.h>
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/cose_sign1.h"
#include "reference-impl/crypto/p256_spki.h"

static const struct cose_sign1_profile PROFILE = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_TOLERANT };

struct memory {
	uint8_t room[4096];
	struct bytes bytes;
};

/* The files write hexadecimal in upper case. */
static struct bytes hex_of(const json_t *text, struct memory *memory)
{
	char lower[8192] = "";
	const char *hex = text ? json_string_value(text) : "";

	for (size_t i = 0; hex[i] && i < sizeof(lower) - 1; i++)
		lower[i] = (char)tolower(hex[i]);
	ck_assert_int_eq(text_read_hex(bytes_of_text(lower), BUFFER_OF(memory->room), &memory->bytes), RESULT_OK);
	return memory->bytes;
}

/* base64url without padding. */
static struct bytes base64_of(const char *url, struct memory *memory)
{
	char padded[128];
	size_t len = strlen(url);

	ck_assert_uint_lt(len + 4, sizeof(padded));
	memset(padded, '=', sizeof(padded));
	for (size_t i = 0; i < len; i++)
		padded[i] = (char)(url[i] == '-' ? '+' : url[i] == '_' ? '/' : url[i]);
	ck_assert_int_eq(text_read_base64(bytes_from(padded, (len + 3) / 4 * 4), BUFFER_OF(memory->room), &memory->bytes), RESULT_OK);
	return memory->bytes;
}

static struct bytes coordinate(const json_t *key, const char *name, struct memory *memory)
{
	char hex_name[8];

	snprintf(hex_name, sizeof(hex_name), "%s_hex", name);
	if (json_object_get(key, hex_name))
		return hex_of(json_object_get(key, hex_name), memory);
	return base64_of(json_string_value(json_object_get(key, name)), memory);
}

static void spki_of(const json_t *key, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	uint8_t point[CRYPTO_P256_POINT_LEN] = { 4 };
	static struct memory x, y;

	ck_assert_uint_eq(coordinate(key, "x", &x).len, CRYPTO_P256_SCALAR_LEN);
	ck_assert_uint_eq(coordinate(key, "y", &y).len, CRYPTO_P256_SCALAR_LEN);
	memcpy(point + 1, x.room, CRYPTO_P256_SCALAR_LEN);
	memcpy(point + 1 + CRYPTO_P256_SCALAR_LEN, y.room, CRYPTO_P256_SCALAR_LEN);
	ck_assert_int_eq(p256_spki_from_point(BYTES_OF(point), ret_spki), RESULT_OK);
}

static const json_t *at(const json_t *object, const char *first, const char *second)
{
	return json_object_get(json_object_get(object, first), second);
}

static bool is(const json_t *text, const char *expected)
{
	return json_is_string(text) && strcmp(json_string_value(text), expected) == 0;
}

static bool is_ours(const json_t *sign0)
{
	return is(json_object_get(sign0, "alg"), "ES256") && is(at(sign0, "key", "crv"), "P-256");
}

struct tally {
	size_t passed, failed, other_algorithm, other_kind, same_digest;
};

static void compare_digest(const char *file, const json_t *example, const struct cose_sign1 *message, struct bytes external_aad,
			   struct tally *tally)
{
	static struct memory to_be_signed;
	struct crypto_sha256 ours, theirs;

	ck_assert_int_eq(cose_sign1_digest(message->protected, external_aad, message->payload, &ours), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(hex_of(at(example, "intermediates", "ToBeSign_hex"), &to_be_signed), &theirs), RESULT_OK);
	ck_assert_msg(bytes_equal(BYTES_OF(ours), BYTES_OF(theirs)), "%s: another Sig_structure", file);
	tally->same_digest++;
}

static void run_ours(const char *file, const json_t *example, bool should_pass, struct tally *tally)
{
	const json_t *sign0 = at(example, "input", "sign0");
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct cose_key key = { COSE_ES256, BYTES_OF(spki) };
	static struct memory input, external_aad;
	struct cose_sign1 message;
	enum result result;

	spki_of(json_object_get(sign0, "key"), spki);
	(void)hex_of(json_object_get(sign0, "external"), &external_aad);
	result = cose_sign1_parse(hex_of(at(example, "output", "cbor"), &input), &PROFILE, &message);
	if (result == RESULT_OK)
		result = cose_sign1_verify(&message, &key, external_aad.bytes);
	ck_assert_msg((result == RESULT_OK) == should_pass, "%s: %s", file, result_name(result));
	if (result == RESULT_OK)
		compare_digest(file, example, &message, external_aad.bytes, tally);
	tally->passed += should_pass;
	tally->failed += !should_pass;
}

static void run_file(const char *file, const char *kind, bool should_pass, struct tally *tally)
{
	char relative[512], path[VECTORS_PATH_MAX];
	static struct memory input;
	struct cose_sign1 message;
	json_t *example;
	enum result result;

	snprintf(relative, sizeof(relative), "cose/%s", file);
	ck_assert(vectors_path(relative, path));
	example = json_load_file(path, 0, NULL);
	ck_assert_msg(example != NULL, "%s is no JSON", path);
	if (strcmp(kind, "sign0") == 0 && is_ours(at(example, "input", "sign0"))) {
		run_ours(file, example, should_pass, tally);
	} else {
		result = cose_sign1_parse(hex_of(at(example, "output", "cbor"), &input), &PROFILE, &message);
		ck_assert_msg(result != RESULT_OK, "%s passes as what it is not", file);
		if (strcmp(kind, "sign0") == 0)
			tally->other_algorithm++;
		else
			tally->other_kind++;
	}
	json_decref(example);
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
		run_file(file, kind, strcmp(expected, "PASS") == 0, &tally);
	}
	fclose(index);
	ck_assert_uint_gt(tally.passed, 0);
	printf("vectors: cose: ES256 COSE_Sign1: %zu verified, %zu refused, as expected, %zu with the published Sig_structure; "
	       "apart: %zu of other algorithms and %zu of other kinds, refused as outside the profile\n",
	       tally.passed, tally.failed, tally.same_digest, tally.other_algorithm, tally.other_kind);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cose vectors");
	TCase *tests = tcase_create("examples");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, examples_have_their_verdicts);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
