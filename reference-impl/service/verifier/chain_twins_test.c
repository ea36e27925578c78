/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For each check of a chain a bad twin of the good one, whose signatures are all good, and which is
 * refused for exactly the one thing that is bad.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/service/verifier/chain_fixture.h"

enum { LEAF, OS, BL };

static struct fixture_world world;
static struct appraisal appraisal;

static void prepare(void)
{
	struct token_recipe token;
	struct record_recipe record;

	token_recipe_good(&token);
	record_recipe_good(&record);
	fixture_world(&world, &token, &record);
}

static void appraise_chain(struct bytes chain)
{
	world.request.chain = chain;
	evidence_appraise(&world.request, &appraisal);
}

static void must_refuse(enum appraisal_reason reason, const char *name)
{
	const struct finding *first = appraisal_first_bad(&appraisal);

	ck_assert_msg(first != NULL, "%s: affirmed", name);
	ck_assert_msg(first->reason == reason, "%s: %s (%s: %s)", name, appraisal_reason_name(first->reason), first->check, first->seen);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
}

static void not_yet(struct chain_recipe *c) { c->layers[OS].not_before = FIXTURE_NOW + 1; }
static void over(struct chain_recipe *c) { c->layers[BL].not_after = FIXTURE_NOW - 1; }
static void leaf_over(struct chain_recipe *c) { c->layers[LEAF].not_after = FIXTURE_NOW - 1; }
static void os_is_no_ca(struct chain_recipe *c) { c->layers[OS].basic = "critical,CA:FALSE"; }
static void path_too_long(struct chain_recipe *c) { c->layers[BL].basic = "critical,CA:TRUE,pathlen:0"; }
static void os_may_not_issue(struct chain_recipe *c) { c->layers[OS].usage = "critical,digitalSignature"; }
static void os_may_more(struct chain_recipe *c) { c->layers[OS].usage = "critical,keyCertSign,digitalSignature"; }
static void os_usage_uncritical(struct chain_recipe *c) { c->layers[OS].usage = "keyCertSign"; }
static void leaf_is_ca(struct chain_recipe *c) { c->layers[LEAF].basic = "critical,CA:TRUE"; c->layers[LEAF].usage = "critical,keyCertSign"; }
static void leaf_may_more(struct chain_recipe *c) { c->layers[LEAF].usage = "critical,digitalSignature,keyAgreement"; }
static void leaf_without_purpose(struct chain_recipe *c) { c->layers[LEAF].purpose = NULL; }
static void leaf_is_a_server(struct chain_recipe *c) { c->layers[LEAF].purpose = "serverAuth"; }
static void stranger_issues(struct chain_recipe *c) { c->layers[LEAF].issuer_key = KEY_STRANGER; }
static void stranger_is_root(struct chain_recipe *c) { c->layers[BL].issuer_key = KEY_STRANGER; }
static void key_twice(struct chain_recipe *c) { c->layers[OS].key = KEY_BL; c->layers[LEAF].issuer_key = KEY_BL; }
static void critical_unknown(struct chain_recipe *c) { c->layers[OS].extra_oid = "1.2.3.4"; }
static void serial(struct chain_recipe *c) { c->layers[OS].spoils_serial = true; }
static void key_id(struct chain_recipe *c) { c->layers[LEAF].spoils_key_id = true; }
static void authority_id(struct chain_recipe *c) { c->layers[LEAF].spoils_authority_id = true; }
static void secret_of_zeros(struct chain_recipe *c) { c->layers[BL].key = KEY_OF_ZEROS; c->layers[OS].issuer_key = KEY_OF_ZEROS; }
static void subject(struct chain_recipe *c) { c->layers[LEAF].subject = "Leaf"; }
static void no_tcb(struct chain_recipe *c) { c->layers[OS].tcb_hex = ""; }
static void no_leaf_tcb(struct chain_recipe *c) { c->layers[LEAF].tcb_hex = ""; }
static void no_fwids(struct chain_recipe *c) { c->layers[OS].digest_len = 0; }
static void fwid(struct chain_recipe *c) { c->layers[OS].digest[9] ^= 1; }
static void first_fwid(struct chain_recipe *c) { c->layers[BL].digest[0] ^= 1; }
static void digest_long(struct chain_recipe *c) { c->layers[OS].digest_len = 48; }
static void unknown_hash(struct chain_recipe *c) { c->layers[OS].hash = 4; }
static void svn(struct chain_recipe *c) { c->layers[OS].svn = 6; }
static void no_svn(struct chain_recipe *c) { c->layers[OS].svn = -1; }
static void layer_repeats(struct chain_recipe *c) { c->layers[LEAF].layer = 1; }
static void layer_falls(struct chain_recipe *c) { c->layers[OS].layer = 0; c->layers[BL].layer = 1; }
static void no_layer(struct chain_recipe *c) { c->layers[OS].layer = -1; }
static void vendor(struct chain_recipe *c) { c->layers[OS].vendor = "evil.example"; }
static void product(struct chain_recipe *c) { c->layers[LEAF].product = "toaster"; }
static void not_configured(struct chain_recipe *c) { c->layers[OS].flags = 0x80; }
static void not_secure(struct chain_recipe *c) { c->layers[BL].flags = 0x40; }
static void recovery(struct chain_recipe *c) { c->layers[LEAF].flags = 0x20; }
static void debug(struct chain_recipe *c) { c->layers[OS].flags = 0x10; }
static void mode_debug(struct chain_recipe *c) { c->layers[OS].dice_mode = "02"; }
static void mode_recovery(struct chain_recipe *c) { c->layers[OS].dice_mode = "03"; }
static void mode_unknown(struct chain_recipe *c) { c->layers[OS].dice_mode = "07"; }
static void tcb_trailing(struct chain_recipe *c) { c->layers[OS].tcb_hex = "300384010100"; }
static void tcb_reordered(struct chain_recipe *c) { c->layers[OS].tcb_hex = "3006840101830107"; }
static void tcb_twice(struct chain_recipe *c) { c->layers[OS].tcb_hex = "3006840101840101"; }
static void tcb_not_minimal(struct chain_recipe *c) { c->layers[OS].tcb_hex = "300483020007"; }
static void tcb_negative(struct chain_recipe *c) { c->layers[OS].tcb_hex = "3003830187"; }
static void tcb_long_len(struct chain_recipe *c) { c->layers[OS].tcb_hex = "308103830107"; }
static void tcb_cut(struct chain_recipe *c) { c->layers[OS].tcb_hex = "3007830107"; }
static void tcb_unused_bits(struct chain_recipe *c) { c->layers[OS].tcb_hex = "300487020401"; }
static void tcb_unknown_field(struct chain_recipe *c) { c->layers[OS].tcb_hex = "30038c0100"; }
static void tcb_other_class(struct chain_recipe *c) { c->layers[OS].tcb_hex = "3003020107"; }

static const struct {
	const char *name;
	void (*spoil)(struct chain_recipe *recipe);
	enum appraisal_reason reason;
} twins[] = {
	{ "not yet valid", not_yet, REASON_NOT_YET_VALID },
	{ "expired", over, REASON_EXPIRED },
	{ "an expired leaf", leaf_over, REASON_EXPIRED },
	{ "an issuer that is no CA", os_is_no_ca, REASON_UNTRUSTED },
	{ "a path longer than allowed", path_too_long, REASON_UNTRUSTED },
	{ "an issuer that may not issue", os_may_not_issue, REASON_UNTRUSTED },
	{ "an issuer that may more", os_may_more, REASON_POLICY },
	{ "an issuer whose usage is not critical", os_usage_uncritical, REASON_POLICY },
	{ "a leaf that is a CA", leaf_is_ca, REASON_POLICY },
	{ "a leaf that may more", leaf_may_more, REASON_POLICY },
	{ "a leaf without purpose", leaf_without_purpose, REASON_POLICY },
	{ "a leaf for servers", leaf_is_a_server, REASON_POLICY },
	{ "a leaf of a stranger", stranger_issues, REASON_BAD_SIGNATURE },
	{ "a chain of a stranger", stranger_is_root, REASON_BAD_SIGNATURE },
	{ "one key for two layers", key_twice, REASON_DUPLICATE_CERTIFICATE },
	{ "a critical extension nobody knows", critical_unknown, REASON_UNKNOWN_CRITICAL },
	{ "a serial number of another key", serial, REASON_WRONG_IDENTIFIER },
	{ "a key identifier of another key", key_id, REASON_WRONG_IDENTIFIER },
	{ "an issuer's key identifier that is not its own", authority_id, REASON_UNTRUSTED },
	{ "a device secret of zeros", secret_of_zeros, REASON_UNPROVISIONED },
	{ "a name in place of an identifier", subject, REASON_WRONG_IDENTIFIER },
	{ "no TcbInfo", no_tcb, REASON_MISSING_MEASUREMENT },
	{ "no TcbInfo in the leaf", no_leaf_tcb, REASON_MISSING_MEASUREMENT },
	{ "no hashes", no_fwids, REASON_MISSING_MEASUREMENT },
	{ "another OS", fwid, REASON_UNKNOWN_FWID },
	{ "another loader", first_fwid, REASON_UNKNOWN_FWID },
	{ "a digest that does not fit its hash", digest_long, REASON_BAD_EXTENSION },
	{ "a hash that is not relied on", unknown_hash, REASON_WEAK_HASH },
	{ "an old security version", svn, REASON_OLD_SVN },
	{ "no security version", no_svn, REASON_OLD_SVN },
	{ "a layer's number twice", layer_repeats, REASON_LAYER_ORDER },
	{ "numbers that fall", layer_falls, REASON_LAYER_ORDER },
	{ "no number", no_layer, REASON_LAYER_ORDER },
	{ "another vendor", vendor, REASON_IDENTITY_MISMATCH },
	{ "another product", product, REASON_IDENTITY_MISMATCH },
	{ "not configured", not_configured, REASON_BAD_MODE },
	{ "not secure", not_secure, REASON_BAD_MODE },
	{ "in recovery", recovery, REASON_BAD_MODE },
	{ "in debug", debug, REASON_BAD_MODE },
	{ "mode debug", mode_debug, REASON_BAD_MODE },
	{ "mode recovery", mode_recovery, REASON_BAD_MODE },
	{ "a mode without meaning", mode_unknown, REASON_BAD_MODE },
	{ "bytes behind TcbInfo", tcb_trailing, REASON_BAD_EXTENSION },
	{ "fields in another order", tcb_reordered, REASON_BAD_EXTENSION },
	{ "a field twice", tcb_twice, REASON_BAD_EXTENSION },
	{ "a number that is not minimal", tcb_not_minimal, REASON_BAD_EXTENSION },
	{ "a negative number", tcb_negative, REASON_BAD_EXTENSION },
	{ "a length of BER", tcb_long_len, REASON_BAD_EXTENSION },
	{ "TcbInfo cut short", tcb_cut, REASON_BAD_EXTENSION },
	{ "unused bits that are set", tcb_unused_bits, REASON_BAD_EXTENSION },
	{ "a field nobody knows", tcb_unknown_field, REASON_BAD_EXTENSION },
	{ "a field of another class", tcb_other_class, REASON_BAD_EXTENSION },
};

START_TEST(a_bad_twin_is_refused_for_what_is_bad)
{
	struct chain_recipe recipe;

	prepare();
	chain_recipe_good(&recipe);
	twins[_i].spoil(&recipe);
	appraise_chain(chain_fixture_chain(&recipe));
	must_refuse(twins[_i].reason, twins[_i].name);
}
END_TEST

START_TEST(a_twin_that_differs_in_nothing_that_counts_is_affirmed)
{
	struct chain_recipe recipe;

	prepare();
	chain_recipe_good(&recipe);
	recipe.layers[OS].dice_mode = "01";
	recipe.layers[LEAF].svn = 9;
	recipe.layers[BL].vendor = NULL;
	recipe.layers[BL].flags = 0;
	appraise_chain(chain_fixture_chain(&recipe));
	ck_assert_msg(appraisal_status(&appraisal) == STATUS_AFFIRMING, "%s", appraisal_first_bad(&appraisal)->check);
}
END_TEST

/* Certificates of the good chain, as separate pieces. */
static void split(struct bytes chain, struct bytes ret_pieces[FIXTURE_LAYERS])
{
	for (size_t i = 0; i < FIXTURE_LAYERS; i++) {
		size_t len = 4 + (size_t)(chain.at[2] << 8 | chain.at[3]);

		ret_pieces[i] = bytes_from(chain.at, len);
		chain = bytes_from(chain.at + len, chain.len - len);
	}
	ck_assert_uint_eq(chain.len, 0);
}

/* Places of certificates, 3 being the root. */
static const struct {
	const char *name, *order;
	enum appraisal_reason reason;
} orders[] = {
	{ "with its root", "0123", REASON_NONE },
	{ "reversed", "210", REASON_WRONG_ORDER },
	{ "two exchanged", "021", REASON_WRONG_ORDER },
	{ "one left out", "02", REASON_WRONG_ORDER },
	{ "the top left out", "01", REASON_UNTRUSTED },
	{ "the leaf left out", "12", REASON_POLICY },
	{ "the leaf alone", "0", REASON_UNTRUSTED },
	{ "the root alone", "3", REASON_POLICY },
	{ "the leaf twice", "0012", REASON_DUPLICATE_CERTIFICATE },
	{ "the root twice", "01233", REASON_DUPLICATE_CERTIFICATE },
	{ "nothing", "", REASON_BAD_CERTIFICATE },
	{ "nine", "012301230", REASON_TOO_LARGE },
};

static struct bytes ordered(const char *order, struct writer *w)
{
	struct bytes pieces[FIXTURE_LAYERS + 1], chain;

	split(chain_fixture_good(), pieces);
	pieces[FIXTURE_LAYERS] = chain_fixture_root();
	for (; *order; order++)
		writer_bytes(w, pieces[*order - '0']);
	ck_assert_int_eq(writer_finish(w, &chain), RESULT_OK);
	return chain;
}

START_TEST(certificates_stand_in_their_order_and_no_other)
{
	uint8_t room[ATTESTED_CHAIN_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));

	prepare();
	appraise_chain(ordered(orders[_i].order, &w));
	if (orders[_i].reason == REASON_NONE)
		ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	else
		must_refuse(orders[_i].reason, orders[_i].name);
}
END_TEST

START_TEST(pem_is_read_as_well)
{
	uint8_t room[ATTESTED_CHAIN_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes pieces[FIXTURE_LAYERS], text;

	prepare();
	split(chain_fixture_good(), pieces);
	for (size_t i = 0; i < FIXTURE_LAYERS; i++)
		pem_write(&w, "CERTIFICATE", pieces[i]);
	ck_assert_int_eq(writer_finish(&w, &text), RESULT_OK);
	appraise_chain(text);
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_AFFIRMING);
	text.len -= 4;
	appraise_chain(text);
	must_refuse(REASON_BAD_CERTIFICATE, "PEM that is not closed");
	appraise_chain(bytes_of_text("hello"));
	must_refuse(REASON_BAD_CERTIFICATE, "no PEM");
}
END_TEST

START_TEST(a_chain_has_a_limit)
{
	static uint8_t large[ATTESTED_CHAIN_MAX_LEN + 1] = { 0x30, 0x82, 0x40, 0x00 };

	prepare();
	appraise_chain(BYTES_OF(large));
	must_refuse(REASON_TOO_LARGE, "16385 bytes");
	appraise_chain(bytes_from(large, sizeof(large) - 1));
	must_refuse(REASON_BAD_CERTIFICATE, "16384 bytes of zeros");
}
END_TEST

START_TEST(only_the_given_roots_count)
{
	prepare();
	world.request.roots.count = 0;
	appraise_chain(chain_fixture_good());
	must_refuse(REASON_UNTRUSTED, "no root");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("chain twins");
	TCase *tests = tcase_create("twins");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_loop_test(tests, a_bad_twin_is_refused_for_what_is_bad, 0, sizeof(twins) / sizeof(twins[0]));
	tcase_add_test(tests, a_twin_that_differs_in_nothing_that_counts_is_affirmed);
	tcase_add_loop_test(tests, certificates_stand_in_their_order_and_no_other, 0, sizeof(orders) / sizeof(orders[0]));
	tcase_add_test(tests, pem_is_read_as_well);
	tcase_add_test(tests, a_chain_has_a_limit);
	tcase_add_test(tests, only_the_given_roots_count);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
