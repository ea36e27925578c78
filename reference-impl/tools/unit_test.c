/* SPDX-License-Identifier: Apache-2.0 */
/* What the factory burnt, seen by the root of trust: who vouches for the unit and how it stands. */

#include <check.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/crypto/certificate.h"
#include "reference-impl/crypto/pem.h"
#include "reference-impl/service/verifier/attested_chain.h"
#include "reference-impl/tools/unit_fixture.h"
#include "reference-impl/tools/whole_file.h"

#define ENDORSED " --endorse @root --endorse-issuer @root.pem --endorsement @endorsement"

enum { CHAIN_MAX = 8, ROOM_LEN = 4096, IN_2030 = 1900000000 };

static struct unit_fixture unit;

static struct {
	uint8_t endorsement_room[ROOM_LEN], pem_room[ROOM_LEN], root_room[ROOM_LEN];
	struct bytes endorsement, root;
	struct attested_chain chain;
	struct appraisal appraisal;
} w;

static void load_endorsement(void)
{
	struct bytes text = tools_load("@root.pem", BUFFER_OF(w.pem_room));

	w.endorsement = tools_load("@endorsement", BUFFER_OF(w.endorsement_room));
	ck_assert_int_eq(pem_read(&text, "CERTIFICATE", BUFFER_OF(w.root_room), &w.root), RESULT_OK);
}

/* The chain as a verifier gets it, the endorsement last. */
static size_t take_chain(struct bytes at[CHAIN_MAX])
{
	struct reader r = reader_over(unit_must_ask(&unit, MAILBOX_OS, MAILBOX_CERTIFICATES));
	size_t count = 0;

	while (reader_rest(&r).len > 0) {
		ck_assert_uint_lt(count, CHAIN_MAX - 1);
		at[count++] = reader_take(&r, reader_u16_le(&r));
		ck_assert_int_eq(reader_result(&r), RESULT_OK);
	}
	at[count++] = w.endorsement;
	return count;
}

START_TEST(the_chain_ends_in_the_makers_root)
{
	struct bytes at[CHAIN_MAX];
	struct certificate_chain chain = { .intermediates = at + 1, .roots = &w.root, .root_count = 1, .at_time = IN_2030 };
	struct certificate_path path;

	ck_assert_int_eq(tools_run(UNIT_PROVISION ENDORSED), 0);
	unit_power_on(&unit);
	load_endorsement();
	chain.intermediate_count = take_chain(at) - 1;
	chain.leaf = at[0];
	ck_assert_int_eq(certificate_verify_chain(&chain, &path, NULL), RESULT_OK);
	ck_assert_uint_eq(path.count, chain.intermediate_count + 2);
	chain.intermediate_count--;
	ck_assert_int_eq(certificate_verify_chain(&chain, &path, NULL), RESULT_REFUSED);
	unit_power_off(&unit);
}
END_TEST

START_TEST(the_verifier_follows_it)
{
	const struct attested_roots roots = { &w.root, 1, IN_2030 };
	uint8_t room[ATTESTED_CHAIN_MAX_LEN];
	struct writer out = writer_over(BUFFER_OF(room));
	struct bytes at[CHAIN_MAX];

	ck_assert_int_eq(tools_run(UNIT_PROVISION ENDORSED), 0);
	unit_power_on(&unit);
	load_endorsement();
	for (size_t i = 0, count = take_chain(at); i < count; i++)
		writer_bytes(&out, at[i]);
	ck_assert(attested_chain_read(bytes_from(room, out.used), &w.chain, &w.appraisal));
	ck_assert(attested_chain_check(&w.chain, &roots, &w.appraisal));
	ck_assert_ptr_null(appraisal_first_bad(&w.appraisal));
	attested_chain_release(&w.chain);
	unit_power_off(&unit);
}
END_TEST

/* What the device shows of its own key on the line, and what the maker endorsed, are one key and one name. */
START_TEST(the_endorsed_key_is_the_devices)
{
	struct dice_certificate own, endorsed;
	struct bytes der;

	ck_assert_int_eq(tools_run(UNIT_PROVISION ENDORSED), 0);
	unit_power_on(&unit);
	load_endorsement();
	der = unit_must_ask(&unit, MAILBOX_TOOL, MAILBOX_DEVICE_KEY);
	ck_assert_int_eq(dice_certificate_parse(der, &own), RESULT_OK);
	ck_assert_int_eq(dice_certificate_parse(w.endorsement, &endorsed), RESULT_OK);
	ck_assert(bytes_equal(own.spki, endorsed.spki) && bytes_equal(own.subject, endorsed.subject));
	ck_assert(bytes_equal(own.issuer, own.subject) && !bytes_equal(endorsed.issuer, endorsed.subject));
	unit_power_off(&unit);
}
END_TEST

START_TEST(an_endorsement_is_not_overwritten_unasked)
{
	uint8_t room[ROOM_LEN];
	struct bytes again;

	ck_assert_int_eq(tools_run(UNIT_PROVISION ENDORSED), 0);
	load_endorsement();
	ck_assert_int_eq(tools_run(UNIT_PROVISION ENDORSED), 2);
	again = tools_load("@endorsement", BUFFER_OF(room));
	ck_assert(bytes_equal(again, w.endorsement));
	ck_assert_int_eq(tools_run("provision --state @root.pem --loader @loader.img --os @os.img --key @k1.pub"
				   " --endorse @root --endorse-issuer @root.pem --endorsement @other"), 2);
	ck_assert_int_ne(access(tools_at("@other"), F_OK), 0);
}
END_TEST

START_TEST(only_the_roots_own_certificate_will_do)
{
	ck_assert_int_eq(tools_run("make_root --key @k2 --out @k2.pem"), 0);
	ck_assert_int_eq(tools_run(UNIT_PROVISION " --endorse @root --endorse-issuer @k2.pem --endorsement @endorsement"), 2);
	ck_assert_int_ne(access(tools_at("@endorsement"), F_OK), 0);
	ck_assert_int_ne(access(tools_at("@device"), F_OK), 0);
}
END_TEST

/* The option, and how the unit stands when it is switched on. */
static const struct life_case {
	const char *line;
	enum lifecycle lifecycle;
} lives[] = {
	{ UNIT_PROVISION, LIFECYCLE_DEVICE_COMPLETE },
	{ UNIT_PROVISION " --lifecycle device-complete", LIFECYCLE_DEVICE_COMPLETE },
	{ UNIT_PROVISION " --lifecycle module-complete", LIFECYCLE_MODULE_COMPLETE },
	{ UNIT_PROVISION " --lifecycle blank", LIFECYCLE_BLANK },
};

START_TEST(a_unit_stands_as_ordered)
{
	ck_assert_int_eq(tools_run(lives[_i].line), 0);
	unit_power_on(&unit);
	ck_assert_int_eq(unit.rot.lifecycle, lives[_i].lifecycle);
	unit_power_off(&unit);
}
END_TEST

/* The private key 1 is everybody's. */
static void write_published_key(const char *name)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [CRYPTO_P256_SCALAR_LEN - 1] = 1 }, room[ROOM_LEN];
	struct writer out = writer_over(BUFFER_OF(room));
	struct crypto_p256_key key;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &key), RESULT_OK);
	ck_assert_int_eq(pem_write_p256_key(&out, &key), RESULT_OK);
	ck_assert_int_eq(whole_file_write(tools_at(name), bytes_from(room, out.used), 0600), RESULT_OK);
}

START_TEST(a_finished_unit_takes_no_key_that_everybody_has)
{
	write_published_key("@published");
	ck_assert_int_eq(tools_run(UNIT_PROVISION " --key @published"), 2);
	ck_assert_int_eq(tools_run(UNIT_PROVISION " --service-key @published"), 2);
	ck_assert_int_ne(access(tools_at("@device"), F_OK), 0);
	ck_assert_int_eq(tools_run(UNIT_PROVISION " --key @published --service-key @published --lifecycle module-complete"), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("units");
	TCase *tcase = tcase_create("of the factory");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, unit_setup, tools_teardown);
	tcase_add_test(tcase, the_chain_ends_in_the_makers_root);
	tcase_add_test(tcase, the_verifier_follows_it);
	tcase_add_test(tcase, the_endorsed_key_is_the_devices);
	tcase_add_test(tcase, an_endorsement_is_not_overwritten_unasked);
	tcase_add_test(tcase, only_the_roots_own_certificate_will_do);
	tcase_add_loop_test(tcase, a_unit_stands_as_ordered, 0, sizeof(lives) / sizeof(lives[0]));
	tcase_add_test(tcase, a_finished_unit_takes_no_key_that_everybody_has);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
