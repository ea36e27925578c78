/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of root_of_trust.h and identity.h: identity follows what runs, secrets of before are gone. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/dice_chain.h"
#include "reference-impl/crypto/certificate.h"
#include "reference-impl/root_of_trust/root_of_trust_fixture.h"

static struct rot_fixture f;
static const uint8_t nonce[32] = { 1, 2, 3 };

static void setup(void)
{
	rot_fixture_init(&f, 0);
}

static bool holds(const void *memory, size_t len, const void *secret, size_t secret_len)
{
	return memmem(memory, len, secret, secret_len) != NULL;
}

START_TEST(the_device_secret_and_the_layers_are_gone_when_the_os_runs)
{
	static const uint8_t zeros[sizeof(struct dice_cdi)];
	const uint8_t *secret = f.sim.chip.nor.space[NOR_FUSES].at + FUSE_DEVICE_SECRET;
	struct component loader = rot_fixture_component(COMPONENT_LOADER, 'L');
	struct dice_cdi of_loader;

	ck_assert(!holds(&f.rot, sizeof(f.rot), secret, 8));
	ck_assert(f.rot.identity.is_whole);
	ck_assert_mem_eq(&f.rot.identity.layer, zeros, sizeof(zeros));
	rot_fixture_reset(&f);
	ck_assert_int_eq(root_of_trust_measure(&f.rot, &loader), RESULT_OK);
	of_loader = f.rot.identity.layer;
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert(!holds(&f.rot, sizeof(f.rot), of_loader.attest, 16));
	ck_assert(!holds(&f.rot, sizeof(f.rot), of_loader.seal, 16));
}
END_TEST

START_TEST(the_same_boot_is_the_same_identity_also_behind_a_reset)
{
	struct crypto_p256_key before = f.rot.identity.attestation;

	rot_fixture_reset(&f);
	ck_assert_mem_ne(f.rot.identity.attestation.spki, before.spki, sizeof(before.spki));
	rot_fixture_boot(&f, 'O');
	ck_assert_mem_eq(f.rot.identity.attestation.spki, before.spki, sizeof(before.spki));
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_mem_eq(f.rot.identity.attestation.spki, before.spki, sizeof(before.spki));
}
END_TEST

START_TEST(another_os_or_another_unit_is_another_identity)
{
	struct identity before = f.rot.identity;

	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'P');
	ck_assert_mem_ne(f.rot.identity.attestation.spki, before.attestation.spki, sizeof(before.attestation.spki));
	/* Signed by the same key: its sealed data and its TLS key outlive the update. */
	ck_assert_mem_eq(f.rot.identity.seal_root, before.seal_root, sizeof(before.seal_root));
	ck_assert_mem_eq(f.rot.identity.client_root, before.client_root, sizeof(before.client_root));
	rot_fixture_init(&f, 1);
	ck_assert_mem_ne(f.rot.identity.attestation.spki, before.attestation.spki, sizeof(before.attestation.spki));
	ck_assert_mem_ne(f.rot.identity.seal_root, before.seal_root, sizeof(before.seal_root));
}
END_TEST

START_TEST(the_secret_is_taken_once_so_a_second_root_of_trust_is_nobody)
{
	struct component self = rot_fixture_component(COMPONENT_ROOT_OF_TRUST, 'R');
	static struct root_of_trust other;

	ck_assert_int_eq(root_of_trust_power_on(&other, &f.vault, &self), RESULT_OK);
	ck_assert(!other.identity.is_present);
	ck_assert_uint_eq(other.faults.count[FAULT_STORAGE], 1);
}
END_TEST

START_TEST(without_a_secret_there_is_no_identity_and_nothing_that_needs_one)
{
	static const struct {
		enum mailbox_role role;
		enum mailbox_command command;
		size_t len;
	} NEEDS[] = { { MAILBOX_OS, MAILBOX_ATTEST, 32 }, { MAILBOX_OS, MAILBOX_SEAL, 5 },
		      { MAILBOX_AGENT, MAILBOX_CLIENT_GENERATE, 0 }, { MAILBOX_AGENT, MAILBOX_CLIENT_SIGN, 32 } };
	uint8_t body[32] = { 2, 'a', 'b' };

	memset(f.sim.chip.nor.space[NOR_FUSES].at + FUSE_DEVICE_SECRET, _i ? 0xff : 0, FUSE_DEVICE_SECRET_LEN);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	for (size_t i = 0; i < sizeof(NEEDS) / sizeof(NEEDS[0]); i++)
		ck_assert_int_eq(rot_fixture_ask_as(&f, NEEDS[i].role, NEEDS[i].command, bytes_from(body, NEEDS[i].len)), RESULT_NOT_FOUND);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SECURITY_STATE, (struct bytes){ 0 }), RESULT_OK);
}
END_TEST

START_TEST(evidence_names_what_was_measured_who_asked_and_what_for)
{
	struct mailbox_caller app = rot_fixture_app(4), os = { .role = MAILBOX_OS };
	struct psa_token_claims claims = rot_fixture_attest(&f, &app, BYTES_OF(nonce));
	static const char *const types[] = { "PRoT", "BL", "Config", "OS" };
	static const char letters[] = "RLCO";

	ck_assert(bytes_equal(claims.nonce, BYTES_OF(nonce)));
	ck_assert_int_eq(claims.client_id, -20);
	ck_assert_uint_eq(claims.lifecycle, PSA_LIFECYCLE_SECURED);
	ck_assert_uint_eq(claims.component_count, 4);
	for (size_t i = 0; i < 4; i++) {
		ck_assert(bytes_equal(claims.components[i].type, bytes_of_text(types[i])));
		ck_assert_uint_eq(claims.components[i].measurement.at[31], (unsigned char)letters[i]);
	}
	ck_assert(bytes_equal(claims.components[3].version, bytes_of_text("1.2.3+79")));
	ck_assert_int_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).client_id, -1);
}
END_TEST

/* Takes the chain apart into ders, the leaf first; its room is the reply. */
static size_t read_chain(struct bytes ders[DICE_CHAIN_MAX_COUNT])
{
	struct reader r;
	size_t count = 0;

	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_AGENT, MAILBOX_CERTIFICATES, (struct bytes){ 0 }), RESULT_OK);
	r = reader_over(f.body);
	while (reader_rest(&r).len > 0 && count < DICE_CHAIN_MAX_COUNT)
		ders[count++] = reader_take(&r, reader_u16_le(&r));
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
	return count;
}

static struct dice_chain_judgement judge_chain(size_t *ret_count)
{
	struct bytes ders[DICE_CHAIN_MAX_COUNT];
	struct dice_chain_rules rules = { .at_time = 1800000000, .demands_key_ids = true };
	uint8_t secret[DICE_CDI_LEN];
	struct crypto_p256_key device;

	memcpy(secret, f.sim.chip.nor.space[NOR_FUSES].at + FUSE_DEVICE_SECRET, sizeof(secret));
	ck_assert_int_eq(dice_key(secret, &device), RESULT_OK);
	rules.root_spki = BYTES_OF(device.spki);
	*ret_count = read_chain(ders);
	return dice_chain_judge(ders, *ret_count, &rules);
}

START_TEST(a_chain_leads_from_the_attestation_key_to_the_device_key)
{
	struct dice_chain_judgement judgement;
	struct dice_tcb_info info;
	size_t count;

	judgement = judge_chain(&count);
	ck_assert_msg(judgement.fault == DICE_CHAIN_HOLDS, "%s", dice_chain_fault_sentence(judgement.fault));
	ck_assert_uint_eq(count, 4);
	ck_assert(bytes_equal(judgement.leaf.spki, BYTES_OF(f.rot.identity.attestation.spki)));
	ck_assert_int_eq(dice_tcb_info_take(&judgement.leaf.tcb_infos, &info), RESULT_OK);
	ck_assert_uint_eq(info.fwids[0].digest.at[0], 'O');
	ck_assert_uint_eq(info.flags, 0);
	rot_fixture_reset(&f);
	judgement = judge_chain(&count);
	ck_assert_int_eq(judgement.fault, DICE_CHAIN_HOLDS);
	ck_assert_uint_eq(count, 2);
	ck_assert(bytes_equal(judgement.leaf.spki, BYTES_OF(f.rot.identity.attestation.spki)));
	ck_assert_int_eq(dice_tcb_info_take(&judgement.leaf.tcb_infos, &info), RESULT_OK);
	ck_assert_uint_eq(info.fwids[0].digest.at[0], 'R');
}
END_TEST

/* The library's opinion: X.509 by its strict rules, without a word about measurements. */
START_TEST(the_chain_is_good_x509_too)
{
	struct bytes ders[DICE_CHAIN_MAX_COUNT], root;
	uint8_t room[IDENTITY_CERTIFICATE_MAX_LEN];
	struct certificate_chain chain = { .intermediates = ders + 1, .roots = &root, .root_count = 1, .at_time = 1800000000 };
	struct certificate_path path;
	const char *reason = "";
	size_t count;
	enum result result;

	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_DEVICE_KEY, (struct bytes){ 0 }), RESULT_OK);
	ck_assert_int_eq(bytes_copy(BUFFER_OF(room), f.body), RESULT_OK);
	root = bytes_from(room, f.body.len);
	/* As a maker has it: taken once, at another power-on. */
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	count = read_chain(ders);
	chain.leaf = ders[0];
	chain.intermediate_count = count - 1;
	result = certificate_verify_chain(&chain, &path, &reason);
	ck_assert_msg(result == RESULT_OK, "%s", reason);
	ck_assert_uint_eq(path.count, 5);
	for (size_t i = 0; i < count; i++)
		ck_assert_uint_lt(ders[i].len, IDENTITY_CERTIFICATE_MAX_LEN - 200);
}
END_TEST

START_TEST(the_chain_says_when_a_layer_was_not_in_its_normal_state)
{
	struct dice_chain_judgement judgement;
	struct dice_tcb_info info;
	size_t count;
	struct service_token token = rot_fixture_token(&f);

	ck_assert_int_eq(rot_fixture_open(&f, &token, &f.service_key), RESULT_OK);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	judgement = judge_chain(&count);
	ck_assert_int_eq(judgement.fault, DICE_CHAIN_HOLDS);
	ck_assert_int_eq(dice_tcb_info_take(&judgement.leaf.tcb_infos, &info), RESULT_OK);
	ck_assert_uint_eq(info.flags, DICE_TCB_DEBUG);
	rot_fixture_blank(&f, 0);
	judgement = judge_chain(&count);
	ck_assert_int_eq(judgement.fault, DICE_CHAIN_HOLDS);
	ck_assert_int_eq(dice_tcb_info_take(&judgement.leaf.tcb_infos, &info), RESULT_OK);
	ck_assert_uint_eq(info.flags, DICE_TCB_NOT_CONFIGURED);
}
END_TEST

START_TEST(each_boot_has_a_seed_of_its_own)
{
	uint8_t before[ROOT_OF_TRUST_BOOT_SEED_LEN];

	memcpy(before, f.rot.boot_seed, sizeof(before));
	rot_fixture_reset(&f);
	ck_assert_mem_ne(f.rot.boot_seed, before, sizeof(before));
}
END_TEST

START_TEST(recovery_shows_until_the_reset_and_must_be_said_in_time)
{
	struct mailbox_caller os = { .role = MAILBOX_OS };
	struct crypto_p256_key normal = f.rot.identity.attestation;

	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_LOADER, MAILBOX_RECOVERY, (struct bytes){ 0 }), RESULT_REFUSED);
	rot_fixture_reset(&f);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_LOADER, MAILBOX_RECOVERY, (struct bytes){ 0 }), RESULT_OK);
	rot_fixture_boot(&f, 'O');
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED | MAILBOX_FLAG_RECOVERY);
	ck_assert_mem_ne(f.rot.identity.attestation.spki, normal.spki, sizeof(normal.spki));
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED);
}
END_TEST

START_TEST(a_grave_fault_shows_in_evidence_until_power_goes)
{
	struct mailbox_caller os = { .role = MAILBOX_OS };
	const uint8_t glitch = FAULT_GLITCH;

	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_LOADER, MAILBOX_FAULT_REPORT, BYTES_OF(glitch)), RESULT_OK);
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED | MAILBOX_FLAG_FAULT);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED | MAILBOX_FLAG_FAULT);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED);
}
END_TEST

START_TEST(a_session_ends_when_a_reset_finds_another_state)
{
	struct service_token token = rot_fixture_token(&f);

	ck_assert_int_eq(rot_fixture_open(&f, &token, &f.service_key), RESULT_OK);
	rot_fixture_reset(&f);
	ck_assert_uint_ne(service_session_rights(&f.rot.session, &f.vault), 0);
	ck_assert_int_eq(nor_fault_read_error(&f.sim.chip.nor, NOR_FUSES, FUSE_LIFECYCLE, 1), RESULT_OK);
	rot_fixture_reset(&f);
	ck_assert_int_eq(f.rot.lifecycle, LIFECYCLE_UNKNOWN);
	ck_assert_uint_eq(service_session_rights(&f.rot.session, &f.vault), 0);
	ck_assert(f.rot.session.saw_debug);
}
END_TEST

/* Zeros in its place would be somebody's id. */
START_TEST(a_device_that_does_not_know_who_it_is_is_in_no_known_state)
{
	struct service_token token;

	ck_assert_int_eq(nor_fault_read_error(&f.sim.chip.nor, NOR_FUSES, FUSE_DEVICE_ID, 1), RESULT_OK);
	rot_fixture_power_on(&f);
	nor_fault_clear(&f.sim.chip.nor);
	ck_assert_int_eq(f.rot.lifecycle, LIFECYCLE_UNKNOWN);
	token = rot_fixture_token(&f);
	token.lifecycle = LIFECYCLE_DEVICE_COMPLETE;
	ck_assert_int_eq(rot_fixture_open(&f, &token, &f.service_key), RESULT_REFUSED);
	rot_fixture_reset(&f);
	ck_assert_int_eq(f.rot.lifecycle, LIFECYCLE_DEVICE_COMPLETE);
}
END_TEST

START_TEST(release_leaves_nothing)
{
	static const struct root_of_trust nothing;

	root_of_trust_release(&f.rot);
	ck_assert_mem_eq(&f.rot, &nothing, sizeof(nothing));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root of trust");
	TCase *tests = tcase_create("root of trust");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_device_secret_and_the_layers_are_gone_when_the_os_runs);
	tcase_add_test(tests, the_same_boot_is_the_same_identity_also_behind_a_reset);
	tcase_add_test(tests, another_os_or_another_unit_is_another_identity);
	tcase_add_test(tests, the_secret_is_taken_once_so_a_second_root_of_trust_is_nobody);
	tcase_add_loop_test(tests, without_a_secret_there_is_no_identity_and_nothing_that_needs_one, 0, 2);
	tcase_add_test(tests, evidence_names_what_was_measured_who_asked_and_what_for);
	tcase_add_test(tests, a_chain_leads_from_the_attestation_key_to_the_device_key);
	tcase_add_test(tests, the_chain_is_good_x509_too);
	tcase_add_test(tests, the_chain_says_when_a_layer_was_not_in_its_normal_state);
	tcase_add_test(tests, each_boot_has_a_seed_of_its_own);
	tcase_add_test(tests, recovery_shows_until_the_reset_and_must_be_said_in_time);
	tcase_add_test(tests, a_grave_fault_shows_in_evidence_until_power_goes);
	tcase_add_test(tests, a_session_ends_when_a_reset_finds_another_state);
	tcase_add_test(tests, a_device_that_does_not_know_who_it_is_is_in_no_known_state);
	tcase_add_test(tests, release_leaves_nothing);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
