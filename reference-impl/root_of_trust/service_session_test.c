/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of service_session.h and service_token.h: for this device, now, once; and who guesses is locked out. */

#include <check.h>
#include <string.h>

#include "reference-impl/codec/cbor_writer.h"
#include "reference-impl/root_of_trust/root_of_trust_fixture.h"

static struct rot_fixture f;

static void setup(void)
{
	rot_fixture_init(&f, 0);
}

static uint32_t rights(void)
{
	return service_session_rights(&f.rot.session, &f.vault);
}

static uint32_t tried(void)
{
	uint32_t value;

	ck_assert_int_eq(f.vault.read_counter(f.vault.context, COUNTER_TOKEN_TRIED, &value), RESULT_OK);
	return value;
}

static uint8_t flags(void)
{
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_SECURITY_STATE, (struct bytes){ 0 }), RESULT_OK);
	return f.body.at[2];
}

static enum result open_with(struct service_token token)
{
	return rot_fixture_open(&f, &token, &f.service_key);
}

START_TEST(a_token_opens_what_it_says_for_as_long_as_it_says)
{
	struct service_token token = rot_fixture_token(&f);

	f.sim.uptime_ms += 599999;
	ck_assert_int_eq(open_with(token), RESULT_OK);
	ck_assert_uint_eq(f.body.at[0], SERVICE_RIGHT_DEBUG_APPS);
	ck_assert_uint_eq(rights(), SERVICE_RIGHT_DEBUG_APPS);
	f.sim.uptime_ms += 1;
	ck_assert_uint_eq(rights(), 0);
}
END_TEST

START_TEST(a_token_serves_once)
{
	struct service_token token = rot_fixture_token(&f);

	ck_assert_int_eq(open_with(token), RESULT_OK);
	ck_assert_int_eq(open_with(token), RESULT_NOT_FOUND);
	(void)rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_REFUSED);
	rot_fixture_power_on(&f);
	ck_assert_int_eq(open_with(token), RESULT_NOT_FOUND);
	(void)rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_REFUSED);
	ck_assert_uint_eq(rights(), 0);
}
END_TEST

START_TEST(a_challenge_serves_one_try_also_a_bad_one)
{
	struct service_token token = rot_fixture_token(&f), bad = token;

	bad.device_id[0] ^= 1;
	ck_assert_int_eq(open_with(bad), RESULT_REFUSED);
	ck_assert_int_eq(open_with(token), RESULT_NOT_FOUND);
	token = rot_fixture_token(&f);
	(void)rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_REFUSED);
	token = rot_fixture_token(&f);
	rot_fixture_reset(&f);
	ck_assert_int_eq(open_with(token), RESULT_NOT_FOUND);
}
END_TEST

enum wrong { DEVICE, ANY_DEVICE, NONCE, LIFECYCLE_STATE, NO_RIGHTS, RIGHTS_OF_OTHER_KIND, UNKNOWN_RIGHTS, NO_KIND, OTHER_KIND,
	     NO_TIME, TOO_LONG, LATE, WRONG_COUNT };

static void spoil(struct service_token *token, enum wrong wrong)
{
	switch (wrong) {
	case DEVICE: token->device_id[15] ^= 1; break;
	case ANY_DEVICE: memset(token->device_id, 0, sizeof(token->device_id)); break;
	case NONCE: token->nonce[31] ^= 1; break;
	case LIFECYCLE_STATE: token->lifecycle = LIFECYCLE_MODULE_COMPLETE; break;
	case NO_RIGHTS: token->rights = 0; break;
	case RIGHTS_OF_OTHER_KIND: token->rights = SERVICE_RIGHT_SIDELOAD; break;
	case UNKNOWN_RIGHTS: token->rights = 1u << 31 | SERVICE_RIGHT_DEBUG_APPS; break;
	case NO_KIND: token->kind = SERVICE_NONE; break;
	case OTHER_KIND: token->kind = (enum service_kind)3; break;
	case NO_TIME: token->expires_s = 0; break;
	case TOO_LONG: token->expires_s = SERVICE_TOKEN_LIFETIME_MAX + 1; break;
	case LATE: f.sim.uptime_ms += 600000; break;
	case WRONG_COUNT: break;
	}
}

START_TEST(a_token_that_is_not_for_here_and_now_is_refused_and_counted)
{
	struct service_token token = rot_fixture_token(&f);

	spoil(&token, (enum wrong)_i);
	ck_assert_int_eq(open_with(token), RESULT_REFUSED);
	ck_assert_uint_eq(rights(), 0);
	ck_assert_uint_eq(tried(), 1);
	ck_assert_uint_eq(f.rot.faults.count[FAULT_TOKEN], 1);
	ck_assert_uint_eq(flags() & MAILBOX_FLAG_SAW_DEBUG, 0);
}
END_TEST

START_TEST(only_the_fused_key_signs)
{
	static const uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [31] = 77 };
	struct service_token token = rot_fixture_token(&f);
	struct crypto_p256_key stranger, mixed;

	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(scalar), &stranger), RESULT_OK);
	ck_assert_int_eq(rot_fixture_open(&f, &token, &stranger), RESULT_UNKNOWN_KEY);
	mixed = stranger;
	memcpy(mixed.spki, f.service_key.spki, sizeof(mixed.spki));
	token = rot_fixture_token(&f);
	ck_assert_int_eq(rot_fixture_open(&f, &token, &mixed), RESULT_BAD_SIGNATURE);
	memset(f.sim.chip.nor.space[NOR_FUSES].at + FUSE_SERVICE_KEY_HASH, 0, 32);
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_UNKNOWN_KEY);
}
END_TEST

START_TEST(a_key_that_everybody_has_opens_nothing_in_production)
{
	static const uint8_t one[CRYPTO_P256_SCALAR_LEN] = { [31] = 1 };
	struct service_token token;
	struct crypto_sha256 hash;

	rot_fixture_blank(&f, 0);
	ck_assert_int_eq(crypto_p256_from_scalar(BYTES_OF(one), &f.service_key), RESULT_OK);
	ck_assert_int_eq(crypto_sha256(BYTES_OF(f.service_key.spki), &hash), RESULT_OK);
	memcpy(f.sim.chip.nor.space[NOR_FUSES].at + FUSE_SERVICE_KEY_HASH, hash.at, sizeof(hash.at));
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_OK);
	memset(f.sim.chip.nor.space[NOR_FUSES].at + FUSE_LIFECYCLE, 1, 2);
	rot_fixture_power_on(&f);
	token = rot_fixture_token(&f);
	ck_assert_uint_eq(token.lifecycle, LIFECYCLE_DEVICE_COMPLETE);
	ck_assert_int_eq(open_with(token), RESULT_UNKNOWN_KEY);
}
END_TEST

/* Signed by the right key and saying the right things, but in another form. */
START_TEST(a_token_has_one_form)
{
	struct service_token token = rot_fixture_token(&f), read;
	struct cose_signer signer = cose_signer_of_key(COSE_ES256, &f.service_key);
	struct cose_sign1_request request = { .external_aad = bytes_of_text(SERVICE_TOKEN_CONTEXT) };
	uint8_t good[SERVICE_TOKEN_MAX_LEN], payload[SERVICE_TOKEN_MAX_LEN], room[SERVICE_TOKEN_MAX_LEN];
	const struct cose_sign1_profile profile = { .tag = COSE_TAG_REQUIRED, .rules = CBOR_DETERMINISTIC };
	const struct bytes spki = BYTES_OF(f.service_key.spki);
	struct cose_sign1 message;
	struct bytes whole, other;

	ck_assert_int_eq(service_token_write(&token, &signer, BUFFER_OF(good), &whole), RESULT_OK);
	ck_assert_int_eq(service_token_read(whole, spki, &read), RESULT_OK);
	ck_assert_mem_eq(read.nonce, token.nonce, sizeof(token.nonce));
	ck_assert_int_eq(cose_sign1_parse(whole, &profile, &message), RESULT_OK);
	memcpy(payload, message.payload.at, message.payload.len);
	request.payload = bytes_from(payload, message.payload.len);
	request.external_aad = bytes_of_text("another use");
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, BUFFER_OF(room), &other), RESULT_OK);
	ck_assert_int_eq(service_token_read(other, spki, &read), RESULT_BAD_SIGNATURE);
	request.external_aad = bytes_of_text(SERVICE_TOKEN_CONTEXT);
	request.is_untagged = true;
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, BUFFER_OF(room), &other), RESULT_OK);
	ck_assert_int_eq(service_token_read(other, spki, &read), RESULT_REFUSED);
	request.is_untagged = false;
	/* One claim more, one less, kind in a wider head. */
	payload[0] = 0xa7;
	payload[message.payload.len] = 7;
	payload[message.payload.len + 1] = 0;
	request.payload.len += 2;
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, BUFFER_OF(room), &other), RESULT_OK);
	ck_assert_int_eq(service_token_read(other, spki, &read), RESULT_REFUSED);
	payload[0] = 0xa5;
	request.payload.len = message.payload.len - 2;
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, BUFFER_OF(room), &other), RESULT_OK);
	ck_assert_int_eq(service_token_read(other, spki, &read), RESULT_REFUSED);
	payload[0] = 0xa6;
	memmove(payload + 3, message.payload.at + 2, message.payload.len - 2);
	payload[2] = 0x18;
	request.payload.len = message.payload.len + 1;
	ck_assert_int_eq(cose_sign1_sign(&request, &signer, BUFFER_OF(room), &other), RESULT_OK);
	ck_assert_int_eq(service_token_read(other, spki, &read), RESULT_REFUSED);
}
END_TEST

START_TEST(a_token_cut_or_changed_anywhere_is_refused)
{
	struct service_token token = rot_fixture_token(&f), read;
	struct cose_signer signer = cose_signer_of_key(COSE_ES256, &f.service_key);
	uint8_t room[SERVICE_TOKEN_MAX_LEN];
	const struct bytes spki = BYTES_OF(f.service_key.spki);
	struct bytes whole;

	ck_assert_int_eq(service_token_write(&token, &signer, BUFFER_OF(room), &whole), RESULT_OK);
	for (size_t len = 0; len < whole.len; len++)
		ck_assert_int_ne(service_token_read(bytes_from(room, len), spki, &read), RESULT_OK);
	for (size_t bit = 0; bit < 8 * whole.len; bit++) {
		room[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_int_ne(service_token_read(whole, spki, &read), RESULT_OK);
		room[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}
END_TEST

START_TEST(debugging_shows_until_power_goes_and_a_service_session_too)
{
	struct mailbox_caller os = { .role = MAILBOX_OS };
	const uint8_t nonce[32] = { 0 };
	struct service_token token = rot_fixture_token(&f);

	ck_assert_int_eq(open_with(token), RESULT_OK);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_SERVICE_CLOSE, (struct bytes){ 0 }), RESULT_OK);
	ck_assert_uint_eq(rights(), 0);
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_NON_ROT_DEBUG | MAILBOX_FLAG_SAW_DEBUG);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_NON_ROT_DEBUG | MAILBOX_FLAG_SAW_DEBUG);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED);
	token = rot_fixture_token(&f);
	token.kind = SERVICE_FIELD;
	token.rights = SERVICE_RIGHT_SIDELOAD;
	ck_assert_int_eq(open_with(token), RESULT_OK);
	ck_assert_uint_eq(rot_fixture_attest(&f, &os, BYTES_OF(nonce)).lifecycle, PSA_LIFECYCLE_SECURED | MAILBOX_FLAG_SAW_SERVICE);
}
END_TEST

START_TEST(a_session_ends_with_the_state_that_it_was_for)
{
	struct service_token token;
	uint8_t step[1 + FUSE_DEVICE_ID_LEN] = { LIFECYCLE_MODULE_COMPLETE };

	rot_fixture_blank(&f, 0);
	memcpy(step + 1, f.device_id, sizeof(f.device_id));
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_OK);
	token = rot_fixture_token(&f);
	ck_assert_uint_ne(rights(), 0);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_LIFECYCLE, BYTES_OF(step)), RESULT_OK);
	ck_assert_uint_eq(rights(), 0);
	ck_assert_uint_eq(flags() & MAILBOX_FLAG_SAW_DEBUG, MAILBOX_FLAG_SAW_DEBUG);
	ck_assert_int_eq(open_with(token), RESULT_NOT_FOUND);
}
END_TEST

static enum result try_badly(void)
{
	struct service_token token = rot_fixture_token(&f);

	token.device_id[0] ^= 1;
	return open_with(token);
}

START_TEST(five_bad_tries_lock_and_power_cycles_do_not_help)
{
	struct service_token token;

	for (int i = 0; i < SERVICE_TRIES_MAX; i++) {
		ck_assert_uint_eq(flags() & MAILBOX_FLAG_LOCKED, 0);
		ck_assert_int_eq(try_badly(), RESULT_REFUSED);
	}
	ck_assert_uint_eq(flags() & MAILBOX_FLAG_LOCKED, MAILBOX_FLAG_LOCKED);
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_BUSY);
	rot_fixture_power_on(&f);
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_BUSY);
	ck_assert_uint_eq(tried(), SERVICE_TRIES_MAX);
	f.sim.uptime_ms = SERVICE_LOCKOUT_MS - 1;
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_BUSY);
	f.sim.uptime_ms = SERVICE_LOCKOUT_MS;
	ck_assert_int_eq(try_badly(), RESULT_REFUSED);
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_BUSY);
	f.sim.uptime_ms += SERVICE_LOCKOUT_MS;
	token = rot_fixture_token(&f);
	ck_assert_int_eq(open_with(token), RESULT_OK);
	ck_assert_uint_eq(flags() & MAILBOX_FLAG_LOCKED, 0);
	ck_assert_int_eq(try_badly(), RESULT_REFUSED);
	ck_assert_uint_eq(flags() & MAILBOX_FLAG_LOCKED, 0);
}
END_TEST

/*
 * The power is cut at each storage operation of a try, torn in each way: a bad try is either counted or was
 * cut before anything was compared, and a try of either kind that was cut opens nothing.
 */
START_TEST(a_cut_try_hides_nothing)
{
	const bool is_good = _i / 6;
	const uint64_t at = (uint64_t)(_i % 6 / 3 + 1);
	struct service_token token = rot_fixture_token(&f);
	enum result result;

	if (!is_good)
		token.device_id[0] ^= 1;
	nor_arm_cut(&f.sim.chip.nor, at, (enum rig_tear)(_i % 3));
	result = open_with(token);
	if (!is_good && at == 2) {
		/* A bad try takes one operation. */
		ck_assert(!f.sim.chip.nor.cut.fired);
		ck_assert_int_eq(result, RESULT_REFUSED);
	} else {
		ck_assert_int_eq(result, RESULT_IO);
		ck_assert_uint_eq(rights(), 0);
		ck_assert(!f.rot.session.saw_debug);
	}
	nor_arm_cut(&f.sim.chip.nor, 0, RIG_TEAR_NONE);
	rot_fixture_power_on(&f);
	ck_assert_uint_ge(tried(), at - 1);
	for (uint32_t i = tried(); i < SERVICE_TRIES_MAX; i++)
		ck_assert_int_eq(try_badly(), RESULT_REFUSED);
	/* Only a good try whose settling was cut may have been settled. */
	if (!is_good || at == 1)
		ck_assert_uint_eq(flags() & MAILBOX_FLAG_LOCKED, MAILBOX_FLAG_LOCKED);
}
END_TEST

/* However often power is cut in a try, no more than SERVICE_TRIES_MAX compares happen in a row. */
START_TEST(cutting_every_try_behind_its_count_still_locks)
{
	for (int i = 0; i < SERVICE_TRIES_MAX; i++) {
		ck_assert_int_eq(try_badly(), RESULT_REFUSED);
		sim_power_off(&f.sim);
		rot_fixture_power_on(&f);
	}
	ck_assert_uint_eq(flags() & MAILBOX_FLAG_LOCKED, MAILBOX_FLAG_LOCKED);
}
END_TEST

START_TEST(counters_that_cannot_be_read_are_locked)
{
	struct service_token token = rot_fixture_token(&f);

	ck_assert_int_eq(nor_fault_read_error(&f.sim.chip.nor, NOR_COUNTERS, 16 * COUNTER_TOKEN_SETTLED, 8), RESULT_OK);
	ck_assert_int_eq(open_with(token), RESULT_BUSY);
	nor_fault_clear(&f.sim.chip.nor);
	ck_assert_int_eq(open_with(token), RESULT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("service session");
	TCase *tests = tcase_create("service session");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_token_opens_what_it_says_for_as_long_as_it_says);
	tcase_add_test(tests, a_token_serves_once);
	tcase_add_test(tests, a_challenge_serves_one_try_also_a_bad_one);
	tcase_add_loop_test(tests, a_token_that_is_not_for_here_and_now_is_refused_and_counted, 0, WRONG_COUNT);
	tcase_add_test(tests, only_the_fused_key_signs);
	tcase_add_test(tests, a_key_that_everybody_has_opens_nothing_in_production);
	tcase_add_test(tests, a_token_has_one_form);
	tcase_add_test(tests, a_token_cut_or_changed_anywhere_is_refused);
	tcase_add_test(tests, debugging_shows_until_power_goes_and_a_service_session_too);
	tcase_add_test(tests, a_session_ends_with_the_state_that_it_was_for);
	tcase_add_test(tests, five_bad_tries_lock_and_power_cycles_do_not_help);
	tcase_add_loop_test(tests, a_cut_try_hides_nothing, 0, 12);
	tcase_add_test(tests, cutting_every_try_behind_its_count_still_locks);
	tcase_add_test(tests, counters_that_cannot_be_read_are_locked);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
