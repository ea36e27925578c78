/* SPDX-License-Identifier: Apache-2.0 */
/* The reader over all published tokens, and over what a deterministic mutator makes of them. */

#include "conformance/psa_token.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/crypto/pem.h"

extern const struct format_reader reader_psa_token;

/* psa-eat/verifier-policy.json. */
struct policy {
	json_t *json;
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
};

static struct buffer vector(const char *name)
{
	char path[VECTORS_PATH_MAX];

	ck_assert(vectors_path(name, path));
	return vectors_read(path);
}

static bool vectors_are_here(void)
{
	char path[VECTORS_PATH_MAX];

	return vectors_path("psa-eat/expected.csv", path);
}

static json_t *json_vector(const char *name)
{
	struct buffer text = vector(name);
	json_t *json = json_loadb((const char *)text.at, text.len, 0, NULL);

	free(text.at);
	ck_assert_ptr_nonnull(json);
	return json;
}

static struct policy load_policy(void)
{
	struct policy policy = { .json = json_vector("psa-eat/verifier-policy.json") };
	struct buffer pem = vector("psa-eat/keys/es-iak.pub.pem");
	struct bytes text = bytes_of_buffer(pem), der;

	ck_assert_int_eq(pem_read(&text, "PUBLIC KEY", BUFFER_OF(policy.spki), &der), RESULT_OK);
	ck_assert_uint_eq(der.len, sizeof(policy.spki));
	free(pem.at);
	return policy;
}

static bool is_hex(const json_t *object, const char *name, struct bytes bytes)
{
	uint8_t room[64];
	struct bytes decoded;

	ck_assert_int_eq(text_read_hex(bytes_of_text(json_string_value(json_object_get(object, name))), BUFFER_OF(room), &decoded), RESULT_OK);
	return bytes_equal(decoded, bytes);
}

/* Each reference value has its component, and each component is one of them. */
static const char *judge_components(const struct policy *policy, const struct eat_token *token)
{
	const json_t *values = json_object_get(policy->json, "reference_values"), *value;
	size_t index;

	json_array_foreach(values, index, value) {
		const struct eat_component *component = eat_token_component(token, json_string_value(json_object_get(value, "type")));

		if (component == NULL)
			return "missing_component";
		if (!is_hex(value, "measurement", component->measurement))
			return "unknown_measurement";
		if (!is_hex(value, "signer_id", component->signer))
			return "unknown_signer";
	}
	return token->claims.component_count == json_array_size(values) ? "ok" : "unknown_measurement";
}

static const char *judge(const struct policy *policy, struct bytes bytes)
{
	const json_t *device = json_array_get(json_object_get(policy->json, "devices"), 0);
	struct eat_token token;
	const char *where = "";
	enum result result = eat_token_read(bytes, &token, &where);

	if (result != RESULT_OK)
		return strncmp(where, "payload", 7) == 0 ? "claims" : "bad_cose";
	if (!is_hex(device, "instance_id", token.claims.instance_id))
		return "unknown_instance";
	if (eat_token_verify(&token, BYTES_OF(policy->spki)) != RESULT_OK)
		return "bad_signature";
	if (!is_hex(policy->json, "expected_nonce", token.claims.nonce))
		return "nonce_mismatch";
	if (!is_hex(device, "implementation_id", token.claims.implementation_id))
		return "unknown_implementation";
	if (token.claims.lifecycle >> 8 != EAT_LIFECYCLE_SECURED && token.claims.lifecycle >> 8 != EAT_LIFECYCLE_APPLICATION_DEBUG)
		return "bad_lifecycle";
	return judge_components(policy, &token);
}

/* What the reader refuses has finer names in the table. */
static bool is_the_reason(const char *reason, const char *expected)
{
	static const char *const CLAIMS[] = { "bad_claim", "missing_claim", "unknown_profile", "bad_encoding" };
	static const char *const COSE[] = { "bad_cose", "wrong_key_type", "bad_signature", "bad_encoding" };

	for (size_t i = 0; strcmp(reason, "claims") == 0 && i < sizeof(CLAIMS) / sizeof(CLAIMS[0]); i++)
		if (strcmp(expected, CLAIMS[i]) == 0)
			return true;
	for (size_t i = 0; strcmp(reason, "bad_cose") == 0 && i < sizeof(COSE) / sizeof(COSE[0]); i++)
		if (strcmp(expected, COSE[i]) == 0)
			return true;
	return strcmp(reason, expected) == 0;
}

static void check_token(const struct policy *policy, const char *file, const char *expected, const char *reason)
{
	char name[160];
	struct buffer token;
	const char *is;

	(void)snprintf(name, sizeof(name), "psa-eat/tokens/%s", file);
	token = vector(name);
	is = judge(policy, bytes_of_buffer(token));
	ck_assert_msg((strcmp(is, "ok") == 0) == (strcmp(expected, "ACCEPT") == 0), "%s: %s", file, is);
	ck_assert_msg(is_the_reason(is, reason), "%s: %s instead of %s", file, is, reason);
	free(token.at);
}

START_TEST(every_published_token_is_judged_as_its_table_says)
{
	struct policy policy;
	struct buffer table;
	char *text, *lines, *line, file[80], expected[16], reason[48];
	size_t count = 0, accepted = 0;

	if (!vectors_are_here())
		return;
	policy = load_policy();
	table = vector("psa-eat/expected.csv");
	text = lines = strndup((const char *)table.at, table.len);
	(void)strsep(&lines, "\n");
	for (; (line = strsep(&lines, "\n")) != NULL && line[0] != '\0'; count++) {
		ck_assert_int_eq(sscanf(line, "%79[^,],%15[^,],%47[^,]", file, expected, reason), 3);
		check_token(&policy, file, expected, reason);
		accepted += strcmp(expected, "ACCEPT") == 0;
	}
	printf("psa token reader: %zu tokens, %zu of them accepted\n", count, accepted);
	ck_assert_uint_gt(count, 70);
	free(text);
	free(table.at);
	json_decref(policy.json);
}
END_TEST

START_TEST(the_example_of_the_standard_verifies)
{
	struct policy policy;
	struct buffer file;
	struct eat_token token;

	if (!vectors_are_here())
		return;
	policy = load_policy();
	file = vector("psa-eat/tokens/rfc9783_example_sign1.cbor");
	ck_assert_int_eq(eat_token_read(bytes_of_buffer(file), &token, NULL), RESULT_OK);
	ck_assert_int_eq(eat_token_verify(&token, BYTES_OF(policy.spki)), RESULT_OK);
	ck_assert_uint_gt(token.claims.component_count, 0);
	free(file.at);
	json_decref(policy.json);
}
END_TEST

START_TEST(regions_tile_a_token_and_are_named)
{
	static const struct {
		const char *name;
		enum region_kind kind;
		uint64_t length;
	} EXPECTED[] = { { "tag", REGION_HEADER, 1 },		      { "protected.value", REGION_HEADER, 3 },
			 { "unprotected", REGION_UNSIGNED, 1 },	      { "payload.nonce.value", REGION_METADATA, 32 },
			 { "payload.lifecycle.value", REGION_METADATA, 3 }, { "payload.components.2.measurement.value", REGION_METADATA, 32 },
			 { "signature.value", REGION_SIGNATURE, 64 } };
	struct regions regions;
	struct buffer file;

	if (!vectors_are_here())
		return;
	file = vector("psa-eat/tokens/unsorted_map.cbor");
	ck_assert_int_eq(reader_psa_token.regions(bytes_of_buffer(file), &regions), RESULT_OK);
	ck_assert(regions_tile(&regions, file.len));
	for (size_t i = 0; i < sizeof(EXPECTED) / sizeof(EXPECTED[0]); i++) {
		const struct region *region = region_by_name(&regions, EXPECTED[i].name);

		ck_assert_msg(region != NULL, "%s is missing", EXPECTED[i].name);
		ck_assert_int_eq(region->kind, EXPECTED[i].kind);
		ck_assert_uint_eq(region->length, EXPECTED[i].length);
	}
	free(file.at);
}
END_TEST

static void read_and_cut(struct bytes bytes)
{
	struct regions regions;
	struct eat_token token;
	const char *where = NULL;

	if (reader_psa_token.regions(bytes, &regions) == RESULT_OK)
		ck_assert(regions_tile(&regions, bytes.len));
	if (eat_token_read(bytes, &token, &where) == RESULT_OK)
		ck_assert(bytes_lie_within(token.payload, bytes) && bytes_lie_within(token.claims.nonce, bytes));
	else
		ck_assert_ptr_nonnull(where);
}

START_TEST(a_token_cut_anywhere_is_refused)
{
	struct buffer file;
	struct eat_token token;

	if (!vectors_are_here())
		return;
	file = vector("psa-eat/tokens/unsorted_map.cbor");
	for (size_t len = 0; len < file.len; len++) {
		/* In memory of its own, so that a read beyond the end is seen. */
		uint8_t *copy = malloc(len > 0 ? len : 1);

		memcpy(copy, file.at, len);
		ck_assert_int_ne(eat_token_read(bytes_from(copy, len), &token, NULL), RESULT_OK);
		free(copy);
	}
	free(file.at);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Up to three bytes changed, and every second time the end cut off. */
static void mutate(struct bytes token, uint64_t *state, unsigned int number)
{
	size_t len = number % 2 == 0 ? token.len : next_random(state) % (token.len + 1);
	uint8_t *copy = malloc(len > 0 ? len : 1);

	memcpy(copy, token.at, len);
	for (unsigned int i = 0; i <= number % 3 && len > 0; i++)
		copy[next_random(state) % len] = (uint8_t)next_random(state);
	read_and_cut(bytes_from(copy, len));
	free(copy);
}

START_TEST(mutated_tokens_are_tiled_or_refused)
{
	static const char *const SEEDS[] = { "unsorted_map", "tag_18_nonminimal", "crit_unknown", "rfc9783_example_sign1", "nested_array_bomb" };
	enum { SEED_COUNT = sizeof(SEEDS) / sizeof(SEEDS[0]), ROUNDS = 100000 };
	uint64_t state = 1;

	if (!vectors_are_here())
		return;
	for (size_t seed = 0; seed < SEED_COUNT; seed++) {
		char name[128];
		struct buffer file;

		(void)snprintf(name, sizeof(name), "psa-eat/tokens/%s.cbor", SEEDS[seed]);
		file = vector(name);
		for (unsigned int i = 0; i < ROUNDS / SEED_COUNT; i++)
			mutate(bytes_of_buffer(file), &state, i);
		free(file.at);
	}
	printf("psa token reader: %d mutated tokens\n", ROUNDS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("psa token reader");
	TCase *tests = tcase_create("reader");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, every_published_token_is_judged_as_its_table_says);
	tcase_add_test(tests, the_example_of_the_standard_verifies);
	tcase_add_test(tests, regions_tile_a_token_and_are_named);
	tcase_add_test(tests, a_token_cut_anywhere_is_refused);
	tcase_add_test(tests, mutated_tokens_are_tiled_or_refused);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
