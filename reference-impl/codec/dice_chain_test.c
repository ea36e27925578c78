/* SPDX-License-Identifier: Apache-2.0 */
/* A chain that holds, its bad twins, and the openssl program's word on it. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/codec/dice_sample_fixture.h"

static struct dice_sample sample;
static struct dice_chain_rules rules;

static void setup(void)
{
	dice_sample_prepare(&sample);
	rules = dice_sample_rules(&sample);
}

static enum dice_chain_fault fault_of(size_t count)
{
	return dice_chain_judge(sample.ders, count, &rules).fault;
}

START_TEST(a_whole_chain_holds)
{
	struct dice_chain_judgement judgement;

	dice_sample_write(&sample);
	judgement = dice_chain_judge(sample.ders, SAMPLE_ROOT, &rules);
	ck_assert_msg(judgement.fault == DICE_CHAIN_HOLDS, "%zu: %s", judgement.at, dice_chain_fault_sentence(judgement.fault));
	ck_assert(bytes_equal(judgement.leaf.spki, BYTES_OF(sample.keys[SAMPLE_LEAF].spki)));
	ck_assert_int_eq(fault_of(SAMPLE_COUNT), DICE_CHAIN_HOLDS);
}
END_TEST

/* How the world is spoiled before the certificates are written; the fault that follows, and where. */
struct twin {
	void (*spoil)(void);
	enum dice_chain_fault fault;
	size_t at;
};

static void leaf_may_certify(void) { sample.requests[SAMPLE_LEAF].role = DICE_LAST_LAYER; }
static void layer_may_not(void) { sample.requests[SAMPLE_LOADER].role = DICE_ATTESTATION_KEY; }
static void too_deep(void) { sample.requests[SAMPLE_LOADER].role = DICE_LAST_LAYER; }
static void nothing_measured(void) { sample.requests[SAMPLE_OS].tcb_info = NULL; }
static void leaf_not_measured(void) { sample.requests[SAMPLE_LEAF].tcb_info = NULL; }
static void device_must_be_measured(void) { rules.unmeasured_count = 0; }
static void vendor_changes(void) { sample.infos[SAMPLE_OS].vendor = bytes_of_text("evil.example"); }
static void model_changes(void) { sample.infos[SAMPLE_LEAF].model = bytes_of_text("sensor-2"); }
static void layer_stands_still(void) { sample.infos[SAMPLE_OS].layer = sample.infos[SAMPLE_LOADER].layer; }
static void layer_falls(void) { sample.infos[SAMPLE_LEAF].layer = 0; }
static void signed_by_another(void) { sample.signers[SAMPLE_OS] = &sample.keys[SAMPLE_LEAF]; }
static void leaf_signed_by_itself(void) { sample.signers[SAMPLE_LEAF] = &sample.keys[SAMPLE_LEAF]; }
static struct bytes spki_of(size_t at) { return BYTES_OF(sample.keys[at].spki); }
static void names_another_issuer(void) { sample.requests[SAMPLE_OS].issuer_spki = spki_of(SAMPLE_LEAF); }
static void certifies_another_key(void) { sample.requests[SAMPLE_OS].subject_spki = spki_of(SAMPLE_ROOT); }
static void names_another_root(void) { sample.requests[SAMPLE_DEVICE].issuer_spki = spki_of(SAMPLE_OS); }
static void other_root(void) { rules.root_spki = spki_of(SAMPLE_LEAF); }
static void other_root_of_same_name(void)
{
	rules.demands_key_ids = false;
	other_root();
}
static void too_early(void) { rules.at_time = 1521763198; }
static void too_late(void) { rules.at_time = 253402300800; }

static const struct twin TWINS[] = {
	{ leaf_may_certify, DICE_CHAIN_LEAF_ROLE, SAMPLE_LEAF },
	{ layer_may_not, DICE_CHAIN_ISSUER_ROLE, SAMPLE_LOADER },
	{ too_deep, DICE_CHAIN_ISSUER_ROLE, SAMPLE_LOADER },
	{ nothing_measured, DICE_CHAIN_MEASUREMENT, SAMPLE_OS },
	{ leaf_not_measured, DICE_CHAIN_MEASUREMENT, SAMPLE_LEAF },
	{ device_must_be_measured, DICE_CHAIN_MEASUREMENT, SAMPLE_DEVICE },
	{ vendor_changes, DICE_CHAIN_MEASUREMENT, SAMPLE_OS },
	{ model_changes, DICE_CHAIN_MEASUREMENT, SAMPLE_LEAF },
	{ layer_stands_still, DICE_CHAIN_MEASUREMENT, SAMPLE_OS },
	{ layer_falls, DICE_CHAIN_MEASUREMENT, SAMPLE_LEAF },
	{ signed_by_another, DICE_CHAIN_SIGNATURE, SAMPLE_OS },
	{ leaf_signed_by_itself, DICE_CHAIN_SIGNATURE, SAMPLE_LEAF },
	{ names_another_issuer, DICE_CHAIN_NAME, SAMPLE_OS },
	{ certifies_another_key, DICE_CHAIN_NAME, SAMPLE_LEAF },
	{ names_another_root, DICE_CHAIN_NAME, SAMPLE_DEVICE },
	{ other_root, DICE_CHAIN_NAME, SAMPLE_DEVICE },
	{ other_root_of_same_name, DICE_CHAIN_SIGNATURE, SAMPLE_DEVICE },
	{ too_early, DICE_CHAIN_TIME, SAMPLE_DEVICE },
	{ too_late, DICE_CHAIN_TIME, SAMPLE_DEVICE },
};

START_TEST(a_bad_twin_is_seen_and_told)
{
	struct dice_chain_judgement judgement;

	TWINS[_i].spoil();
	dice_sample_write(&sample);
	judgement = dice_chain_judge(sample.ders, SAMPLE_ROOT, &rules);
	ck_assert_msg(judgement.fault == TWINS[_i].fault && judgement.at == TWINS[_i].at, "at %zu: %s", judgement.at,
		      dice_chain_fault_sentence(judgement.fault));
}
END_TEST

START_TEST(order_and_count_matter)
{
	struct bytes first;

	dice_sample_write(&sample);
	ck_assert_int_eq(fault_of(0), DICE_CHAIN_EMPTY_OR_LONG);
	ck_assert_int_eq(fault_of(DICE_CHAIN_MAX_COUNT + 1), DICE_CHAIN_EMPTY_OR_LONG);
	ck_assert_int_eq(fault_of(SAMPLE_DEVICE), DICE_CHAIN_NAME);
	first = sample.ders[SAMPLE_OS];
	sample.ders[SAMPLE_OS] = sample.ders[SAMPLE_LOADER];
	sample.ders[SAMPLE_LOADER] = first;
	ck_assert_int_eq(fault_of(SAMPLE_ROOT), DICE_CHAIN_NAME);
	sample.ders[SAMPLE_LOADER].len--;
	ck_assert_int_eq(fault_of(SAMPLE_ROOT), DICE_CHAIN_CERTIFICATE);
}
END_TEST

START_TEST(every_changed_byte_of_a_chain_is_seen)
{
	dice_sample_write(&sample);
	for (size_t i = 0; i < SAMPLE_ROOT; i++) {
		for (size_t at = 0; at < sample.ders[i].len; at += 3) {
			uint8_t *byte = &sample.rooms[i][DICE_CERTIFICATE_MAX_LEN - sample.ders[i].len + at];

			*byte ^= 0x01;
			ck_assert_msg(fault_of(SAMPLE_ROOT) != DICE_CHAIN_HOLDS, "%zu: %zu", i, at);
			*byte ^= 0x01;
		}
	}
	ck_assert_int_eq(fault_of(SAMPLE_ROOT), DICE_CHAIN_HOLDS);
}
END_TEST

/* Four lower layers in one file of PEM, and the two ends in their own. */
static const char VERIFY[] =
	"cd %s && for i in 1 2 3; do openssl x509 -inform der -in $i.der; done > middle.pem && "
	"openssl x509 -inform der -in 0.der -out leaf.pem && openssl x509 -inform der -in 4.der -out root.pem && "
	"openssl verify -x509_strict -no-CApath -no-CAstore -CAfile root.pem -untrusted middle.pem %s leaf.pem > verdict 2>&1";

static int openssl_verify(const char *folder, const char *option)
{
	char command[1024], name[64];

	for (int i = 0; i < SAMPLE_COUNT; i++) {
		FILE *file;

		snprintf(name, sizeof(name), "%s/%d.der", folder, i);
		file = fopen(name, "wb");
		ck_assert_ptr_nonnull(file);
		ck_assert_uint_eq(fwrite(sample.ders[i].at, 1, sample.ders[i].len, file), sample.ders[i].len);
		ck_assert_int_eq(fclose(file), 0);
	}
	snprintf(command, sizeof(command), VERIFY, folder, option);
	return system(command);
}

START_TEST(the_openssl_program_accepts_the_chain)
{
	char folder[] = "/tmp/dice_chain_XXXXXX", command[64];
	int plain, spoiled, unknown, ignored;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	dice_sample_write(&sample);
	plain = openssl_verify(folder, "");
	sample.rooms[SAMPLE_OS][DICE_CERTIFICATE_MAX_LEN - 1] ^= 1;
	spoiled = openssl_verify(folder, "");
	for (int i = 0; i < SAMPLE_COUNT; i++)
		sample.requests[i].is_tcb_info_critical = true;
	dice_sample_write(&sample);
	unknown = openssl_verify(folder, "");
	ignored = openssl_verify(folder, "-ignore_critical");
	snprintf(command, sizeof(command), "rm -r %s", folder);
	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(plain, 0);
	ck_assert_int_ne(spoiled, 0);
	ck_assert_int_ne(unknown, 0);
	ck_assert_int_eq(ignored, 0);
	ck_assert_int_eq(fault_of(SAMPLE_ROOT), DICE_CHAIN_HOLDS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dice chain");
	TCase *tests = tcase_create("chain");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_whole_chain_holds);
	tcase_add_loop_test(tests, a_bad_twin_is_seen_and_told, 0, (int)(sizeof(TWINS) / sizeof(TWINS[0])));
	tcase_add_test(tests, order_and_count_matter);
	tcase_add_test(tests, every_changed_byte_of_a_chain_is_seen);
	tcase_add_test(tests, the_openssl_program_accepts_the_chain);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
