/* SPDX-License-Identifier: Apache-2.0 */
/* Forgeries of a published chain: what is mended is right, what is not meant stays. */

#include "conformance/dice_chain.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/vectors_fixture.h"

enum { VERIFY_TIME = 1780272000 /* 2026-06-01 */ };

extern const struct format_forger forger_dice_chain;
extern const struct format_reader reader_dice_chain;

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

static struct buffer vector(const char *name)
{
	char path[VECTORS_PATH_MAX];

	ck_assert(vectors_path(name, path));
	return vectors_read(path);
}

/* Leaf and issuer, one behind the other. False where there are no vectors, which the fixture says. */
static bool load_chain(struct buffer *ret_chain)
{
	char path[VECTORS_PATH_MAX];
	struct buffer leaf, issuer;

	if (!vectors_path("dice/tcg-chains/ok_two_fwids/0.der", path))
		return false;
	leaf = vectors_read(path);
	issuer = vector("dice/tcg-chains/ok_two_fwids/1.der");
	*ret_chain = (struct buffer){ malloc(leaf.len + issuer.len), leaf.len + issuer.len };
	memcpy(ret_chain->at, leaf.at, leaf.len);
	memcpy(ret_chain->at + leaf.len, issuer.at, issuer.len);
	free(leaf.at);
	free(issuer.at);
	return true;
}

static bool forge_chain(struct forge_order order, struct forged *f)
{
	if (!load_chain(&f->image))
		return false;
	f->room.len = f->image.len * 2 + order.with.len + 512;
	f->room.at = malloc(f->room.len);
	ck_assert_int_eq(forger_dice_chain.forge(bytes_of_buffer(f->image), &order, f->room, &f->bytes), RESULT_OK);
	return true;
}

static void release(struct forged *f)
{
	free(f->image.at);
	free(f->room.at);
}

static struct bytes part(const struct forged *f, const char *first, const char *last)
{
	struct regions regions;
	const struct region *a, *z;

	ck_assert_int_eq(reader_dice_chain.regions(f->bytes, &regions), RESULT_OK);
	ck_assert(regions_tile(&regions, f->bytes.len));
	a = region_by_name(&regions, first);
	z = region_by_name(&regions, last);
	ck_assert(a != NULL && z != NULL);
	return bytes_from(f->bytes.at + a->offset, (size_t)(z->offset + z->length - a->offset));
}

/* The two certificates, read and followed to the root; where it broke, or "" if it held. */
static const char *follow(const struct forged *f, struct layer_chain *ret_chain)
{
	struct buffer root = vector("dice/keys/tcg_root.der");
	struct bytes trusted = bytes_of_buffer(root);
	const struct layer_trust trust = { &trusted, 1, VERIFY_TIME };
	const struct bytes ders[2] = { part(f, "0.head", "0.signature.value"), part(f, "1.head", "1.signature.value") };
	const char *where = "";
	enum result result = layer_chain_read(ders, 2, ret_chain, &where);

	if (result == RESULT_OK)
		result = layer_chain_verify(ret_chain, &trust, NULL, &where);
	free(root.at);
	return result == RESULT_OK ? "" : where;
}

START_TEST(a_signature_of_the_suite_is_right_and_not_the_issuers)
{
	static struct layer_chain chain;
	struct suite_signer with = signer();
	struct crypto_sha256 digest;
	struct forged f;

	if (!forge_chain((struct forge_order){ .signer = &with }, &f))
		return;
	ck_assert_str_eq(follow(&f, &chain), "signature");
	ck_assert_int_eq(crypto_sha256(chain.at[0].tbs, &digest), RESULT_OK);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key.spki), BYTES_OF(digest.at), chain.at[0].signature), RESULT_OK);
	release(&f);
	(void)forge_chain((struct forge_order){ .region = "1", .signer = &with }, &f);
	ck_assert_str_eq(follow(&f, &chain), "root");
	release(&f);
}
END_TEST

START_TEST(a_measurement_is_altered_and_nothing_else)
{
	static struct layer_chain chain;
	static const uint8_t other[32] = { 0xee };
	struct forge_order order = { .act = FORGE_REPLACE, .region = "0.tbs.tcb_info.fwids.0.digest.value", .with = BYTES_OF(other), .mend_lengths = true };
	struct forged f;
	size_t different = 0;

	if (!forge_chain(order, &f))
		return;
	ck_assert_str_eq(follow(&f, &chain), "signature");
	ck_assert(bytes_equal(chain.at[0].tcb_infos[0].fwids[0].digest, BYTES_OF(other)));
	ck_assert_uint_eq(f.bytes.len, f.image.len);
	for (size_t i = 0; i < f.bytes.len; i++)
		different += f.bytes.at[i] != f.image.at[i];
	ck_assert_uint_le(different, sizeof(other));
	release(&f);
}
END_TEST

START_TEST(lengths_are_mended_through_all_that_encloses)
{
	static struct layer_chain chain;
	static const uint8_t text[300] = { 'v' };
	struct suite_signer with = signer();
	struct forge_order longer = { .act = FORGE_REPLACE, .region = "0.tbs.tcb_info.version.value", .with = BYTES_OF(text), .mend_lengths = true,
				      .signer = &with };
	struct forge_order dropped = { .act = FORGE_DROP, .region = "1.tbs.tcb_info", .mend_lengths = true };
	struct forge_order repeated = { .act = FORGE_REPEAT, .region = "0.tbs.key_usage", .mend_lengths = true };
	struct layer_certificate certificate;
	const char *where = "";
	struct forged f;

	if (!forge_chain(longer, &f))
		return;
	(void)follow(&f, &chain);
	ck_assert_uint_eq(chain.at[0].tcb_infos[0].version.len, sizeof(text));
	release(&f);
	(void)forge_chain(dropped, &f);
	(void)follow(&f, &chain);
	ck_assert_uint_eq(chain.at[1].tcb_info_count, 0);
	release(&f);
	(void)forge_chain(repeated, &f);
	ck_assert_int_eq(layer_certificate_read(part(&f, "0.head", "0.signature.value"), &certificate, &where), RESULT_MALFORMED);
	ck_assert_str_eq(where, "extensions");
	release(&f);
}
END_TEST

/* What stands in a region's place in the leaf, and where the reader stumbles over it. */
static const struct replacement {
	const char *region, *with;
	size_t len;
	enum result result;
	const char *where;
} REPLACEMENTS[] = {
	{ "0.tbs.tcb_info.vendor.value", "\xff", 1, RESULT_MALFORMED, "tcb_info" },
	{ "0.tbs.tcb_info.svn.value", "\x00\x01", 2, RESULT_MALFORMED, "tcb_info" },
	{ "0.tbs.tcb_info.fwids.0.digest.value", "\x01", 1, RESULT_MALFORMED, "tcb_info" },
	{ "0.tbs.tcb_info.fwids.0.hash", "\x06\x05\x2b\x0e\x03\x02\x1a", 7, RESULT_UNSUPPORTED, "tcb_info" },
	{ "0.tbs.key_purposes.value", "\x30\x09\x06\x07\x67\x81\x05\x05\x04\x64\x89", 11, RESULT_MALFORMED, "key_purposes" },
	{ "0.tbs.key_usage.value", "\x03\x02\x07\xc0", 4, RESULT_MALFORMED, "key_usage" },
	{ "0.tbs.basic_constraints.value", "\x30\x03\x01\x01\x00", 5, RESULT_MALFORMED, "basic_constraints" },
	{ "0.tbs.version", "\xa0\x03\x02\x01\x01", 5, RESULT_MALFORMED, "version" },
	{ "0.tbs.validity", "\x30\x00", 2, RESULT_MALFORMED, "validity" },
	{ "0.algorithm", "\x30\x00", 2, RESULT_MALFORMED, "signature" },
	{ "0.signature.unused", "\x01", 1, RESULT_MALFORMED, "signature" },
};

START_TEST(each_rule_of_the_reader_is_met_by_a_forgery)
{
	const struct replacement *r = &REPLACEMENTS[_i];
	struct forge_order order = { .act = FORGE_REPLACE, .region = r->region, .with = bytes_from(r->with, r->len), .mend_lengths = true };
	char path[VECTORS_PATH_MAX];
	struct layer_certificate certificate;
	const char *where = "";
	uint8_t room[2048];
	struct bytes forged;
	struct buffer leaf;

	if (!vectors_path("dice/tcg-chains/ok_two_fwids/0.der", path))
		return;
	leaf = vectors_read(path);
	ck_assert_int_eq(forger_dice_chain.forge(bytes_of_buffer(leaf), &order, BUFFER_OF(room), &forged), RESULT_OK);
	ck_assert_int_eq(layer_certificate_read(forged, &certificate, &where), r->result);
	ck_assert_str_eq(where, r->where);
	free(leaf.at);
}
END_TEST

START_TEST(certificates_change_places)
{
	static struct layer_chain chain;
	struct forged f, g;
	struct bytes leaf, issuer;
	struct forge_order order = { .act = FORGE_REPLACE, .region = "0" };

	if (!forge_chain((struct forge_order){ .act = FORGE_NOTHING }, &f))
		return;
	leaf = part(&f, "0.head", "0.signature.value");
	issuer = part(&f, "1.head", "1.signature.value");
	ck_assert_str_eq(follow(&f, &chain), "");
	order.with = issuer;
	(void)forge_chain(order, &g);
	free(g.image.at);
	g.image = (struct buffer){ malloc(g.bytes.len), g.bytes.len };
	memcpy(g.image.at, g.bytes.at, g.bytes.len);
	order = (struct forge_order){ .act = FORGE_REPLACE, .region = "1", .with = leaf };
	ck_assert_int_eq(forger_dice_chain.forge(bytes_of_buffer(g.image), &order, g.room, &g.bytes), RESULT_OK);
	ck_assert_str_eq(follow(&g, &chain), "issuer");
	ck_assert_uint_eq(g.bytes.len, f.bytes.len);
	release(&f);
	release(&g);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dice chain forger");
	TCase *tests = tcase_create("forger");
	SRunner *runner;
	int failures;

	if (crypto_p256_generate(&key) != RESULT_OK)
		return EXIT_FAILURE;
	tcase_add_test(tests, a_signature_of_the_suite_is_right_and_not_the_issuers);
	tcase_add_test(tests, a_measurement_is_altered_and_nothing_else);
	tcase_add_test(tests, lengths_are_mended_through_all_that_encloses);
	tcase_add_loop_test(tests, each_rule_of_the_reader_is_met_by_a_forgery, 0, sizeof(REPLACEMENTS) / sizeof(REPLACEMENTS[0]));
	tcase_add_test(tests, certificates_change_places);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
