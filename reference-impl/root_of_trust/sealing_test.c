/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of sealing.h and client_key.h, through the mailbox: bound to unit, component, name, state, generation. */

#include <check.h>
#include <string.h>

#include "reference-impl/root_of_trust/root_of_trust_fixture.h"

static struct rot_fixture f;
static struct mailbox_caller app;
static uint8_t sealed[256]; /* length and name in front, as UNSEAL takes them */
static size_t sealed_len;
static const char plain[] = "a secret of the app";

static void setup(void)
{
	rot_fixture_init(&f, 0);
	app = rot_fixture_app(1);
}

static void seal(const struct mailbox_caller *caller)
{
	uint8_t body[64] = "\4name";

	memcpy(body + 5, plain, sizeof(plain));
	ck_assert_int_eq(rot_fixture_ask(&f, caller, MAILBOX_SEAL, bytes_from(body, 5 + sizeof(plain))), RESULT_OK);
	ck_assert_ptr_null(memmem(f.body.at, f.body.len, plain, 4));
	memcpy(sealed, "\4name", 5);
	memcpy(sealed + 5, f.body.at, f.body.len);
	sealed_len = 5 + f.body.len;
}

static enum result unseal(const struct mailbox_caller *caller)
{
	enum result result = rot_fixture_ask(&f, caller, MAILBOX_UNSEAL, bytes_from(sealed, sealed_len));

	if (result == RESULT_OK)
		ck_assert(bytes_equal(f.body, BYTES_OF(plain)));
	return result;
}

START_TEST(what_was_sealed_opens_also_behind_a_power_cycle_and_an_update)
{
	seal(&app);
	ck_assert_int_eq(unseal(&app), RESULT_OK);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_int_eq(unseal(&app), RESULT_OK);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'P');
	ck_assert_int_eq(unseal(&app), RESULT_OK);
}
END_TEST

START_TEST(another_app_name_or_unit_does_not_open_it)
{
	struct mailbox_caller other = rot_fixture_app(2), os = { .role = MAILBOX_OS }, posing = app;

	seal(&app);
	ck_assert_int_eq(unseal(&other), RESULT_REFUSED);
	posing.app = 9;
	ck_assert_int_eq(unseal(&posing), RESULT_OK);
	memcpy(os.component, app.component, sizeof(os.component));
	ck_assert_int_eq(unseal(&os), RESULT_REFUSED);
	sealed[1] ^= 1;
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	sealed[1] ^= 1;
	ck_assert_uint_eq(f.rot.faults.count[FAULT_UNSEAL], 3);
	rot_fixture_init(&f, 1);
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
}
END_TEST

START_TEST(every_bit_of_it_matters)
{
	seal(&app);
	for (size_t bit = 8 * 5; bit < 8 * sealed_len; bit++) {
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_int_ne(unseal(&app), RESULT_OK);
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	while (sealed_len-- > 6)
		ck_assert_int_ne(unseal(&app), RESULT_OK);
}
END_TEST

START_TEST(names_have_one_to_thirty_two_bytes)
{
	uint8_t body[64] = { 0 };

	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_SEAL, bytes_from(body, 40)), RESULT_MALFORMED);
	body[0] = SEAL_NAME_MAX;
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_SEAL, bytes_from(body, 40)), RESULT_OK);
	body[0] = SEAL_NAME_MAX + 1;
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_SEAL, bytes_from(body, 40)), RESULT_MALFORMED);
	body[0] = 40;
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_SEAL, bytes_from(body, 40)), RESULT_MALFORMED);
}
END_TEST

START_TEST(the_generation_before_still_opens_and_an_older_one_never_again)
{
	const uint8_t apps = MAILBOX_SEALED_APPS, others = MAILBOX_SEALED_OTHERS, none = MAILBOX_SEALED_END;

	seal(&app);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SEAL_ADVANCE, BYTES_OF(none)), RESULT_NOT_FOUND);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SEAL_ADVANCE, BYTES_OF(others)), RESULT_OK);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SEAL_ADVANCE, BYTES_OF(apps)), RESULT_OK);
	ck_assert_uint_eq(f.body.at[0], 1);
	ck_assert_int_eq(unseal(&app), RESULT_OK);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SEAL_ADVANCE, BYTES_OF(apps)), RESULT_OK);
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	seal(&app);
	ck_assert_int_eq(unseal(&app), RESULT_OK);
}
END_TEST

static void open_for(enum service_kind kind)
{
	struct service_token token = rot_fixture_token(&f);

	token.kind = kind;
	token.rights = kind == SERVICE_FIELD ? SERVICE_RIGHT_SIDELOAD : SERVICE_RIGHT_DEBUG_APPS;
	ck_assert_int_eq(rot_fixture_open(&f, &token, &f.service_key), RESULT_OK);
}

START_TEST(debugging_puts_it_out_of_reach_at_once_and_until_power_goes)
{
	seal(&app);
	open_for(SERVICE_FIELD);
	ck_assert_int_eq(unseal(&app), RESULT_OK);
	open_for(SERVICE_DEBUG);
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_SERVICE_CLOSE, (struct bytes){ 0 }), RESULT_OK);
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_int_eq(unseal(&app), RESULT_OK);
}
END_TEST

START_TEST(what_a_debugger_sealed_is_of_no_use_once_he_is_gone)
{
	open_for(SERVICE_DEBUG);
	seal(&app);
	ck_assert_int_eq(unseal(&app), RESULT_OK);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
}
END_TEST

static void boot_of_signer(uint8_t signer)
{
	static const enum component_kind kinds[] = { COMPONENT_LOADER, COMPONENT_CONFIG, COMPONENT_OS };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct component component = rot_fixture_component(kinds[i], "LCO"[i]);
		uint8_t room[COMPONENT_ENCODED_LEN];
		struct writer w = writer_over(BUFFER_OF(room));

		if (kinds[i] == COMPONENT_OS)
			memset(component.signer.at, signer, sizeof(component.signer.at));
		component_write(&w, &component);
		ck_assert_int_eq(rot_fixture_ask_as(&f, i ? MAILBOX_LOADER : MAILBOX_ROM, MAILBOX_MEASURE, BYTES_OF(room)), RESULT_OK);
	}
}

START_TEST(what_another_key_signed_does_not_open_it)
{
	rot_fixture_reset(&f);
	boot_of_signer(1);
	seal(&app);
	rot_fixture_reset(&f);
	boot_of_signer(2);
	ck_assert_int_eq(unseal(&app), RESULT_REFUSED);
	rot_fixture_reset(&f);
	boot_of_signer(1);
	ck_assert_int_eq(unseal(&app), RESULT_OK);
}
END_TEST

static enum result agent(enum mailbox_command command, struct bytes body)
{
	return rot_fixture_ask_as(&f, MAILBOX_AGENT, command, body);
}

static void renew(uint8_t key[CRYPTO_P256_SPKI_LEN])
{
	ck_assert_int_eq(agent(MAILBOX_CLIENT_GENERATE, (struct bytes){ 0 }), RESULT_OK);
	memcpy(key, f.body.at, CRYPTO_P256_SPKI_LEN);
}

static bool is_active(const uint8_t key[CRYPTO_P256_SPKI_LEN])
{
	return agent(MAILBOX_CLIENT_READ, (struct bytes){ 0 }) == RESULT_OK && memcmp(f.body.at, key, CRYPTO_P256_SPKI_LEN) == 0;
}

START_TEST(a_client_key_works_from_its_commit_on_and_the_one_before_until_then)
{
	uint8_t first[CRYPTO_P256_SPKI_LEN], second[CRYPTO_P256_SPKI_LEN];

	ck_assert_int_eq(agent(MAILBOX_CLIENT_READ, (struct bytes){ 0 }), RESULT_NOT_FOUND);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_SIGN, bytes_from(plain, 0)), RESULT_MALFORMED);
	renew(first);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_READ, (struct bytes){ 0 }), RESULT_NOT_FOUND);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(first)), RESULT_OK);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(first)), RESULT_NOT_FOUND);
	renew(second);
	ck_assert_mem_ne(first, second, sizeof(first));
	ck_assert(is_active(first));
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(first)), RESULT_REFUSED);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert(is_active(first));
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(second)), RESULT_NOT_FOUND);
	renew(second);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(second)), RESULT_OK);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'P');
	ck_assert(is_active(second));
}
END_TEST

START_TEST(a_cut_commit_leaves_one_of_the_two_keys)
{
	uint8_t first[CRYPTO_P256_SPKI_LEN], second[CRYPTO_P256_SPKI_LEN];

	renew(first);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(first)), RESULT_OK);
	renew(second);
	nor_arm_cut(&f.sim.chip.nor, 1, (enum rig_tear)_i);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(second)), RESULT_IO);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert(is_active(first) || is_active(second));
}
END_TEST

/* What a TLS 1.3 server would verify; no key of ours signs the bare hash. */
START_TEST(it_signs_a_tls_handshake_and_nothing_else)
{
	uint8_t content[64 + 33 + 1 + 48], hash[48] = { 5, 6, 7 }, key[CRYPTO_P256_SPKI_LEN];
	const size_t len = _i ? 48 : 32;
	struct crypto_sha256 digest;

	renew(key);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_COMMIT, BYTES_OF(key)), RESULT_OK);
	memset(content, ' ', 64);
	memcpy(content + 64, "TLS 1.3, client CertificateVerify", 34);
	memcpy(content + 98, hash, len);
	ck_assert_int_eq(crypto_sha256(bytes_from(content, 98 + len), &digest), RESULT_OK);
	ck_assert_int_eq(agent(MAILBOX_CLIENT_SIGN, bytes_from(hash, len)), RESULT_OK);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key), BYTES_OF(digest), f.body), RESULT_OK);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(key), bytes_from(hash, 32), f.body), RESULT_BAD_SIGNATURE);
	ck_assert_int_eq(crypto_p256_verify(BYTES_OF(f.rot.identity.attestation.spki), BYTES_OF(digest), f.body), RESULT_BAD_SIGNATURE);
	for (size_t other = 33; other < 48; other++)
		ck_assert_int_eq(agent(MAILBOX_CLIENT_SIGN, bytes_from(hash, other)), RESULT_MALFORMED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sealing");
	TCase *tests = tcase_create("sealing");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, what_was_sealed_opens_also_behind_a_power_cycle_and_an_update);
	tcase_add_test(tests, another_app_name_or_unit_does_not_open_it);
	tcase_add_test(tests, every_bit_of_it_matters);
	tcase_add_test(tests, names_have_one_to_thirty_two_bytes);
	tcase_add_test(tests, the_generation_before_still_opens_and_an_older_one_never_again);
	tcase_add_test(tests, debugging_puts_it_out_of_reach_at_once_and_until_power_goes);
	tcase_add_test(tests, what_a_debugger_sealed_is_of_no_use_once_he_is_gone);
	tcase_add_test(tests, what_another_key_signed_does_not_open_it);
	tcase_add_test(tests, a_client_key_works_from_its_commit_on_and_the_one_before_until_then);
	tcase_add_loop_test(tests, a_cut_commit_leaves_one_of_the_two_keys, 0, 3);
	tcase_add_loop_test(tests, it_signs_a_tls_handshake_and_nothing_else, 0, 2);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
