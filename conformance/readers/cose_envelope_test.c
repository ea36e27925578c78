/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of envelopes over the published examples of COSE that are COSE_Sign1 with ES256. */

#include "conformance/readers/cose_envelope.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"

static json_t *json_vector(const char *name)
{
	char path[VECTORS_PATH_MAX];
	struct buffer text;
	json_t *json;

	ck_assert(vectors_path(name, path));
	text = vectors_read(path);
	json = json_loadb((const char *)text.at, text.len, 0, NULL);
	free(text.at);
	ck_assert_ptr_nonnull(json);
	return json;
}

static void lower(char *text)
{
	for (; *text != '\0'; text++)
		*text = *text >= 'A' && *text <= 'F' ? (char)(*text + 32) : *text;
}

/* A text of hex, or of base64url of a scalar, decoded; false if there is neither. */
static bool member(const json_t *key, const char *hex_name, const char *base64url_name, struct buffer room, struct bytes *ret_bytes)
{
	const char *hex = json_string_value(json_object_get(key, hex_name));
	const char *base64url = json_string_value(json_object_get(key, base64url_name));
	char text[4096];

	if (hex == NULL && base64url == NULL)
		return false;
	if (hex == NULL)
		(void)snprintf(text, sizeof(text), "%.43s=", base64url);
	else
		(void)snprintf(text, sizeof(text), "%s", hex);
	if (hex == NULL) {
		for (char *at = text; *at != '\0'; at++)
			*at = *at == '-' ? '+' : *at == '_' ? '/' : *at;
		return text_read_base64(bytes_of_text(text), room, ret_bytes) == RESULT_OK;
	}
	lower(text);
	return text_read_hex(bytes_of_text(text), room, ret_bytes) == RESULT_OK;
}

/* The key of a COSE example of our algorithm; false for another one. */
static bool example_key(const json_t *sign0, struct crypto_p256_key *ret_key)
{
	const json_t *key = json_object_get(sign0, "key");
	const char *curve = json_string_value(json_object_get(key, "crv")), *algorithm = json_string_value(json_object_get(sign0, "alg"));
	uint8_t room[CRYPTO_P256_SCALAR_LEN];
	struct bytes scalar;

	if (curve == NULL || strcmp(curve, "P-256") != 0 || algorithm == NULL || strcmp(algorithm, "ES256") != 0)
		return false;
	ck_assert(member(key, "d_hex", "d", BUFFER_OF(room), &scalar));
	ck_assert_int_eq(crypto_p256_from_scalar(scalar, ret_key), RESULT_OK);
	return true;
}

static enum result judge_example(const json_t *json, struct bytes spki)
{
	const json_t *sign0 = json_object_get(json_object_get(json, "input"), "sign0");
	uint8_t room[2048], external_room[64];
	struct bytes bytes, external;
	struct cose_envelope envelope;
	enum result result;

	ck_assert(member(json_object_get(json, "output"), "cbor", "", BUFFER_OF(room), &bytes));
	if (!member(sign0, "external", "", BUFFER_OF(external_room), &external))
		external = bytes_from(NULL, 0);
	result = cose_envelope_read(bytes, &envelope, NULL);
	return result == RESULT_OK ? cose_envelope_verify(&envelope, external, spki) : result;
}

/* Whether the example is one of ours: COSE_Sign1 under a P-256 key. */
static bool check_example(const char *file, const char *expected)
{
	char name[160];
	struct crypto_p256_key key;
	json_t *json;
	bool ours;

	(void)snprintf(name, sizeof(name), "cose/%s", file);
	json = json_vector(name);
	ours = example_key(json_object_get(json_object_get(json, "input"), "sign0"), &key);
	if (ours) {
		enum result result = judge_example(json, BYTES_OF(key.spki));

		ck_assert_msg((result == RESULT_OK) == (strcmp(expected, "PASS") == 0), "%s: %s", file, result_name(result));
		crypto_p256_release(&key);
	}
	json_decref(json);
	return ours;
}

START_TEST(every_published_envelope_of_our_algorithm_is_judged_as_its_index_says)
{
	char table_path[VECTORS_PATH_MAX];
	struct buffer table;
	char *text, *lines, *line, file[80], kind[16], expected[16];
	size_t judged = 0, other = 0;

	if (!vectors_path("cose/index.csv", table_path))
		return;
	table = vectors_read(table_path);
	text = lines = strndup((const char *)table.at, table.len);
	(void)strsep(&lines, "\n");
	while ((line = strsep(&lines, "\n")) != NULL && line[0] != '\0') {
		ck_assert_int_eq(sscanf(line, "%79[^,],%15[^,],%15[^,]", file, kind, expected), 3);
		if (strcmp(kind, "sign0") == 0 && check_example(file, expected))
			judged++;
		else
			other++;
	}
	printf("cose envelope reader: %zu examples, %zu of another kind or key\n", judged, other);
	ck_assert_uint_gt(judged, 5);
	free(text);
	free(table.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cose envelope reader");
	TCase *tests = tcase_create("reader");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, every_published_envelope_of_our_algorithm_is_judged_as_its_index_says);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
