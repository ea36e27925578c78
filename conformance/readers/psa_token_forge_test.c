/* SPDX-License-Identifier: Apache-2.0 */
/* Forgeries of a published token: what is mended is right, what is not meant stays. */

#include "conformance/psa_token.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"

extern const struct format_forger forger_psa_token;
extern const struct format_reader reader_psa_token;

struct forged {
	struct buffer image, room;
	struct bytes bytes;
};

static struct crypto_p256_key key;

static enum result sign_here(void *context, struct bytes digest, struct buffer room, struct bytes *ret_signature)
{
	return crypto_p256_sign(context, digest, room, ret_signature);
}

static struct suite_signer signer(void)
{
	return (struct suite_signer){ &key, BYTES_OF(key.spki), sign_here };
}

/* False where there are no vectors, which the fixture says. */
static bool forge_token(struct forge_order order, struct forged *f)
{
	char path[VECTORS_PATH_MAX];

	if (!vectors_path("psa-eat/tokens/bootseed_8.cbor", path))
		return false;
	f->image = vectors_read(path);
	f->room.len = f->image.len * 2 + order.with.len + 512;
	f->room.at = malloc(f->room.len);
	ck_assert_int_eq(forger_psa_token.forge(bytes_of_buffer(f->image), &order, f->room, &f->bytes), RESULT_OK);
	return true;
}

static void release(struct forged *f)
{
	free(f->image.at);
	free(f->room.at);
}

START_TEST(a_replaced_claim_is_read_and_signed_by_the_suite)
{
	static const uint8_t longer[48] = { 7 };
	struct suite_signer with = signer();
	struct forge_order order = { .act = FORGE_REPLACE, .region = "payload.nonce.value", .with = BYTES_OF(longer), .mend_lengths = true,
				     .signer = &with };
	struct eat_token token;
	struct forged f;

	if (!forge_token(order, &f))
		return;
	ck_assert_int_eq(eat_token_read(f.bytes, &token, NULL), RESULT_OK);
	ck_assert(bytes_equal(token.claims.nonce, BYTES_OF(longer)));
	ck_assert_int_eq(eat_token_verify(&token, BYTES_OF(key.spki)), RESULT_OK);
	release(&f);
}
END_TEST

START_TEST(a_head_that_grows_is_mended_through)
{
	static const uint8_t longest[32] = { 9 };
	struct forge_order order = { .act = FORGE_REPLACE, .region = "payload.boot_seed.value", .with = BYTES_OF(longest), .mend_lengths = true };
	struct eat_token token;
	struct forged f;

	if (!forge_token(order, &f))
		return;
	ck_assert_int_eq(eat_token_read(f.bytes, &token, NULL), RESULT_OK);
	ck_assert(bytes_equal(token.claims.boot_seed, BYTES_OF(longest)));
	ck_assert_uint_eq(f.bytes.len, f.image.len + 24 + 1);
	ck_assert_int_eq(eat_token_verify(&token, BYTES_OF(key.spki)), RESULT_BAD_SIGNATURE);
	release(&f);
}
END_TEST

START_TEST(claims_and_components_are_dropped_and_repeated)
{
	struct forge_order drop = { .act = FORGE_DROP, .region = "payload.lifecycle", .mend_lengths = true };
	struct forge_order repeat = { .act = FORGE_REPEAT, .region = "payload.nonce", .mend_lengths = true };
	struct forge_order fewer = { .act = FORGE_DROP, .region = "payload.components.1", .mend_lengths = true };
	struct forge_order more = { .act = FORGE_REPEAT, .region = "payload.components.0", .mend_lengths = true };
	struct eat_token token;
	const char *where = "";
	struct forged f;

	if (!forge_token(drop, &f))
		return;
	ck_assert_int_eq(eat_token_read(f.bytes, &token, &where), RESULT_NOT_FOUND);
	ck_assert_str_eq(where, "payload.lifecycle");
	release(&f);
	(void)forge_token(repeat, &f);
	ck_assert_int_eq(eat_token_read(f.bytes, &token, &where), RESULT_MALFORMED);
	ck_assert_str_eq(where, "payload");
	release(&f);
	(void)forge_token(fewer, &f);
	ck_assert_int_eq(eat_token_read(f.bytes, &token, NULL), RESULT_OK);
	ck_assert_uint_eq(token.claims.component_count, 2);
	release(&f);
	(void)forge_token(more, &f);
	ck_assert_int_eq(eat_token_read(f.bytes, &token, NULL), RESULT_OK);
	ck_assert_uint_eq(token.claims.component_count, 4);
	ck_assert_ptr_null(eat_token_component(&token, "BL"));
	release(&f);
}
END_TEST

START_TEST(the_protected_header_is_changed_and_the_signature_stripped)
{
	static const uint8_t hmac[] = { 0xa1, 0x01, 0x05 };
	struct suite_signer with = signer();
	struct forge_order header = { .act = FORGE_REPLACE, .region = "protected.value", .with = BYTES_OF(hmac), .mend_lengths = true, .signer = &with };
	struct forge_order strip = { .act = FORGE_REPLACE, .region = "signature.value", .mend_lengths = true };
	struct eat_token token;
	const char *where = "";
	struct forged f;

	if (!forge_token(header, &f))
		return;
	ck_assert_int_eq(eat_token_read(f.bytes, &token, &where), RESULT_UNSUPPORTED);
	ck_assert_str_eq(where, "protected");
	release(&f);
	(void)forge_token(strip, &f);
	ck_assert_int_eq(eat_token_read(f.bytes, &token, NULL), RESULT_OK);
	ck_assert_uint_eq(token.signature.len, 0);
	ck_assert_int_eq(eat_token_verify(&token, BYTES_OF(key.spki)), RESULT_BAD_SIGNATURE);
	release(&f);
}
END_TEST

/* What stands in a region's place, and what the reader makes of it. */
static const struct replacement {
	const char *region, *with;
	size_t len;
	enum result result;
	const char *where;
} REPLACEMENTS[] = {
	{ "payload.lifecycle.value", "\x19\x30\xff", 3, RESULT_OK, "" },
	{ "payload.lifecycle.value", "\x19\x31\x00", 3, RESULT_MALFORMED, "payload.lifecycle" },
	{ "payload.lifecycle.value", "\x19\xe1\x00", 3, RESULT_MALFORMED, "payload.lifecycle" },
	{ "payload.lifecycle.value", "\x1a\x00\x01\x30\x00", 5, RESULT_MALFORMED, "payload.lifecycle" },
	{ "payload.certification.key", "\x80", 1, RESULT_MALFORMED, "payload" },
	{ "payload.components.0.version.key", "\xf6", 1, RESULT_MALFORMED, "payload.components" },
	{ "payload.components.0.version.key", "\x38\x63", 2, RESULT_OK, "" },
	{ "payload.client_id.value", "\x00", 1, RESULT_MALFORMED, "payload.client_id" },
	{ "unprotected", "\xa1\x04\x41\x41", 4, RESULT_OK, "" },
	{ "unprotected", "\xa1\x04\x61\x41", 4, RESULT_MALFORMED, "protected" },
	{ "unprotected", "\xa1\x01\x26", 3, RESULT_MALFORMED, "protected" },
	{ "tag", "\xd1", 1, RESULT_MALFORMED, "envelope" },
};

START_TEST(each_rule_of_the_reader_is_met_by_a_forgery)
{
	const struct replacement *r = &REPLACEMENTS[_i];
	struct forge_order order = { .act = FORGE_REPLACE, .region = r->region, .with = bytes_from(r->with, r->len), .mend_lengths = true };
	struct eat_token token;
	const char *where = "";
	struct forged f;

	if (!forge_token(order, &f))
		return;
	ck_assert_int_eq(eat_token_read(f.bytes, &token, &where), r->result);
	ck_assert_str_eq(where, r->where);
	release(&f);
}
END_TEST

START_TEST(what_is_not_there_cannot_be_forged)
{
	struct forge_order order = { .act = FORGE_DROP, .region = "payload.nothing" };
	char path[VECTORS_PATH_MAX];
	uint8_t room[4096];
	struct bytes forged;
	struct buffer image;

	if (!vectors_path("psa-eat/tokens/bootseed_8.cbor", path))
		return;
	image = vectors_read(path);
	ck_assert_int_eq(forger_psa_token.forge(bytes_of_buffer(image), &order, BUFFER_OF(room), &forged), RESULT_NOT_FOUND);
	order = (struct forge_order){ .act = FORGE_REPEAT, .region = "payload" };
	ck_assert_int_eq(forger_psa_token.forge(bytes_of_buffer(image), &order, (struct buffer){ room, image.len }, &forged), RESULT_TOO_LARGE);
	ck_assert_int_eq(forger_psa_token.forge(bytes_from(image.at, 10), &order, BUFFER_OF(room), &forged), RESULT_MALFORMED);
	free(image.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("psa token forger");
	TCase *tests = tcase_create("forger");
	SRunner *runner;
	int failures;

	if (crypto_p256_generate(&key) != RESULT_OK)
		return EXIT_FAILURE;
	tcase_add_test(tests, a_replaced_claim_is_read_and_signed_by_the_suite);
	tcase_add_test(tests, a_head_that_grows_is_mended_through);
	tcase_add_test(tests, claims_and_components_are_dropped_and_repeated);
	tcase_add_test(tests, the_protected_header_is_changed_and_the_signature_stripped);
	tcase_add_loop_test(tests, each_rule_of_the_reader_is_met_by_a_forgery, 0, sizeof(REPLACEMENTS) / sizeof(REPLACEMENTS[0]));
	tcase_add_test(tests, what_is_not_there_cannot_be_forged);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
