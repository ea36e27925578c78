/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published tokens and claims: every file of the folder is judged, or counted apart with its
 * reason. Whether true claims are good enough is the verifier's policy, and so not decided here.
 */

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/codec/cbor_diagnostic_fixture.h"
#include "reference-impl/codec/psa_token.h"
#include "reference-impl/crypto/pem.h"

static struct psa_token_claims claims;

static struct buffer read_vector(const char *name)
{
	char relative[256], path[VECTORS_PATH_MAX];

	snprintf(relative, sizeof(relative), "psa-eat/%s", name);
	ck_assert(vectors_path(relative, path));
	return vectors_read(path);
}

static struct cose_key example_key(uint8_t spki[CRYPTO_P256_SPKI_LEN])
{
	struct cose_key key = { .algorithm = COSE_ES256 };
	struct buffer pem = read_vector("keys/es-iak.pub.pem");
	struct bytes text = bytes_of_buffer(pem);

	ck_assert_int_eq(pem_read(&text, "PUBLIC KEY", (struct buffer){ spki, CRYPTO_P256_SPKI_LEN }, &key.spki), RESULT_OK);
	free(pem.at);
	return key;
}

/* Does the reader refuse for what the table names? */
static bool is_reason(const char *reason, enum result result)
{
	if (strcmp(reason, "missing_claim") == 0)
		return result == RESULT_NOT_FOUND;
	if (strcmp(reason, "unknown_profile") == 0)
		return result == RESULT_UNSUPPORTED;
	if (strcmp(reason, "bad_claim") == 0)
		return result == RESULT_REFUSED;
	if (strcmp(reason, "bad_cose") == 0 || strcmp(reason, "bad_encoding") == 0 || strcmp(reason, "wrong_key_type") == 0)
		return result != RESULT_OK && result != RESULT_NOT_FOUND;
	return false;
}

struct tally {
	size_t accepted, refused, by_policy;
};

static void run_row(const char *file, bool is_accepted, const char *reason, const struct cose_key *key, struct tally *tally)
{
	char name[256];
	struct cose_sign1 message;
	struct buffer token;
	enum result parsed, verified = RESULT_OK;

	snprintf(name, sizeof(name), "tokens/%s", file);
	token = read_vector(name);
	parsed = psa_token_parse(bytes_of_buffer(token), &message, &claims);
	if (parsed == RESULT_OK)
		verified = cose_sign1_verify(&message, key, bytes_from(NULL, 0));
	if (strcmp(reason, "bad_signature") == 0) {
		ck_assert_msg(parsed != RESULT_OK || verified == RESULT_BAD_SIGNATURE, "%s: %s", file, result_name(verified));
		tally->refused++;
	} else if (parsed != RESULT_OK) {
		ck_assert_msg(!is_accepted && is_reason(reason, parsed), "%s (%s): %s", file, reason, result_name(parsed));
		tally->refused++;
	} else {
		ck_assert_msg(verified == RESULT_OK && !is_reason(reason, RESULT_MALFORMED), "%s (%s) passes", file, reason);
		tally->accepted += is_accepted;
		tally->by_policy += !is_accepted;
	}
	free(token.at);
}

START_TEST(tokens_have_their_verdicts)
{
	char path[VECTORS_PATH_MAX], line[1024];
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct tally tally = { 0 };
	struct cose_key key;
	FILE *table;

	if (!vectors_path("psa-eat/expected.csv", path))
		return;
	key = example_key(spki);
	table = fopen(path, "r");
	ck_assert_ptr_nonnull(table);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), table));
	while (fgets(line, sizeof(line), table)) {
		char *rest = line;
		const char *file = strsep(&rest, ","), *verdict = strsep(&rest, ","), *reason = strsep(&rest, ",");

		ck_assert_ptr_nonnull(reason);
		run_row(file, strcmp(verdict, "ACCEPT") == 0, reason, &key, &tally);
	}
	fclose(table);
	ck_assert(tally.accepted > 0 && tally.refused > 0);
	printf("vectors: psa-eat/tokens: %zu accepted, %zu refused, as expected; apart: %zu true tokens that a verifier's policy refuses "
	       "(nonce, instance, lifecycle, reference values)\n",
	       tally.accepted, tally.refused, tally.by_policy);
}
END_TEST

/* How a file of the other folders is taken, and why it is apart. */
enum form { FORM_TOKEN, FORM_TOKEN_HEX, FORM_DIAGNOSTIC, FORM_APART };
enum expected {
	EXPECT_ACCEPTED,
	EXPECT_REFUSED,
	EXPECT_OLDER,
	APART_TABLED,
	APART_KEY,
	APART_OTHER_TOOLS,
	APART_GENERIC,
	APART_REFERENCE,
	EXPECT_COUNT
};

struct kind_of_file {
	const char *prefix, *suffix;
	enum form form;
	enum expected expected;
};

/* The first row that fits counts. */
static const struct kind_of_file KINDS[] = {
	{ "tokens/", ".cbor", FORM_APART, APART_TABLED },
	{ "rfc9783-claims/GOOD_", ".diag", FORM_DIAGNOSTIC, EXPECT_ACCEPTED },
	{ "rfc9783-claims/FAIL_", ".diag", FORM_DIAGNOSTIC, EXPECT_REFUSED },
	{ "rfc9783/psa-sign1", ".hex", FORM_TOKEN_HEX, EXPECT_ACCEPTED },
	{ "rfc9783/psa-mac0", ".hex", FORM_TOKEN_HEX, EXPECT_REFUSED },
	{ "rfc9783/psa-mac0", ".diag", FORM_DIAGNOSTIC, EXPECT_REFUSED },
	{ "rfc9783/", ".diag", FORM_DIAGNOSTIC, EXPECT_ACCEPTED },
	{ "veraison-e2e/psa-endorsements", ".cbor", FORM_APART, APART_REFERENCE },
	{ "veraison-psatoken/cbor/", ".diag", FORM_DIAGNOSTIC, EXPECT_OLDER },
	{ "veraison-psatoken/tf-m/", ".diag", FORM_DIAGNOSTIC, EXPECT_OLDER },
	{ "veraison-", ".cbor", FORM_TOKEN, EXPECT_OLDER },
	{ "veraison-", ".bin", FORM_TOKEN, EXPECT_OLDER },
	{ "tfm-iat-verifier/", ".cbor", FORM_TOKEN, EXPECT_OLDER },
	{ "eat-rfc9711/", "", FORM_APART, APART_GENERIC },
	{ "", ".pem", FORM_APART, APART_KEY },
	{ "", ".key", FORM_APART, APART_KEY },
	{ "keys/", "", FORM_APART, APART_KEY },
	{ "", ".yaml", FORM_APART, APART_OTHER_TOOLS },
	{ "", ".json", FORM_APART, APART_OTHER_TOOLS },
	{ "", "expected.csv", FORM_APART, APART_TABLED },
	{ "", "README.md", FORM_APART, APART_TABLED },
};

static bool fits(const char *name, const struct kind_of_file *kind)
{
	size_t len = strlen(name), suffix_len = strlen(kind->suffix);

	return strncmp(name, kind->prefix, strlen(kind->prefix)) == 0 && len >= suffix_len &&
	       strcmp(name + len - suffix_len, kind->suffix) == 0;
}

static enum result read_token(struct bytes token)
{
	struct cose_sign1 message;

	return psa_token_parse(token, &message, &claims);
}

/* A text of hexadecimal in lines is what h'...' holds. */
static enum result read_text(struct bytes text, bool is_hex)
{
	static uint8_t encoded_room[PSA_TOKEN_MAX_LEN];
	static char quoted[2 * PSA_TOKEN_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(encoded_room));
	struct cbor_item item;
	struct bytes encoded;

	snprintf(quoted, sizeof(quoted), is_hex ? "h'%.*s'" : "%.*s", (int)text.len, (const char *)text.at);
	ck_assert_msg(cbor_diagnostic(&w, bytes_of_text(quoted)), "no diagnostic notation: %s", quoted);
	ck_assert_int_eq(writer_finish(&w, &encoded), RESULT_OK);
	ck_assert_int_eq(cbor_parse(encoded, CBOR_WELL_FORMED, &item), RESULT_OK);
	if (item.kind == CBOR_MAP)
		return psa_token_read_claims(encoded, &claims);
	return read_token(is_hex ? item.content : encoded);
}

static size_t counts[EXPECT_COUNT];
static const char *root;

static void judge_file(const char *name, const struct kind_of_file *kind)
{
	struct buffer file;
	enum result result;

	counts[kind->expected]++;
	if (kind->form == FORM_APART)
		return;
	file = read_vector(name);
	if (kind->form == FORM_TOKEN)
		result = read_token(bytes_of_buffer(file));
	else
		result = read_text(bytes_of_buffer(file), kind->form == FORM_TOKEN_HEX);
	ck_assert_msg((result == RESULT_OK) == (kind->expected == EXPECT_ACCEPTED), "%s: %s", name, result_name(result));
	free(file.at);
}

static int visit(const char *path, const struct stat *status, int type, struct FTW *where)
{
	const char *name = path + strlen(root) + 1;
	const struct kind_of_file *kind = KINDS, *end = KINDS + sizeof(KINDS) / sizeof(KINDS[0]);

	(void)status;
	(void)where;
	if (type != FTW_F)
		return 0;
	while (kind < end && !fits(name, kind))
		kind++;
	ck_assert_msg(kind < end, "%s is of no known kind", name);
	judge_file(name, kind);
	return 0;
}

START_TEST(every_other_file_has_its_verdict)
{
	static char path[VECTORS_PATH_MAX];

	if (!vectors_path("psa-eat", path))
		return;
	root = path;
	ck_assert_int_eq(nftw(path, visit, 16, FTW_PHYS), 0);
	ck_assert(counts[EXPECT_ACCEPTED] > 0 && counts[EXPECT_REFUSED] > 0 && counts[EXPECT_OLDER] > 0);
	printf("vectors: psa-eat, other folders: %zu accepted, %zu refused, %zu of older or other profiles refused, as expected; "
	       "apart: %zu keys, %zu claims in JSON or YAML, %zu generic EAT, %zu reference values\n",
	       counts[EXPECT_ACCEPTED], counts[EXPECT_REFUSED], counts[EXPECT_OLDER], counts[APART_KEY], counts[APART_OTHER_TOOLS],
	       counts[APART_GENERIC], counts[APART_REFERENCE]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("psa token vectors");
	TCase *tests = tcase_create("tokens");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_test(tests, tokens_have_their_verdicts);
	tcase_add_test(tests, every_other_file_has_its_verdict);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
