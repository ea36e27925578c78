/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both sides meet here and nowhere else: a token and certificates as the device's codecs write them, a
 * record as the maker's tool writes it, and the verifier, which shares no code with either.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/codec/dice_sample_fixture.h"
#include "reference-impl/codec/psa_token.h"
#include "reference-impl/crypto/p256_spki.h"
#include "reference-impl/service/verifier/appraise.h"
#include "reference-impl/tools/key_file.h"
#include "reference-impl/tools/release.h"
#include "reference-impl/tools/whole_file.h"

enum { COMPONENTS = 3 };

static const char *const TYPES[COMPONENTS] = { "PRoT", "BL", "OS" };

static struct {
	char folder[64], key_path[96], record_path[96];
	uint8_t nonce[48], implementation[32], measurements[COMPONENTS][32], signer[32], instance[33];
	uint8_t scratch[PSA_TOKEN_MAX_LEN], room[PSA_TOKEN_MAX_LEN];
	struct crypto_p256_key device;
	struct dice_sample chain; /* its leaf is the device's key */
	uint8_t chain_room[ATTESTED_CHAIN_MAX_LEN];
	size_t chain_len;
	struct release_record record;
	struct buffer record_bytes;
	struct appraise_request request;
	struct appraisal appraisal;
} w;

static void setup(void)
{
	struct crypto_sha256 digest;

	memset(&w, 0, sizeof(w));
	snprintf(w.folder, sizeof(w.folder), "/tmp/evidence_test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(w.folder));
	snprintf(w.key_path, sizeof(w.key_path), "%s/maker", w.folder);
	snprintf(w.record_path, sizeof(w.record_path), "%s/1.release", w.folder);
	ck_assert_int_eq(key_file_create(w.key_path), RESULT_OK);
	dice_sample_prepare(&w.chain);
	w.device = w.chain.keys[SAMPLE_LEAF];
	ck_assert_int_eq(crypto_sha256(p256_spki_point(BYTES_OF(w.device.spki)), &digest), RESULT_OK);
	w.instance[0] = PSA_TOKEN_INSTANCE_ID_TYPE;
	memcpy(w.instance + 1, digest.at, sizeof(digest.at));
	memset(w.nonce, 0x6e, sizeof(w.nonce));
	memset(w.implementation, 0x1d, sizeof(w.implementation));
	memset(w.signer, 0x77, sizeof(w.signer));
	for (size_t i = 0; i < COMPONENTS; i++)
		memset(w.measurements[i], 0x51 + (int)i, sizeof(w.measurements[i]));
}

static void teardown(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -r '%s'", w.folder);
	ck_assert_int_eq(system(command), 0);
	free(w.record_bytes.at);
}

/* As the maker: a record of the three components, and read as the verifier reads it. */
static void write_record(void)
{
	struct release_request request = { .key = w.key_path, .vendor = "vendor.example", .product = "sensor-1", .out = w.record_path,
					   .number = 1, .state_flags = 60, .has_implementation = true, .part_count = COMPONENTS };
	struct release_key maker;
	struct evidence_fault fault;

	memcpy(request.implementation, w.implementation, sizeof(w.implementation));
	for (size_t i = 0; i < COMPONENTS; i++) {
		struct release_part *part = &request.parts[i];

		snprintf(part->name, sizeof(part->name), "%s", TYPES[i]);
		snprintf(part->version, sizeof(part->version), "1.2.3+4");
		memcpy(part->digest, w.measurements[i], 32);
		memcpy(part->signer, w.signer, 32);
		part->digest_len = part->signer_len = 32;
	}
	ck_assert_int_eq(make_release(&request), RESULT_OK);
	ck_assert_int_eq(key_file_read_public(w.key_path, maker.spki), RESULT_OK);
	ck_assert_int_eq(whole_file_read(w.record_path, RELEASE_MAX_LEN, &w.record_bytes), RESULT_OK);
	ck_assert_int_eq(release_record_read(bytes_of_buffer(w.record_bytes), &maker, 1, &w.record, &fault), REASON_NONE);
}

/* As the device. */
static struct bytes write_token(uint16_t lifecycle)
{
	struct psa_token_claims claims = { .nonce = BYTES_OF(w.nonce), .instance_id = BYTES_OF(w.instance), .client_id = -2,
					   .lifecycle = lifecycle, .implementation_id = BYTES_OF(w.implementation),
					   .boot_seed = BYTES_OF(w.signer), .component_count = COMPONENTS };
	const struct cose_signer signer = cose_signer_of_key(COSE_ES256, &w.device);
	struct bytes token;

	for (size_t i = 0; i < COMPONENTS; i++)
		claims.components[i] = (struct psa_token_component){
			.type = bytes_of_text(TYPES[i]), .measurement = BYTES_OF(w.measurements[i]), .version = bytes_of_text("1.2.3+4"),
			.signer_id = BYTES_OF(w.signer), .description = bytes_of_text("sha-256"),
		};
	ck_assert_int_eq(psa_token_sign(&claims, &signer, BUFFER_OF(w.scratch), BUFFER_OF(w.room), &token), RESULT_OK);
	return token;
}

/* The layers of loader, OS and attestation key, below a key that nothing was measured for. */
static void write_chain(void)
{
	static const size_t measured[] = { [SAMPLE_LEAF] = 2, [SAMPLE_OS] = 2, [SAMPLE_LOADER] = 1 };

	for (size_t i = SAMPLE_LEAF; i <= SAMPLE_LOADER; i++) {
		w.chain.infos[i].fwids[0].digest = BYTES_OF(w.measurements[measured[i]]);
		w.chain.requests[i].is_tcb_info_critical = i != SAMPLE_OS;
	}
	dice_sample_write(&w.chain);
	w.chain_len = 0;
	for (size_t i = SAMPLE_LEAF; i <= SAMPLE_DEVICE; i++) {
		memcpy(w.chain_room + w.chain_len, w.chain.ders[i].at, w.chain.ders[i].len);
		w.chain_len += w.chain.ders[i].len;
	}
}

static enum appraisal_reason appraise_device(uint16_t lifecycle)
{
	w.request = (struct appraise_request){ .token = write_token(lifecycle), .nonce = BYTES_OF(w.nonce), .device_key = BYTES_OF(w.device.spki),
					       .releases = &w.record, .release_count = 1 };
	if (w.chain_len > 0) {
		w.request.has_chain = true;
		w.request.chain = bytes_from(w.chain_room, w.chain_len);
		w.request.roots = (struct attested_roots){ &w.chain.ders[SAMPLE_ROOT], 1, 1800000000 /* 2027-01-15 */ };
	}
	evidence_appraise(&w.request, &w.appraisal);
	return appraisal_first_bad(&w.appraisal) ? appraisal_first_bad(&w.appraisal)->reason : REASON_NONE;
}

START_TEST(a_device_that_runs_the_release_is_affirmed)
{
	write_record();
	ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_SECURED), REASON_NONE);
	ck_assert_int_eq(appraisal_status(&w.appraisal), STATUS_AFFIRMING);
}
END_TEST

START_TEST(each_changed_component_is_named)
{
	char check[64];

	write_record();
	for (size_t i = 0; i < COMPONENTS; i++) {
		w.measurements[i][31] ^= 1;
		ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_SECURED), REASON_UNKNOWN_MEASUREMENT);
		snprintf(check, sizeof(check), "component %s 1.2.3+4", TYPES[i]);
		ck_assert_str_eq(appraisal_first_bad(&w.appraisal)->check, check);
		w.measurements[i][31] ^= 1;
	}
}
END_TEST

START_TEST(a_device_in_another_state_is_refused)
{
	write_record();
	ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_NON_ROT_DEBUG), REASON_BAD_LIFECYCLE);
	ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_ROT_PROVISIONING), REASON_BAD_LIFECYCLE);
	for (uint16_t flag = 4; flag <= 32; flag = (uint16_t)(2 * flag))
		ck_assert_int_eq(appraise_device((uint16_t)(PSA_LIFECYCLE_SECURED | flag)), REASON_BAD_STATE);
}
END_TEST

START_TEST(its_certificates_lead_to_the_root_and_tell_the_same)
{
	write_record();
	write_chain();
	ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_SECURED), REASON_NONE);
	ck_assert_int_eq(appraisal_status(&w.appraisal), STATUS_AFFIRMING);
	w.chain.infos[SAMPLE_OS].flags = DICE_TCB_DEBUG;
	write_chain();
	ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_SECURED), REASON_BAD_MODE);
	w.chain.infos[SAMPLE_OS].flags = 0;
	w.measurements[2][0] ^= 1;
	write_chain();
	w.measurements[2][0] ^= 1;
	ck_assert_int_eq(appraise_device(PSA_LIFECYCLE_SECURED), REASON_UNKNOWN_FWID);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("evidence");
	TCase *tests = tcase_create("both sides");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_device_that_runs_the_release_is_affirmed);
	tcase_add_test(tests, each_changed_component_is_named);
	tcase_add_test(tests, a_device_in_another_state_is_refused);
	tcase_add_test(tests, its_certificates_lead_to_the_root_and_tell_the_same);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
