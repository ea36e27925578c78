/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published identifiers, certificates and chains: each has its verdict, or is counted apart with
 * its reason. Which code is good code is the verifier's policy, and so not decided here.
 */

#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/dice_chain.h"
#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/p256_spki.h"

enum { AT_TIME = 1780272000 /* 2026-06-01, by tcg-verifier-policy.json */, LAYERS_MAX = 3 };

static void must_have_id(const json_t *key)
{
	uint8_t point[CRYPTO_P256_POINT_LEN] = { 4 }, spki[CRYPTO_P256_SPKI_LEN], expected[DICE_KEY_ID_LEN], id[DICE_KEY_ID_LEN];
	const char *xy = json_string_value(json_object_get(key, "p256_pub_xy"));
	const char *hex = json_string_value(json_object_get(key, "p256_id"));
	struct bytes part;

	ck_assert_int_eq(text_read_hex(bytes_of_text(xy), (struct buffer){ point + 1, sizeof(point) - 1 }, &part), RESULT_OK);
	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(expected), &part), RESULT_OK);
	ck_assert_int_eq(p256_spki_from_point(BYTES_OF(point), spki), RESULT_OK);
	ck_assert_int_eq(dice_key_id(BYTES_OF(spki), id), RESULT_OK);
	ck_assert(bytes_equal(BYTES_OF(id), BYTES_OF(expected)));
}

/* Every key that the file has, however deep it lies. */
static size_t ids_within(json_t *value)
{
	const char *name;
	size_t count = 0, i;
	json_t *each;

	if (json_object_get(value, "p256_id") && json_object_get(value, "p256_pub_xy")) {
		must_have_id(value);
		count++;
	}
	json_object_foreach(value, name, each)
		count += ids_within(each);
	json_array_foreach(value, i, each)
		count += ids_within(each);
	return count;
}

static size_t ids_of(const char *name)
{
	char path[VECTORS_PATH_MAX];
	json_t *file;
	size_t count;

	if (!vectors_path(name, path))
		return 0;
	file = json_load_file(path, 0, NULL);
	ck_assert_ptr_nonnull(file);
	count = ids_within(file);
	json_decref(file);
	return count;
}

START_TEST(identifiers_follow_from_keys)
{
	char path[VECTORS_PATH_MAX];
	size_t published = ids_of("dice/open-dice-kat.json"), own = ids_of("dice/own-kat.json");

	if (!vectors_path("dice/own-kat.json", path))
		return;
	ck_assert(published > 0 && own > 0);
	printf("vectors: dice identifiers of P-256 keys: %zu of Open DICE and %zu own, as expected; apart: the derivation of CDIs and keys, "
	       "which is not the certificate's\n",
	       published, own);
}
END_TEST

static size_t read_chain(const char *folder, size_t count, struct bytes ders[LAYERS_MAX])
{
	for (size_t i = 0; i < count; i++) {
		char name[128], path[VECTORS_PATH_MAX];

		snprintf(name, sizeof(name), "dice/tcg-chains/%s/%zu.der", folder, i);
		ck_assert(vectors_path(name, path));
		ders[i] = bytes_of_buffer(vectors_read(path));
	}
	return count;
}

/* The fault that a reason of the table is for us; DICE_CHAIN_HOLDS where a policy refuses. */
static bool is_reason(const char *reason, const struct dice_chain_judgement *judgement)
{
	static const struct {
		const char *reason;
		enum dice_chain_fault fault, other;
	} REASONS[] = {
		{ "bad_extension", DICE_CHAIN_CERTIFICATE, DICE_CHAIN_CERTIFICATE },
		{ "weak_hash", DICE_CHAIN_CERTIFICATE, DICE_CHAIN_CERTIFICATE },
		{ "unknown_critical", DICE_CHAIN_CERTIFICATE, DICE_CHAIN_CERTIFICATE },
		{ "missing_measurement", DICE_CHAIN_MEASUREMENT, DICE_CHAIN_MEASUREMENT },
		{ "identity_mismatch", DICE_CHAIN_MEASUREMENT, DICE_CHAIN_MEASUREMENT },
		{ "bad_signature", DICE_CHAIN_SIGNATURE, DICE_CHAIN_NAME },
		{ "untrusted", DICE_CHAIN_SIGNATURE, DICE_CHAIN_ISSUER_ROLE },
		{ "wrong_order", DICE_CHAIN_NAME, DICE_CHAIN_ISSUER_ROLE },
		{ "policy", DICE_CHAIN_LEAF_ROLE, DICE_CHAIN_LEAF_ROLE },
		{ "not_yet_valid", DICE_CHAIN_TIME, DICE_CHAIN_TIME },
	};

	for (size_t i = 0; i < sizeof(REASONS) / sizeof(REASONS[0]); i++) {
		if (strcmp(reason, REASONS[i].reason) == 0)
			return judgement->fault == REASONS[i].fault || judgement->fault == REASONS[i].other;
	}
	return judgement->fault == DICE_CHAIN_HOLDS;
}

struct tally {
	size_t accepted, refused, by_policy;
};

static void run_row(char *line, struct bytes root_spki, struct tally *tally)
{
	const char *folder = strsep(&line, ","), *count = strsep(&line, ","), *verdict = strsep(&line, ","), *reason = strsep(&line, ",");
	struct dice_chain_rules rules = { .root_spki = root_spki, .at_time = AT_TIME };
	struct bytes ders[LAYERS_MAX];
	struct dice_chain_judgement judgement;
	bool is_accepted, is_policy;

	ck_assert_ptr_nonnull(reason);
	is_accepted = strcmp(verdict, "ACCEPT") == 0;
	is_policy = strcmp(reason, "unknown_fwid") == 0 || strcmp(reason, "bad_mode") == 0;
	judgement = dice_chain_judge(ders, read_chain(folder, (size_t)atoi(count), ders), &rules);
	ck_assert_msg(is_reason(reason, &judgement) && (judgement.fault == DICE_CHAIN_HOLDS) == (is_accepted || is_policy),
		      "%s (%s): at %zu %s, %s", folder, reason, judgement.at, dice_chain_fault_sentence(judgement.fault), result_name(judgement.parsed));
	tally->accepted += is_accepted;
	tally->by_policy += is_policy;
	tally->refused += !is_accepted && !is_policy;
	for (int i = 0; i < atoi(count); i++)
		free((void *)(uintptr_t)ders[i].at);
}

START_TEST(chains_have_their_verdicts)
{
	char path[VECTORS_PATH_MAX], line[1024];
	struct tally tally = { 0 };
	struct certificate root;
	struct buffer der;
	FILE *table;

	if (!vectors_path("dice/keys/tcg_root.der", path))
		return;
	der = vectors_read(path);
	ck_assert_int_eq(certificate_parse(bytes_of_buffer(der), &root), RESULT_OK);
	ck_assert(vectors_path("dice/tcg-chains/expected.csv", path));
	table = fopen(path, "r");
	ck_assert_ptr_nonnull(table);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), table));
	while (fgets(line, sizeof(line), table))
		run_row(line, root.spki, &tally);
	fclose(table);
	free(der.at);
	ck_assert(tally.accepted > 0 && tally.refused > 0);
	printf("vectors: dice/tcg-chains: %zu accepted, %zu refused, as expected; apart: %zu true chains that a verifier's policy refuses "
	       "(reference values, mode)\n",
	       tally.accepted, tally.refused, tally.by_policy);
}
END_TEST

/* None of these is of our profile: another curve, another critical extension, or CBOR. */
static size_t refused_of(const char *folder)
{
	char root[VECTORS_PATH_MAX], path[2 * VECTORS_PATH_MAX];
	struct dice_certificate certificate;
	size_t count = 0;
	struct dirent *entry;
	DIR *directory;

	if (!vectors_path(folder, root))
		return 0;
	directory = opendir(root);
	ck_assert_ptr_nonnull(directory);
	while ((entry = readdir(directory))) {
		struct buffer der;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", root, entry->d_name);
		der = vectors_read(path);
		ck_assert_msg(dice_certificate_parse(bytes_of_buffer(der), &certificate) != RESULT_OK, "%s", entry->d_name);
		free(der.at);
		count++;
	}
	closedir(directory);
	return count;
}

START_TEST(other_profiles_are_refused)
{
	char path[VECTORS_PATH_MAX];
	size_t published = refused_of("dice/certs"), other = refused_of("dice/veraison-chain");

	if (!vectors_path("dice/certs", path))
		return;
	ck_assert(published > 0 && other > 0);
	printf("vectors: dice certificates with Open DICE's own critical extension, Ed25519 or CBOR: %zu and %zu refused as outside the "
	       "profile; apart: 1 extension alone\n",
	       published, other);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dice vectors");
	TCase *tests = tcase_create("published");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, identifiers_follow_from_keys);
	tcase_add_test(tests, chains_have_their_verdicts);
	tcase_add_test(tests, other_profiles_are_refused);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
