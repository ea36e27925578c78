/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published and own tokens and chains with verdicts: each has the verdict and the very reason that its
 * table gives it.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/service/verifier/appraise.h"

enum { MAX_CERTIFICATES = 4, LINE_MAX_LEN = 1024 };

static struct bytes repeated(uint8_t value, size_t len, uint8_t room[64])
{
	memset(room, value, len);
	return bytes_from(room, len);
}

static struct buffer read_vector(const char *folder, const char *name)
{
	char relative[512], path[VECTORS_PATH_MAX];

	snprintf(relative, sizeof(relative), "%s/%s", folder, name);
	ck_assert_msg(vectors_path(relative, path), "%s", relative);
	return vectors_read(path);
}

/* One more component of a release. */
static void add(struct release_record *release, const char *type, struct bytes measurement, struct bytes signer)
{
	release->components[release->component_count++] = (struct release_component){
		.fields = { .type = bytes_of_text(type), .measurement = measurement, .signer = signer, .version = bytes_of_text("1.2.0") },
		.security_version = 3,
	};
}

struct token_policy {
	uint8_t room[5][64], spki[CRYPTO_P256_SPKI_LEN], nonce[32];
	struct release_record release;
	struct appraise_request request;
};

static void make_token_policy(struct token_policy *p)
{
	struct buffer pem = read_vector("psa-eat/keys", "es-iak.pub.pem");
	struct bytes text = bytes_of_buffer(pem), signer = repeated(0x44, 32, p->room[4]);

	p->release = (struct release_record){ .number = 1, .implementation = repeated(0xa5, 32, p->room[3]) };
	add(&p->release, "BL", repeated(0x11, 32, p->room[0]), signer);
	add(&p->release, "PRoT", repeated(0x22, 32, p->room[1]), signer);
	add(&p->release, "App", repeated(0x33, 32, p->room[2]), signer);
	for (size_t i = 0; i < sizeof(p->nonce); i++)
		p->nonce[i] = (uint8_t)i;
	p->request = (struct appraise_request){ .nonce = BYTES_OF(p->nonce), .releases = &p->release, .release_count = 1, .allows_other_debug = true };
	ck_assert_int_eq(pem_read(&text, "PUBLIC KEY", BUFFER_OF(p->spki), &p->request.device_key), RESULT_OK);
	free(pem.at);
}

struct row {
	const char *name, *verdict, *reason;
	size_t certificates; /* of a chain */
};

static void must_judge(const struct appraisal *appraisal, const struct row *row)
{
	const struct finding *first = appraisal_first_bad(appraisal);
	const char *seen = first ? appraisal_reason_name(first->reason) : "ok";

	ck_assert_msg(strcmp(seen, row->reason) == 0, "%s: expected %s, %s; seen %s (%s: %s)", row->name, row->verdict, row->reason, seen, first ? first->check : "",
		      first ? first->seen : "");
	if (strcmp(row->verdict, "ACCEPT") == 0)
		ck_assert_int_eq(appraisal_status(appraisal), STATUS_AFFIRMING);
	else
		ck_assert_int_eq(appraisal_status(appraisal), STATUS_CONTRAINDICATED);
}

static struct row read_row(char *line, bool has_certificates)
{
	struct row row = { .name = strsep(&line, ",") };
	char *reason;

	if (has_certificates)
		row.certificates = (size_t)atoi(strsep(&line, ","));
	row.verdict = strsep(&line, ",");
	reason = strsep(&line, ",");
	reason[strcspn(reason, "\r\n")] = '\0';
	row.reason = reason;
	return row;
}

static void each_row(const char *table, void (*look)(const struct row *row, void *context), void *context)
{
	char path[VECTORS_PATH_MAX], line[LINE_MAX_LEN];
	FILE *file;

	ck_assert(vectors_path(table, path));
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file)) {
		struct row row = read_row(line, strstr(table, "chains") != NULL);

		look(&row, context);
	}
	fclose(file);
}

static struct {
	size_t accepted, refused, too_large;
} tally;

static void count(const char *verdict)
{
	*(strcmp(verdict, "ACCEPT") == 0 ? &tally.accepted : &tally.refused) += 1;
}

/* A bomb is stopped by its size already; the walk of its claims would not take it either. */
static void must_be_too_large(const struct appraisal *appraisal, struct bytes token, const struct row *row)
{
	struct signed_message message;
	struct token_claims claims;
	struct claim_fault fault;

	ck_assert_int_eq(appraisal_first_bad(appraisal)->reason, REASON_TOO_LARGE);
	ck_assert_int_eq(signed_message_read(token, EVIDENCE_TOLERANT, &message, &fault.fault), REASON_NONE);
	ck_assert_str_eq(appraisal_reason_name(token_claims_read(message.payload, message.payload_offset, &claims, &fault)), row->reason);
	tally.too_large++;
}

static void look_at_token(const struct row *row, void *context)
{
	struct token_policy *policy = context;
	struct buffer token = read_vector("psa-eat/tokens", row->name);
	static struct appraisal appraisal;

	policy->request.token = bytes_of_buffer(token);
	evidence_appraise(&policy->request, &appraisal);
	if (token.len > TOKEN_MAX_LEN)
		must_be_too_large(&appraisal, bytes_of_buffer(token), row);
	else
		must_judge(&appraisal, row);
	count(row->verdict);
	free(token.at);
}

START_TEST(tokens_are_judged_as_their_table_says)
{
	static struct token_policy policy;
	char path[VECTORS_PATH_MAX];

	if (!vectors_path("psa-eat/expected.csv", path))
		return;
	make_token_policy(&policy);
	memset(&tally, 0, sizeof(tally));
	each_row("psa-eat/expected.csv", look_at_token, &policy);
	ck_assert_uint_ge(tally.accepted, 9);
	ck_assert_uint_ge(tally.refused, 60);
	printf("vectors: psa-eat tokens: %zu affirmed, %zu refused for their reason, as expected; %zu of these by their size already\n",
	       tally.accepted, tally.refused, tally.too_large);
}
END_TEST

struct chain_policy {
	uint8_t room[5][64];
	struct release_record release;
	struct buffer root;
	struct bytes root_bytes;
	struct attested_roots roots;
};

static void make_chain_policy(struct chain_policy *p)
{
	struct bytes signer = repeated(0x44, 32, p->room[4]);

	p->release = (struct release_record){ .number = 1, .vendor = bytes_of_text("vendor.example"), .product = bytes_of_text("secure-sensor-mk1") };
	add(&p->release, "layer 0", repeated(0x11, 32, p->room[0]), signer);
	add(&p->release, "layer 1", repeated(0x22, 32, p->room[1]), signer);
	add(&p->release, "layer 1 too", repeated(0x33, 32, p->room[2]), signer);
	add(&p->release, "layer 1 in SHA-384", repeated(0x23, 48, p->room[3]), signer);
	p->root = read_vector("dice/keys", "tcg_root.der");
	p->root_bytes = bytes_of_buffer(p->root);
	p->roots = (struct attested_roots){ &p->root_bytes, 1, 1780272000 /* 2026-06-01 */ };
}

/* Certificates one behind the other, leaf first, as many as the table says. */
static struct bytes read_chain(const char *name, size_t certificates, uint8_t room[ATTESTED_CHAIN_MAX_LEN])
{
	size_t used = 0;

	ck_assert_uint_le(certificates, MAX_CERTIFICATES);
	for (size_t i = 0; i < certificates; i++) {
		char relative[256];
		struct buffer der;

		snprintf(relative, sizeof(relative), "%s/%zu.der", name, i);
		der = read_vector("dice/tcg-chains", relative);
		memcpy(room + used, der.at, der.len);
		used += der.len;
		free(der.at);
	}
	return bytes_from(room, used);
}

static void look_at_chain(const struct row *row, void *context)
{
	struct chain_policy *policy = context;
	static uint8_t room[ATTESTED_CHAIN_MAX_LEN];
	static struct appraisal appraisal;
	static struct attested_chain chain;

	memset(&appraisal, 0, sizeof(appraisal));
	if (attested_chain_read(read_chain(row->name, row->certificates, room), &chain, &appraisal) && attested_chain_check(&chain, &policy->roots, &appraisal))
		attested_chain_appraise(&chain, &policy->release, &appraisal);
	appraisal.is_complete = true;
	must_judge(&appraisal, row);
	attested_chain_release(&chain);
	count(row->verdict);
}

START_TEST(chains_are_judged_as_their_table_says)
{
	static struct chain_policy policy;
	char path[VECTORS_PATH_MAX];

	if (!vectors_path("dice/tcg-chains/expected.csv", path))
		return;
	make_chain_policy(&policy);
	memset(&tally, 0, sizeof(tally));
	each_row("dice/tcg-chains/expected.csv", look_at_chain, &policy);
	ck_assert_uint_ge(tally.accepted, 7);
	ck_assert_uint_ge(tally.refused, 24);
	printf("vectors: dice chains: %zu affirmed, %zu refused for their reason, as expected\n", tally.accepted, tally.refused);
	free(policy.root.at);
}
END_TEST

/* Certificates of Open Profile for DICE, made by others: the inputs read, the identifiers follow from the keys. */
START_TEST(certificates_of_the_profile_are_read)
{
	static const struct {
		const char *name;
		bool is_unprovisioned;
	} cases[] = { { "x509_p256_DescriptorInput.der", false }, { "x509_p256_ZeroInput.der", false } };
	char path[VECTORS_PATH_MAX];

	if (!vectors_path("dice/certs", path))
		return;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buffer der = read_vector("dice/certs", cases[i].name);
		struct attested_certificate certificate;

		ck_assert_int_eq(attested_certificate_read(bytes_of_buffer(der), &certificate), RESULT_OK);
		ck_assert_ptr_null(certificate.bad_extension);
		ck_assert(certificate.has_inputs);
		ck_assert_int_eq(certificate.form, ATTESTED_DICE);
		ck_assert_ptr_null(attested_certificate_wrong_id(&certificate));
		ck_assert(attested_key_is_unprovisioned(BYTES_OF(certificate.spki)) == cases[i].is_unprovisioned);
		attested_certificate_release(&certificate);
		free(der.at);
	}
	printf("vectors: dice certificates: %zu read\n", sizeof(cases) / sizeof(cases[0]));
}
END_TEST

/* The public key that a device secret of zeros gives, from the profile's published values. */
START_TEST(the_key_of_zeros_is_known)
{
	static const char hex[] = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
		"1f4aaefc29ca4104447448d13a553513c23abca2b6ac3ff063f6888a696de53906f5d8bd698d1688a3250c4683c3ed4e28e2d602412b353beb04543fefbb3df1";
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct bytes read;

	ck_assert_int_eq(text_read_hex(bytes_of_text(hex), BUFFER_OF(spki), &read), RESULT_OK);
	ck_assert(attested_key_is_unprovisioned(read));
	spki[90] ^= 1;
	ck_assert(!attested_key_is_unprovisioned(BYTES_OF(spki)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("appraisal vectors");
	TCase *tests = tcase_create("vectors");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, tokens_are_judged_as_their_table_says);
	tcase_add_test(tests, chains_are_judged_as_their_table_says);
	tcase_add_test(tests, certificates_of_the_profile_are_read);
	tcase_add_test(tests, the_key_of_zeros_is_known);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
