/* SPDX-License-Identifier: Apache-2.0 */
/* The reader over all published chains, and over what a deterministic mutator makes of them. */

#include "conformance/dice_chain.h"

#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"

enum { VERIFY_TIME = 1780272000 /* 2026-06-01 */, FILES_MAX = 8 };

extern const struct format_reader reader_dice_chain;

struct files {
	struct buffer at[FILES_MAX];
	struct bytes bytes[FILES_MAX];
	size_t count;
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

	return vectors_path("dice/tcg-chains/expected.csv", path);
}

static struct files load_chain(const char *directory, size_t count)
{
	struct files files = { .count = count };
	char name[160];

	ck_assert_uint_le(count, FILES_MAX);
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(name, sizeof(name), "dice/tcg-chains/%s/%zu.der", directory, i);
		files.at[i] = vector(name);
		files.bytes[i] = bytes_of_buffer(files.at[i]);
	}
	return files;
}

static void release(struct files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->at[i].at);
}

/* Is the digest among the policy's for that layer: "2222...", or "sha384:2323..."? */
static bool is_known_digest(const json_t *policy, int64_t layer, const struct layer_fwid *fwid)
{
	char number[8];
	const json_t *list, *entry;
	size_t index;

	(void)snprintf(number, sizeof(number), "%d", (int)layer);
	list = json_object_get(json_object_get(policy, "layers"), number);
	json_array_foreach(list, index, entry) {
		const char *text = json_string_value(entry);
		uint8_t room[CRYPTO_HASH_MAX_LEN];
		struct bytes digest;

		if (strncmp(text, "sha384:", 7) == 0)
			text += 7;
		ck_assert_int_eq(text_read_hex(bytes_of_text(text), BUFFER_OF(room), &digest), RESULT_OK);
		if (bytes_equal(digest, fwid->digest))
			return true;
	}
	return false;
}

static bool is_text(const json_t *policy, const char *name, struct bytes bytes)
{
	return bytes_equal(bytes_of_text(json_string_value(json_object_get(policy, name))), bytes);
}

static const char *judge_info(const json_t *policy, const struct layer_tcb_info *info)
{
	if (!is_text(policy, "vendor", info->vendor) || !is_text(policy, "model", info->model))
		return "identity_mismatch";
	if ((info->flags & (LAYER_NOT_CONFIGURED | LAYER_NOT_SECURE | LAYER_RECOVERY | LAYER_DEBUG)) != 0)
		return "bad_mode";
	if (!info->has_svn || info->svn < json_integer_value(json_object_get(policy, "min_svn")))
		return "old_svn";
	for (size_t i = 0; i < info->fwid_count; i++)
		if (!is_known_digest(policy, info->layer, &info->fwids[i]))
			return "unknown_fwid";
	return info->fwid_count > 0 ? "ok" : "missing_measurement";
}

static const char *judge_layers(const json_t *policy, const struct layer_chain *chain, struct bytes root)
{
	const char *verdict = layer_attests_only(&chain->at[0]) ? "ok" : "policy";

	for (size_t i = 0; i < chain->count && strcmp(verdict, "ok") == 0; i++) {
		const struct layer_certificate *certificate = &chain->at[i];

		if (bytes_equal(certificate->whole, root))
			continue;
		if (certificate->tcb_info_count == 0)
			return "missing_measurement";
		for (size_t n = 0; n < certificate->tcb_info_count && strcmp(verdict, "ok") == 0; n++)
			verdict = judge_info(policy, &certificate->tcb_infos[n]);
	}
	return verdict;
}

static const char *judge(const json_t *policy, const struct files *files, struct bytes root)
{
	static struct layer_chain chain;
	const struct layer_trust trust = { &root, 1, VERIFY_TIME };
	const char *where = "";
	enum result result = layer_chain_read(files->bytes, files->count, &chain, &where);

	if (result != RESULT_OK)
		return strstr(where, "tcb_info") == NULL ? "unreadable" : result == RESULT_UNSUPPORTED ? "weak_hash" : "bad_extension";
	if (layer_chain_verify(&chain, &trust, NULL, &where) != RESULT_OK)
		return where;
	return judge_layers(policy, &chain, root);
}

/* The path's own word beside the table's. */
static bool is_the_reason(const char *is, const char *expected)
{
	static const char *const PAIRS[][2] = { { "signature", "bad_signature" }, { "root", "untrusted" }, { "root", "bad_signature" },
						{ "issuer", "wrong_order" },	  { "issuer", "bad_signature" }, { "basic_constraints", "untrusted" },
						{ "validity", "unknown_critical" }, { "validity", "not_yet_valid" },
						{ "basic_constraints", "policy" } };

	for (size_t i = 0; i < sizeof(PAIRS) / sizeof(PAIRS[0]); i++)
		if (strcmp(is, PAIRS[i][0]) == 0 && strcmp(expected, PAIRS[i][1]) == 0)
			return true;
	return strcmp(is, expected) == 0;
}

START_TEST(every_published_chain_is_judged_as_its_table_says)
{
	struct buffer table, root, policy_text;
	char *text, *lines, *line, directory[80], expected[16], reason[48];
	unsigned int certificates;
	size_t count = 0, accepted = 0;
	json_t *policy;

	if (!vectors_are_here())
		return;
	table = vector("dice/tcg-chains/expected.csv");
	root = vector("dice/keys/tcg_root.der");
	policy_text = vector("dice/tcg-verifier-policy.json");
	policy = json_loadb((const char *)policy_text.at, policy_text.len, 0, NULL);
	text = lines = strndup((const char *)table.at, table.len);
	(void)strsep(&lines, "\n");
	for (; (line = strsep(&lines, "\n")) != NULL && line[0] != '\0'; count++) {
		struct files files;
		const char *is;

		ck_assert_int_eq(sscanf(line, "%79[^,],%u,%15[^,],%47[^,]", directory, &certificates, expected, reason), 4);
		files = load_chain(directory, certificates);
		is = judge(policy, &files, bytes_of_buffer(root));
		ck_assert_msg((strcmp(is, "ok") == 0) == (strcmp(expected, "ACCEPT") == 0), "%s: %s", directory, is);
		ck_assert_msg(is_the_reason(is, reason), "%s: %s instead of %s", directory, is, reason);
		accepted += strcmp(expected, "ACCEPT") == 0;
		release(&files);
	}
	printf("dice chain reader: %zu chains, %zu of them accepted\n", count, accepted);
	ck_assert_uint_gt(count, 25);
	free(text);
	free(table.at);
	free(root.at);
	free(policy_text.at);
	json_decref(policy);
}
END_TEST

/* All certificates of a folder are read and tiled. */
static size_t read_folder(const char *folder, const char *ending)
{
	char path[VECTORS_PATH_MAX], name[512];
	struct dirent *entry;
	size_t count = 0;
	DIR *directory;

	ck_assert(vectors_path(folder, path));
	directory = opendir(path);
	ck_assert_ptr_nonnull(directory);
	while ((entry = readdir(directory)) != NULL) {
		struct layer_certificate certificate;
		struct regions regions;
		struct buffer file;
		const char *where = "";

		if (strstr(entry->d_name, ending) == NULL)
			continue;
		(void)snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
		file = vector(name);
		ck_assert_msg(layer_certificate_read(bytes_of_buffer(file), &certificate, &where) == RESULT_OK, "%s: %s", name, where);
		ck_assert_int_eq(reader_dice_chain.regions(bytes_of_buffer(file), &regions), RESULT_OK);
		ck_assert(regions_tile(&regions, file.len));
		free(file.at);
		count++;
	}
	(void)closedir(directory);
	return count;
}

START_TEST(certificates_of_the_open_profile_are_read)
{
	size_t known, veraison;

	if (!vectors_are_here())
		return;
	known = read_folder("dice/certs", ".der");
	veraison = read_folder("dice/veraison-chain", ".cert");
	printf("dice chain reader: %zu certificates of the Open Profile, %zu of another implementation\n", known, veraison);
	ck_assert_uint_gt(known, 3);
	ck_assert_uint_gt(veraison, 6);
}
END_TEST

static struct buffer join(const struct files *files)
{
	struct buffer all = { malloc(LAYER_CHAIN_MAX_LEN), 0 };

	for (size_t i = 0; i < files->count; i++) {
		memcpy(all.at + all.len, files->at[i].at, files->at[i].len);
		all.len += files->at[i].len;
	}
	return all;
}

START_TEST(regions_tile_a_chain_and_are_named)
{
	static const char *const NAMES[] = { "0.tbs.serial", "0.tbs.tcb_info.fwids.1.digest.value", "1.tbs.basic_constraints.value",
					     "1.tbs.tcb_info.svn.value", "1.algorithm" };
	struct regions regions;
	struct files files;
	struct buffer all;

	if (!vectors_are_here())
		return;
	files = load_chain("ok_two_fwids", 2);
	all = join(&files);
	ck_assert_int_eq(reader_dice_chain.regions(bytes_of_buffer(all), &regions), RESULT_OK);
	ck_assert(regions_tile(&regions, all.len));
	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		ck_assert_msg(region_by_name(&regions, NAMES[i]) != NULL, "%s is missing", NAMES[i]);
	ck_assert_int_eq(region_by_name(&regions, "0.signature.value")->kind, REGION_SIGNATURE);
	free(all.at);
	release(&files);
}
END_TEST

START_TEST(no_byte_of_a_chain_can_change)
{
	struct files files;
	struct buffer root;
	size_t tried = 0;

	if (!vectors_are_here())
		return;
	files = load_chain("ok_two_fwids", 2);
	root = vector("dice/keys/tcg_root.der");
	for (size_t c = 0; c < files.count; c++) {
		for (size_t i = 0; i < files.at[c].len; i++, tried++) {
			static struct layer_chain chain;
			struct bytes trusted = bytes_of_buffer(root);
			const struct layer_trust trust = { &trusted, 1, VERIFY_TIME };

			files.at[c].at[i] ^= 0x01;
			ck_assert_msg(layer_chain_read(files.bytes, files.count, &chain, NULL) != RESULT_OK ||
					      layer_chain_verify(&chain, &trust, NULL, NULL) != RESULT_OK,
				      "certificate %zu, byte %zu", c, i);
			files.at[c].at[i] ^= 0x01;
		}
	}
	printf("dice chain reader: %zu bytes changed, none unseen\n", tried);
	free(root.at);
	release(&files);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Up to three bytes changed, and every second time the end cut off; in memory of its own. */
static void mutate(struct bytes chain, uint64_t *state, unsigned int number)
{
	size_t len = number % 2 == 0 ? chain.len : next_random(state) % (chain.len + 1);
	uint8_t *copy = malloc(len > 0 ? len : 1);
	struct layer_certificate certificate;
	struct regions regions;

	memcpy(copy, chain.at, len);
	for (unsigned int i = 0; i <= number % 3 && len > 0; i++)
		copy[next_random(state) % len] = (uint8_t)next_random(state);
	if (reader_dice_chain.regions(bytes_from(copy, len), &regions) == RESULT_OK)
		ck_assert(regions_tile(&regions, len));
	if (layer_certificate_read(bytes_from(copy, len), &certificate, NULL) == RESULT_OK)
		ck_assert(bytes_lie_within(certificate.tbs, certificate.whole) && bytes_lie_within(certificate.signature, certificate.whole));
	free(copy);
}

START_TEST(mutated_chains_are_tiled_or_refused)
{
	static const char *const SEEDS[] = { "ok_two_fwids", "ok_multi_tcbinfo", "ok_vendorinfo", "unknown_critical_ext" };
	enum { SEED_COUNT = sizeof(SEEDS) / sizeof(SEEDS[0]), ROUNDS = 100000 };
	uint64_t state = 1;

	if (!vectors_are_here())
		return;
	for (size_t seed = 0; seed < SEED_COUNT; seed++) {
		struct files files = load_chain(SEEDS[seed], 2);
		struct buffer all = join(&files);

		for (unsigned int i = 0; i < ROUNDS / SEED_COUNT; i++)
			mutate(i % 4 < 2 ? bytes_of_buffer(all) : files.bytes[0], &state, i);
		free(all.at);
		release(&files);
	}
	printf("dice chain reader: %d mutated chains\n", ROUNDS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dice chain reader");
	TCase *tests = tcase_create("reader");
	SRunner *runner;
	int failures;

	tcase_add_test(tests, every_published_chain_is_judged_as_its_table_says);
	tcase_add_test(tests, certificates_of_the_open_profile_are_read);
	tcase_add_test(tests, regions_tile_a_chain_and_are_named);
	tcase_add_test(tests, no_byte_of_a_chain_can_change);
	tcase_add_test(tests, mutated_chains_are_tiled_or_refused);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
