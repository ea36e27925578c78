/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence made of published parts: a token of the PSA set, signed anew by the leaf's key of the
 * DICE set; and what an attacker may make of it.
 */

#include "conformance/appraisal.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"
#include "reference-impl/crypto/pem.h"

enum { TOKEN_ROOM = 4096 };

extern const struct format_forger forger_psa_token;
extern const struct format_reader reader_psa_token;

static struct crypto_p256_key leaf_key, other_key;

struct scene {
	struct buffer leaf, issuer, root;
	struct bytes chain[2], roots[1];
	uint8_t room[TOKEN_ROOM];
	struct bytes token;
};

static enum result sign_with(void *context, struct bytes digest, struct buffer room, struct bytes *ret_signature)
{
	return crypto_p256_sign(context, digest, room, ret_signature);
}

static struct buffer vector(const char *name)
{
	char path[VECTORS_PATH_MAX];

	ck_assert(vectors_path(name, path));
	return vectors_read(path);
}

/* The token with the act done and signed by key. */
static void sign_token(struct scene *s, struct forge_order order, struct crypto_p256_key *key)
{
	const struct suite_signer signer = { key, BYTES_OF(key->spki), sign_with };
	struct buffer file = vector("psa-eat/tokens/bootseed_8.cbor");

	order.signer = &signer;
	order.mend_lengths = true;
	ck_assert_int_eq(forger_psa_token.forge(bytes_of_buffer(file), &order, BUFFER_OF(s->room), &s->token), RESULT_OK);
	free(file.at);
}

/* False where there are no vectors, which the fixture says. */
static bool set_scene(struct scene *s)
{
	char path[VECTORS_PATH_MAX];
	struct buffer pem;

	if (!vectors_path("dice/keys/tcg_alias.pem", path))
		return false;
	pem = vectors_read(path);
	ck_assert_int_eq(pem_read_p256_key(bytes_of_buffer(pem), &leaf_key), RESULT_OK);
	free(pem.at);
	s->leaf = vector("dice/tcg-chains/ok_two_fwids/0.der");
	s->issuer = vector("dice/tcg-chains/ok_two_fwids/1.der");
	s->root = vector("dice/keys/tcg_root.der");
	s->chain[0] = bytes_of_buffer(s->leaf);
	s->chain[1] = bytes_of_buffer(s->issuer);
	s->roots[0] = bytes_of_buffer(s->root);
	sign_token(s, (struct forge_order){ .act = FORGE_NOTHING }, &leaf_key);
	return true;
}

static void clear(struct scene *s)
{
	free(s->leaf.at);
	free(s->issuer.at);
	free(s->root.at);
}

static struct attested evidence_of(const struct scene *s)
{
	return (struct attested){ .format = "psa-token", .evidence = s->token, .chain = s->chain, .chain_count = 2 };
}

static struct appraisal appraise(const struct scene *s)
{
	const struct attester_trust trust = { .roots = s->roots, .root_count = 1 };
	struct attested evidence = evidence_of(s);

	return attested_appraise(&evidence, &trust);
}

START_TEST(evidence_under_the_root_holds)
{
	struct appraisal appraisal;
	struct scene s;

	if (!set_scene(&s))
		return;
	appraisal = appraise(&s);
	ck_assert_msg(appraisal.holds, "%s", appraisal.why);
	ck_assert(bytes_equal(appraisal.key, BYTES_OF(leaf_key.spki)));
	ck_assert_uint_eq(appraisal.nonce.len, 32);
	ck_assert_uint_eq(appraisal.boot.len, 8);
	ck_assert(bytes_equal(appraisal.root, s.roots[0]));
	ck_assert_uint_eq(appraisal.token.claims.component_count, 3);
	clear(&s);
}
END_TEST

START_TEST(no_byte_of_a_token_can_change)
{
	struct regions regions;
	struct scene s;

	if (!set_scene(&s))
		return;
	ck_assert_int_eq(reader_psa_token.regions(s.token, &regions), RESULT_OK);
	for (size_t i = 0; i < s.token.len; i++) {
		s.room[i] ^= 0x01;
		ck_assert_msg(!appraise(&s).holds, "byte %zu", i);
		s.room[i] ^= 0x01;
	}
	ck_assert(appraise(&s).holds);
	clear(&s);
}
END_TEST

START_TEST(a_token_of_another_key_does_not_hold)
{
	static const uint8_t nonce[32] = { 1 };
	struct appraisal appraisal;
	struct scene s;

	if (!set_scene(&s))
		return;
	sign_token(&s, (struct forge_order){ .act = FORGE_REPLACE, .region = "payload.nonce.value", .with = BYTES_OF(nonce) }, &other_key);
	appraisal = appraise(&s);
	ck_assert(!appraisal.holds);
	ck_assert(bytes_equal(appraisal.nonce, BYTES_OF(nonce)));
	ck_assert_str_eq(appraisal.why, "the token is not signed by the leaf's key");
	clear(&s);
}
END_TEST

START_TEST(a_chain_must_lead_to_the_root)
{
	struct bytes first;
	struct scene s;

	if (!set_scene(&s))
		return;
	first = s.chain[0];
	s.chain[0] = s.chain[1];
	s.chain[1] = first;
	ck_assert_str_eq(appraise(&s).why, "the certificates of the layers do not lead to a root");
	s.chain[1] = s.chain[0];
	s.chain[0] = first;
	s.roots[0] = first;
	ck_assert_str_eq(appraise(&s).why, "the certificates of the layers do not lead to a root");
	s.roots[0] = bytes_from(s.root.at, s.root.len - 1);
	ck_assert_str_eq(appraise(&s).why, "the certificates of the layers do not lead to a root");
	clear(&s);
}
END_TEST

START_TEST(a_key_that_was_found_before_is_the_only_one)
{
	struct attester_trust trust = { .root_count = 1 };
	struct attested evidence;
	struct scene s;

	if (!set_scene(&s))
		return;
	evidence = evidence_of(&s);
	trust.roots = s.roots;
	trust.key = BYTES_OF(other_key.spki);
	ck_assert_str_eq(attested_appraise(&evidence, &trust).why, "the leaf's key is another one than before");
	trust.key = BYTES_OF(leaf_key.spki);
	ck_assert(attested_appraise(&evidence, &trust).holds);
	evidence.signature = s.token;
	ck_assert(!attested_appraise(&evidence, &trust).holds);
	clear(&s);
}
END_TEST

START_TEST(forms_are_not_mixed_up)
{
	const struct attester_trust trust = { .roots = NULL };
	struct attested evidence = { .format = "jwt" };

	ck_assert(!evidence_is_known("jwt"));
	ck_assert(evidence_is_known("psa-token"));
	ck_assert(!attested_appraise(&evidence, &trust).holds);
	evidence.format = "tpm2-quote";
	ck_assert_str_eq(attested_appraise(&evidence, &trust).why, "the evidence is no well-formed quote");
	evidence.format = "psa-token";
	ck_assert_str_eq(attested_appraise(&evidence, &trust).why, "the evidence is no well-formed PSA token");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("appraisal");
	TCase *tests = tcase_create("appraisal");
	SRunner *runner;
	int failures;

	if (crypto_p256_generate(&other_key) != RESULT_OK)
		return EXIT_FAILURE;
	tcase_add_test(tests, evidence_under_the_root_holds);
	tcase_add_test(tests, no_byte_of_a_token_can_change);
	tcase_add_test(tests, a_token_of_another_key_does_not_hold);
	tcase_add_test(tests, a_chain_must_lead_to_the_root);
	tcase_add_test(tests, a_key_that_was_found_before_is_the_only_one);
	tcase_add_test(tests, forms_are_not_mixed_up);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
