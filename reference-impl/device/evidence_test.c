/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prover and verifier, which share no code, are of one opinion: a good device is affirmed, and whatever
 * changed about a device is what the verifier names.
 */

#include <check.h>
#include <string.h>

#include "reference-impl/root_of_trust/root_of_trust_fixture.h"
#include "reference-impl/service/verifier/appraise.h"

enum { NOW = 1800000000 };

static struct rot_fixture f;
static struct appraisal appraisal;
static struct release_record release;
static uint8_t root_room[IDENTITY_CERTIFICATE_MAX_LEN], version[BOOT_LOG_MAX][COMPONENT_VERSION_TEXT_MAX];
static struct component parts[BOOT_LOG_MAX];
static struct bytes root;
static uint8_t nonce[32] = { 1, 2, 3, 4 };

/* What a maker writes of the release: the parts of a good boot. */
static void record_release(void)
{
	static const char *const types[] = { "PRoT", "BL", "Config", "OS" };
	static uint8_t make[32];

	memset(make, 0x3c, sizeof(make));
	release = (struct release_record){ .file = "1.release",
					   .vendor = BYTES_OF(f.rot.chain.make.vendor),
					   .product = BYTES_OF(f.rot.chain.make.model),
					   .implementation = BYTES_OF(make),
					   .number = 1,
					   .state_flags = 60,
					   .component_count = f.rot.log.count };
	for (size_t i = 0; i < f.rot.log.count; i++) {
		struct token_component *fields = &release.components[i].fields;

		parts[i] = f.rot.log.entry[i];
		fields->type = bytes_of_text(types[i]);
		fields->measurement = BYTES_OF(parts[i].digest);
		fields->signer = BYTES_OF(parts[i].signer);
		fields->version = component_version_text(&parts[i], version[i]);
	}
}

/* The line takes the device key, then the device is in the field. */
static void setup(void)
{
	rot_fixture_init(&f, 0);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_DEVICE_KEY, (struct bytes){ 0 }), RESULT_OK);
	ck_assert_int_eq(bytes_copy(BUFFER_OF(root_room), f.body), RESULT_OK);
	root = bytes_from(root_room, f.body.len);
	record_release();
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
}

static size_t copy_chain(uint8_t ders[MAILBOX_BODY_MAX_LEN])
{
	struct reader r;
	size_t len = 0;

	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_AGENT, MAILBOX_CERTIFICATES, (struct bytes){ 0 }), RESULT_OK);
	r = reader_over(f.body);
	while (reader_rest(&r).len > 0) {
		struct bytes der = reader_take(&r, reader_u16_le(&r));

		memcpy(ders + len, der.at, der.len);
		len += der.len;
	}
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
	return len;
}

static enum appraisal_status appraise(void)
{
	static uint8_t ders[MAILBOX_BODY_MAX_LEN];
	struct appraise_request request = { .nonce = BYTES_OF(nonce), .has_chain = true, .releases = &release, .release_count = 1 };

	request.chain = bytes_from(ders, copy_chain(ders));
	request.roots = (struct attested_roots){ &root, 1, NOW };
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_AGENT, MAILBOX_ATTEST, BYTES_OF(nonce)), RESULT_OK);
	request.token = f.body;
	memset(&appraisal, 0, sizeof(appraisal));
	evidence_appraise(&request, &appraisal);
	return appraisal_status(&appraisal);
}

static void must_say(enum appraisal_reason reason)
{
	const struct finding *bad;

	ck_assert_int_eq(appraise(), STATUS_CONTRAINDICATED);
	bad = appraisal_first_bad(&appraisal);
	ck_assert_msg(bad->reason == reason, "%s", appraisal_reason_name(bad->reason));
}

START_TEST(a_good_device_is_affirmed)
{
	enum appraisal_status status = appraise();

	ck_assert_msg(status == STATUS_AFFIRMING, "%s", appraisal_reason_name(appraisal_first_bad(&appraisal)->reason));
}
END_TEST

START_TEST(another_os_is_named)
{
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'P');
	must_say(REASON_UNKNOWN_MEASUREMENT);
}
END_TEST

START_TEST(debugging_is_named_until_power_goes)
{
	struct service_token token = rot_fixture_token(&f);

	ck_assert_int_eq(rot_fixture_open(&f, &token, &f.service_key), RESULT_OK);
	must_say(REASON_BAD_LIFECYCLE);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_SERVICE_CLOSE, (struct bytes){ 0 }), RESULT_OK);
	rot_fixture_reset(&f);
	rot_fixture_boot(&f, 'O');
	must_say(REASON_BAD_LIFECYCLE);
	rot_fixture_power_on(&f);
	rot_fixture_boot(&f, 'O');
	ck_assert_int_eq(appraise(), STATUS_AFFIRMING);
}
END_TEST

START_TEST(recovery_and_faults_are_named)
{
	const uint8_t tamper = FAULT_TAMPER;

	rot_fixture_reset(&f);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_LOADER, MAILBOX_RECOVERY, (struct bytes){ 0 }), RESULT_OK);
	rot_fixture_boot(&f, 'O');
	must_say(REASON_BAD_STATE);
	rot_fixture_reset(&f);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_ROM, MAILBOX_FAULT_REPORT, BYTES_OF(tamper)), RESULT_OK);
	rot_fixture_boot(&f, 'O');
	must_say(REASON_BAD_STATE);
}
END_TEST

/* A copy of all flash on a chip with other fuses is another device, whose key nobody enrolled. */
START_TEST(another_unit_is_not_this_one)
{
	rot_fixture_init(&f, 1);
	must_say(REASON_UNTRUSTED);
}
END_TEST

START_TEST(evidence_for_another_nonce_is_stale)
{
	static uint8_t kept[MAILBOX_BODY_MAX_LEN], ders[MAILBOX_BODY_MAX_LEN];
	struct appraise_request request = { .nonce = BYTES_OF(nonce), .has_chain = true, .releases = &release, .release_count = 1 };

	ck_assert_int_eq(appraise(), STATUS_AFFIRMING);
	memcpy(kept, f.body.at, f.body.len);
	request.token = bytes_from(kept, f.body.len);
	request.chain = bytes_from(ders, copy_chain(ders));
	request.roots = (struct attested_roots){ &root, 1, NOW };
	nonce[31] ^= 1;
	memset(&appraisal, 0, sizeof(appraisal));
	evidence_appraise(&request, &appraisal);
	nonce[31] ^= 1;
	ck_assert_int_eq(appraisal_status(&appraisal), STATUS_CONTRAINDICATED);
	ck_assert_int_eq(appraisal_first_bad(&appraisal)->reason, REASON_NONCE_MISMATCH);
}
END_TEST

START_TEST(a_device_before_its_completion_is_not_affirmed)
{
	rot_fixture_blank(&f, 0);
	rot_fixture_boot(&f, 'O');
	must_say(REASON_BAD_LIFECYCLE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("evidence");
	TCase *tests = tcase_create("evidence");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_good_device_is_affirmed);
	tcase_add_test(tests, another_os_is_named);
	tcase_add_test(tests, debugging_is_named_until_power_goes);
	tcase_add_test(tests, recovery_and_faults_are_named);
	tcase_add_test(tests, another_unit_is_not_this_one);
	tcase_add_test(tests, evidence_for_another_nonce_is_stale);
	tcase_add_test(tests, a_device_before_its_completion_is_not_affirmed);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
